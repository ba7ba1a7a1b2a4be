# The promise was broken before the extension: it stays broken, since what is asked for too late is overdue
# (厅 11); the statutory limit, which has not ended, grows.
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
[2024-11-20T10:00] head:zhao@planning > ACT extend 1 "two counties" stage=plan amount=10
        bundle 1 plan EXTENDED statutory 10 more by zhao
        reply head:zhao@planning RECORDED bundle 1
[2024-11-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 6 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00, extended by 10; promised 5 working days, 6 used, ends 2024-11-19T17:30:00, late; statutory 30 working days, 6 used, ends 2024-12-24T17:30:00
