# Where another law rules (核备 10 gives forty days more, 建筑法 8 none), the procedure says so. A promise in hours
# does not grow by days.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review-own.yaml
        procedure review-own 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review-own k
        bundle 1 submitted by jz under review-own 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] head:wu@fire > ACT extend 1 "no" stage=fire amount=1
        reply head:wu@fire ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] government:mayor > ACT extend 1 "no" amount=1
        reply government:mayor ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "assessed by experts" stage=plan amount=41
        reply head:zhao@planning ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "assessed by experts" stage=plan amount=40
        bundle 1 plan EXTENDED statutory 40 more by zhao
        reply head:zhao@planning RECORDED bundle 1
[2024-11-13T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 1 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00, extended by 40; promised 8 working hours, 7:00 used, ends 2024-11-13T11:00:00; statutory 60 working days, 1 used, ends 2025-02-11T17:30:00
        clock of fire from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-21T17:30:00
