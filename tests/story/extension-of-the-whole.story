# The joint limit of a bundle: the head of the government of that level extends it, by fifteen working days at most
# (许可法 42(2)); the head of a department cannot.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "the whole" amount=5
        reply head:zhao@planning NOT_ALLOWED (role)
[2024-11-13T10:00] government:mayor > ACT extend 1 "the whole" amount=16
        reply government:mayor ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] government:mayor > ACT extend 1 amount=15
        reply government:mayor REASON_MISSING (reason)
[2024-11-13T10:00] government:mayor > ACT extend 1 "a tunnel below" amount=15
        bundle 1 EXTENDED statutory 15 more by mayor
        reply government:mayor RECORDED bundle 1
[2024-11-13T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, extended by 15; statutory 60 working days, 1 used, ends 2025-02-11T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 1 used, ends 2024-11-19T17:30:00; statutory 20 working days, 1 used, ends 2024-12-10T17:30:00
[2024-11-13T10:00] government:mayor > ACT extend 1 "again" amount=1
        reply government:mayor ACT_IMPOSSIBLE (stage)
