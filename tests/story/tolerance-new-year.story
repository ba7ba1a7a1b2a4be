# When a year is published that was not known, the time of a missing material ends on another day, and what waits for it knows: New Year's
# Day 2025 and the days around it count or do not count as the calendar says.
[2024-12-25T09:00] operator:ops > CALENDAR cn.yaml 2024
        calendar of 2024 published by ops
        reply operator:ops RECORDED
[2024-12-25T09:00] operator:ops > PUBLISH tolerance.yaml
        procedure tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-12-25T10:00] client:jz > SUBMIT tolerance k without=safety
        bundle 1 submitted by jz under tolerance 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (safety)
        reply client:jz RECORDED bundle 1
[2024-12-25T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-12-25T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-12-25T10:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        reply construction:c RECORDED bundle 1
[2024-12-25T11:00] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-12-25T10:00:00
        works permit waits for the missing material safety, due until 2025-01-01T17:30:00 since 2024-12-25T10:00:00
        works permit waits for plan at planning, member of its gate since 2024-12-25T10:00:00
[2024-12-26T09:00] operator:ops > CALENDAR cn.yaml 2025
        calendar of 2025 published by ops
        reply operator:ops RECORDED
[2024-12-26T11:00] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-12-25T10:00:00
        works permit waits for the missing material safety, due until 2025-01-02T17:30:00 since 2024-12-25T10:00:00
        works permit waits for plan at planning, member of its gate since 2024-12-25T10:00:00
[2025-01-01T18:00] clock
[2025-01-02T18:00] clock
        bundle 1 missing materials OVERDUE (safety) by itself
        bundle 1 works REFUSED
