# Before acceptance no time runs, nor that of a material that may come later (容缺受理 is taken with the acceptance: 豫 35, 粤 32): the winter
# of the pre-review does not make it late, and from the contract on the applicant has all of his five working days.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH pre-review-tolerance.yaml
        procedure pre-review-tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT pre-review-tolerance k without=site-plan
        bundle 1 submitted by jz under pre-review-tolerance 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 taken with materials MISSING (site-plan)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED pre-review grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-12-12T10:00] client:jz > EXPLAIN 1
        plan decision waits for milestone land since 2024-11-12T10:00:00
        title review waits for a free worker of registry (0 here, 0 free) since 2024-11-12T10:00:00
[2025-03-03T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 plan GRANTED
        reply client:jz RECORDED bundle 1
[2025-03-04T10:00] broker > RESTART
[2025-03-04T10:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material site-plan, due until 2025-03-10T17:30:00 since 2025-03-03T10:00:00
        title review waits for a free worker of registry (0 here, 0 free) since 2024-11-12T10:00:00
[2025-03-10T17:30] clock
[2025-03-10T17:31] clock
        bundle 1 missing materials OVERDUE (site-plan) by itself
        bundle 1 plan REFUSED
