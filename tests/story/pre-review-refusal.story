# A pre-verdict has no effect, a refusal no more than a grant: the applicant may mend the plan before the contract, and only then it
# counts (domain.md 4.3: no legal effect). What is still refused when the milestone comes is refused with it.
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
[2024-11-12T10:00] planning:p > REFUSE 1 plan "too high" credit=0
        bundle 1 plan SEALED pre-review refusal by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] registry:r > REFUSE 1 title "no survey" credit=0
        bundle 1 title SEALED pre-review refusal by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-12T10:00] client:jz > EXPLAIN 1
        plan decision waits for milestone land since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
        title decision waits for milestone price since 2024-11-12T10:00:00
        works review waits for stage plan at planning since 2024-11-12T10:00:00
[2024-11-13T10:00] client:jz > SUPPLY 1 "two floors less" changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] planning:q > HELLO
        bundle 1 plan LEASED to planning:q until 2024-11-13T10:00:30 (attempt 2)
        send planning:q JOB bundle 1 plan (attempt 2)
[2024-11-13T10:00] planning:q > GRANT 1 plan
        bundle 1 plan SEALED pre-review grant by planning:q (attempt 2)
        reply planning:q RECORDED bundle 1
[2024-11-14T10:00] broker > RESTART
[2024-11-14T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 plan GRANTED
        bundle 1 title REFUSED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-14T10:00:00; statutory 30 working days, 0 used, ends 2024-12-26T17:30:00
        clock of plan from 2024-11-14T10:00:00 to 2024-11-14T10:00:00; promised 5 working days, 0 used, ends 2024-11-21T17:30:00
        clock of title from 2024-11-14T10:00:00 to 2024-11-14T10:00:00; statutory 7 natural days, 0 used, ends 2024-11-21T17:30:00
        clock of works from 2024-11-14T10:00:00; promised 3 working days, 0 used, ends 2024-11-19T17:30:00
