# What was granted without its material is refused when that does not come; a review that was begun because of the grant cannot lead to a permit
# any more and is blocked, whoever has it in hand is told, and a verdict that was given meanwhile is void (滨州 11, 16).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-chain.yaml
        procedure tolerance-chain 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-chain k without=drawing
        bundle 1 submitted by jz under tolerance-chain 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 taken with materials MISSING (drawing)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] client:jz > SUBMIT tolerance-chain k2 without=drawing
        bundle 2 submitted by jz under tolerance-chain 1
        bundle 2 plan READY at planning
        bundle 2 title READY at registry
        bundle 2 taken with materials MISSING (drawing)
        reply client:jz RECORDED bundle 2
[2024-11-13T10:00] planning:p > HELLO credit=2
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        bundle 2 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send planning:p JOB bundle 2 plan (attempt 1)
[2024-11-13T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 works READY at construction
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] planning:p > GRANT 2 plan
        bundle 2 plan SEALED grant by planning:p (attempt 1)
        bundle 2 plan GRANTED
        bundle 2 works READY at construction
        reply planning:p RECORDED bundle 2
[2024-11-13T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-13T10:02:00 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-13T10:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 2 works LEASED to construction:c until 2024-11-13T10:02:00 (attempt 1)
        reply construction:c RECORDED bundle 1
        send construction:c JOB bundle 2 works (attempt 1)
[2024-11-19T17:30] construction:d > HELLO
        bundle 2 works READY (lease of attempt 1 expired)
        bundle 2 works LEASED to construction:d until 2024-11-19T17:32:00 (attempt 2)
        send construction:d JOB bundle 2 works (attempt 2)
[2024-11-19T17:31] clock
        bundle 1 missing materials OVERDUE (drawing) by itself
        bundle 1 plan REFUSED
        bundle 1 works BLOCKED by plan
        bundle 2 missing materials OVERDUE (drawing) by itself
        bundle 2 plan REFUSED
        bundle 2 works BLOCKED by plan
        send construction:d CANCEL bundle 2 works (attempt 2)
[2024-11-20T10:00] registry:r > HELLO credit=2
        bundle 1 title LEASED to registry:r until 2024-11-20T10:00:30 (attempt 1)
        bundle 2 title LEASED to registry:r until 2024-11-20T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
        send registry:r JOB bundle 2 title (attempt 1)
[2024-11-20T10:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 gate both ISSUED title registry-2024-00001
        bundle 1 ENDED partial
        reply registry:r RECORDED bundle 1
