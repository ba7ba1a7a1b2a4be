# Asked for after the limit it is no extension but overdue (厅 11). On the last day it is still in time.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k1
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > SUBMIT review k2
        bundle 2 submitted by jz under review 1
        bundle 2 plan READY at planning
        reply client:jz RECORDED bundle 2
[2024-12-10T17:30] head:zhao@planning > ACT extend 1 "two counties" stage=plan amount=10
        bundle 1 plan EXTENDED statutory 10 more by zhao
        reply head:zhao@planning RECORDED bundle 1
[2024-12-10T17:31] head:zhao@planning > ACT extend 2 "two counties" stage=plan amount=10
        reply head:zhao@planning ACT_IMPOSSIBLE (stage)
[2024-12-10T17:31] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 20 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00, extended by 10; promised 5 working days, 20 used, ends 2024-11-19T17:30:00, late; statutory 30 working days, 20 used, ends 2024-12-24T17:30:00
[2024-12-10T17:31] client:jz > CLOCKS 2
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 20 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 20 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 20 used, ends 2024-12-10T17:30:00, late
