# A permit that was issued with tolerance waits for its material, also when the bundle has ended (容缺受理; 豫 35, 粤 32).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-grant.yaml
        procedure tolerance-grant 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-grant k without=drawing
        bundle 1 submitted by jz under tolerance-grant 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (drawing)
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
        bundle 1 gate both ISSUED plan planning-2024-00001 with tolerance, works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-11-14T10:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material drawing, due until 2024-11-26T17:30:00 since 2024-11-12T10:00:00
[2024-11-14T10:00] broker > RESTART
[2024-12-03T10:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material drawing, due until 2024-11-26T17:30:00 (overdue) since 2024-11-12T10:00:00
