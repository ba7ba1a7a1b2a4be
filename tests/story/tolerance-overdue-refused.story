# A missing material that does not come in time: the stage that reads it is refused (滨州 11), the other one is issued. Its five working days
# are over when the office closes on 19 November; the clocks of stages have nothing to do with it.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance.yaml
        procedure tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance k without=safety
        bundle 1 submitted by jz under tolerance 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (safety)
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-13T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-13T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-13T10:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        reply construction:c RECORDED bundle 1
[2024-11-19T17:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material safety, due until 2024-11-19T17:30:00 since 2024-11-13T10:00:00
        works permit waits for the missing material safety, due until 2024-11-19T17:30:00 since 2024-11-13T10:00:00
[2024-11-19T18:00] clock
        bundle 1 missing materials OVERDUE (safety) by itself
        bundle 1 works REFUSED
        bundle 1 gate both ISSUED plan planning-2024-00001
        bundle 1 ENDED partial
[2024-11-20T10:00] clerk:zhou > ACT material_supplied 1 materials=safety
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
