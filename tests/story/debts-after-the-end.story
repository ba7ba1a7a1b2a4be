# What is still owed when a bundle has ended, and has left the broker's memory: the check of a commitment, and a material that may come later.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-alone.yaml
        procedure commitment-alone 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-grant.yaml
        procedure tolerance-grant 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k
        bundle 1 submitted by jz under commitment-alone 1
        bundle 1 fire READY at fire
        bundle 1 opinion READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:00] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire fire-2024-00001
        send fire:f CANCEL bundle 1 fire (attempt 1)
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] planning:p > HELLO
        bundle 1 opinion LEASED to planning:p until 2024-11-12T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 opinion (attempt 1)
[2024-11-12T11:00] planning:p > GRANT 1 opinion
        bundle 1 opinion SEALED grant by planning:p (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-11-12T12:00] client:jz > SUBMIT tolerance-grant k2 without=drawing
        bundle 2 submitted by jz under tolerance-grant 1
        bundle 2 plan READY at planning
        bundle 2 works READY at construction
        bundle 2 taken with materials MISSING (drawing)
        bundle 2 plan LEASED to planning:p until 2024-11-12T12:00:30 (attempt 1)
        reply client:jz RECORDED bundle 2
        send planning:p JOB bundle 2 plan (attempt 1)
[2024-11-12T12:00] planning:p > GRANT 2 plan
        bundle 2 plan SEALED grant by planning:p (attempt 1)
        bundle 2 plan GRANTED
        reply planning:p RECORDED bundle 2
[2024-11-12T12:00] construction:c > HELLO
        bundle 2 works LEASED to construction:c until 2024-11-12T12:00:30 (attempt 1)
        send construction:c JOB bundle 2 works (attempt 1)
[2024-11-12T12:00] construction:c > GRANT 2 works
        bundle 2 works SEALED grant by construction:c (attempt 1)
        bundle 2 works GRANTED
        bundle 2 gate both ISSUED plan planning-2024-00001 with tolerance, works construction-2024-00001
        bundle 2 ENDED all
        reply construction:c RECORDED bundle 2
[2024-11-14T10:00] broker > RESTART
[2024-11-18T10:00] clerk:zhou > ACT material_supplied 2 materials=drawing
        bundle 2 missing materials SUPPLIED (drawing) by zhou
        reply clerk:zhou RECORDED bundle 2
[2024-11-18T10:00] clerk:zhou > ACT material_supplied 2 materials=drawing
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
[2024-11-18T11:00] officer:ma@fire > ACT commitment_false 1 "no sprinklers" stage=fire
        bundle 1 fire commitment FALSE by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-18T11:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-18T12:00] head:hu@fire > ACT revoke 1 "granted on a false commitment" stage=fire detail=6
        bundle 1 fire REVOKED (fraud) by hu
        reply head:hu@fire RECORDED bundle 1
[2024-11-18T12:00] client:jz > SHOW 1
        fire ISSUED, job CANCELLED, attempt 1, failures 0, revoked, exchange code 15
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
