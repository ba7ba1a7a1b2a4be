# Where the procedure says so, an application whose material does not come in time counts as withdrawn (视为撤回: 安阳 24).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-withdraw.yaml
        procedure tolerance-withdraw 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-withdraw k without=drawing,safety
        bundle 1 submitted by jz under tolerance-withdraw 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (drawing, safety)
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-19T17:30] client:jz > EXPLAIN 1
        bundle 1 plan READY (lease of attempt 1 expired)
        plan review waits for a free worker of planning (1 here, 0 free) since 2024-11-19T17:30:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
[2024-11-20T09:00] clock
        bundle 1 missing materials OVERDUE (safety) by itself
        bundle 1 withdrawn by itself
        bundle 1 ENDED withdrawn
