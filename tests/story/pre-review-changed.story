# What the applicant replaces before the contract is reviewed again by exactly those who read it; the others keep their pre-verdict
# (domain.md 4.3: the conversion sends changed items back). The applicant need not be asked.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH pre-review.yaml
        procedure pre-review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT pre-review k
        bundle 1 submitted by jz under pre-review 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED pre-review grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] registry:r > GRANT 1 title credit=0
        bundle 1 title SEALED pre-review grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-13T10:00] client:jz > SUPPLY 1 "a larger house" changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] client:jz > SHOW 1
        plan REVIEWING, job READY, attempt 1, failures 0
        title SEALED, job DONE, attempt 1, failures 0
        works WAITING, job -, attempt 0, failures 0
        result open
[2024-11-14T10:00] client:jz > SIGNAL 1 price
        bundle 1 price reached
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 title GRANTED
        bundle 1 ISSUED title registry-2024-00001
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] client:jz > SUPPLY 1 "too late, nobody asks any more" changed=deed
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-14T11:00] planning:q > HELLO
        bundle 1 plan LEASED to planning:q until 2024-11-14T11:00:30 (attempt 2)
        send planning:q JOB bundle 1 plan (attempt 2)
[2024-11-14T11:00] planning:q > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:q (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 works READY at construction
        reply planning:q RECORDED bundle 1
