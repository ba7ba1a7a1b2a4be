# What is granted with tolerance is a permit; an opinion that is given while a material is missing stays what it was, and whoever rests on it
# is told.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-opinion.yaml
        procedure tolerance-opinion 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-opinion k without=drawing
        bundle 1 submitted by jz under tolerance-opinion 1
        bundle 1 fire READY at fire
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (drawing)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:10:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:10] fire:f > DISAGREE 1 fire "the lane is too narrow for a ladder"
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        reply fire:f RECORDED bundle 1
[2024-11-12T11:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-12T11:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-12T11:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 gate both ISSUED fire, works construction-2024-00001 with tolerance
        bundle 1 title READY at registry
        reply construction:c RECORDED bundle 1
[2024-11-12T11:30] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T11:30:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1), told: fire disagree at 6
[2024-11-12T11:30] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 ISSUED title registry-2024-00001
        bundle 1 ENDED all
        reply registry:r RECORDED bundle 1
[2024-11-12T11:40] client:jz > SHOW 1
        fire ISSUED, job DONE, attempt 1, failures 0
        works ISSUED, job DONE, attempt 1, failures 0
        title ISSUED, job DONE, attempt 1, failures 0
        result all
