# Silence is no decision (许可法 50 has the one exception): where nothing is said, a review that is late is late, and owed.
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
[2024-12-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 28 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 28 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 28 used, ends 2024-12-10T17:30:00, late
[2024-12-20T10:00] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-11-12T10:00:00
