# A permit may be granted on a commitment and with tolerance at once: nobody reviewed it, and a material is owed. A broker that is started
# again knows that, while the bundle is open and afterwards.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-commitment.yaml
        procedure tolerance-commitment 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-commitment k without=drawing
        bundle 1 submitted by jz under tolerance-commitment 1
        bundle 1 fire READY at fire
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (drawing)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-12T11:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-12T11:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 gate both ISSUED fire fire-2024-00001 with tolerance, works construction-2024-00001 with tolerance
        bundle 1 title READY at registry
        reply construction:c RECORDED bundle 1
[2024-11-12T11:10] broker > RESTART
[2024-11-12T11:20] client:jz > SHOW 1
        fire ISSUED, job CANCELLED, attempt 0, failures 0
        works ISSUED, job DONE, attempt 1, failures 0
        title REVIEWING, job READY, attempt 0, failures 0
        result open
[2024-11-12T11:30] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T11:30:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T11:30] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 ISSUED title registry-2024-00001
        bundle 1 ENDED all
        reply registry:r RECORDED bundle 1
[2024-11-13T10:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        bundle 1 missing materials SUPPLIED (drawing) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-13T10:10] officer:ma@fire > ACT commitment_kept 1 stage=fire
        bundle 1 fire commitment KEPT by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-13T10:20] client:jz > SHOW 1
        fire ISSUED, job CANCELLED, attempt 0, failures 0
        works ISSUED, job DONE, attempt 1, failures 0
        title ISSUED, job DONE, attempt 1, failures 0
        result all
