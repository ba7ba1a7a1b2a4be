# A department may ask for corrections before the contract, too. There is no notice and nothing is due: nothing is applied for yet. If
# it was not supplied by the milestone, corrections go on as after any acceptance.
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
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan credit=0
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] registry:r > GRANT 1 title credit=0
        bundle 1 title SEALED pre-review grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-13T10:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
        title decision waits for milestone price since 2024-11-12T10:00:00
        works review waits for stage plan at planning since 2024-11-12T10:00:00
[2024-11-13T10:00] supervisor:sun > ACT notify 1 "now"
        reply supervisor:sun ACT_IMPOSSIBLE
[2024-11-14T10:00] client:jz > SUPPLY 1 changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] planning:q > HELLO
        bundle 1 plan LEASED to planning:q until 2024-11-14T10:00:30 (attempt 2)
        send planning:q JOB bundle 1 plan (attempt 2)
[2024-11-14T10:00] planning:q > CORRECT 1 plan "no north arrow" materials=site-plan credit=0
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:q (attempt 2)
        reply planning:q RECORDED bundle 1
[2025-03-03T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply client:jz RECORDED bundle 1
[2025-03-03T10:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2025-03-24T17:30:00 since 2025-03-03T10:00:00
        title decision waits for milestone price since 2024-11-12T10:00:00
        works review waits for stage plan at planning since 2024-11-12T10:00:00
