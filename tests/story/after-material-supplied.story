# What a permit was issued without comes when the bundle has ended (容缺受理; 豫 35, 粤 32): the clerk records it once, also late.
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
[2024-11-14T10:00] client:jz > SUBMIT tolerance-grant k2 without=drawing
        bundle 2 submitted by jz under tolerance-grant 1
        bundle 2 plan READY at planning
        bundle 2 works READY at construction
        bundle 2 taken with materials MISSING (drawing)
        bundle 2 plan LEASED to planning:p until 2024-11-14T10:00:30 (attempt 1)
        bundle 2 works LEASED to construction:c until 2024-11-14T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 2
        send planning:p JOB bundle 2 plan (attempt 1)
        send construction:c JOB bundle 2 works (attempt 1)
[2024-11-14T10:00] client:jz > WITHDRAW 2 "given up"
        bundle 2 withdrawn by jz
        bundle 2 ENDED withdrawn
        send planning:p CANCEL bundle 2 plan (attempt 1)
        send construction:c CANCEL bundle 2 works (attempt 1)
        reply client:jz RECORDED bundle 2
[2024-11-14T10:00] broker > RESTART
[2024-11-28T10:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        bundle 1 missing materials SUPPLIED (drawing) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-28T10:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
[2024-11-28T10:00] clerk:zhou > ACT material_supplied 2 materials=drawing
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
[2024-11-28T10:00] broker > RESTART
[2024-11-28T11:00] client:jz > EXPLAIN 1
        ended all
[2024-11-28T11:00] client:jz > SHOW 1
        plan ISSUED, job DONE, attempt 1, failures 0
        works ISSUED, job DONE, attempt 1, failures 0
        result all
[2024-11-28T11:00] clerk:zhou > ACT material_supplied 1
        reply clerk:zhou FIELD_MISSING (materials)
