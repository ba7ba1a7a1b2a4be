# The head of the department extends the time of a stage by ten working days, before it is over, and once; the reason
# is told (许可法 42(1)). The promise grows with it. The joint limit of the bundle is another matter.
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
[2024-11-18T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 4 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 4 used, ends 2024-11-19T17:30:00; statutory 20 working days, 4 used, ends 2024-12-10T17:30:00
[2024-11-18T10:00] head:zhao@planning > ACT extend 1 "the plan touches two counties" stage=plan amount=10
        bundle 1 plan EXTENDED both 10 more by zhao
        reply head:zhao@planning RECORDED bundle 1
[2024-11-18T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 4 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00, extended by 10; promised 15 working days, 4 used, ends 2024-12-03T17:30:00; statutory 30 working days, 4 used, ends 2024-12-24T17:30:00
[2024-11-18T10:00] broker > RESTART
[2024-12-03T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 15 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00, extended by 10; promised 15 working days, 15 used, ends 2024-12-03T17:30:00; statutory 30 working days, 15 used, ends 2024-12-24T17:30:00
[2024-12-03T10:00] head:zhao@planning > ACT extend 1 "and a third one" stage=plan amount=1
        reply head:zhao@planning ACT_IMPOSSIBLE (stage)
