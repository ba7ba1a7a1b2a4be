# Nothing rests on a stage that does not apply: without fire safety the construction permit does not depend on the design, so a
# return to the design leaves it as it is, and its own review cannot be returned there.
[0s] operator:ops > PUBLISH bypass.yaml
        procedure bypass 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] planning:p > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT bypass k skipped=fire
        bundle 1 submitted by jz under bypass 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 fire SKIPPED: it does not apply
        bundle 1 works READY at housing
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[3s] housing:h > RETURN 1 works "the basement is missing" on=design credit=0
        reply housing:h ACT_IMPOSSIBLE (on)
[4s] housing:h > GRANT 1 works
        bundle 1 works SEALED grant by housing:h (attempt 1)
        bundle 1 works GRANTED
        reply housing:h RECORDED bundle 1
[5s] planning:p > RETURN 1 plan "the road has moved" on=design
        bundle 1 plan RETURNED to design by planning:p (attempt 1)
        bundle 1 plan WAITING again
        bundle 1 design LEASED to design:d until 35s (attempt 2)
        reply planning:p RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[6s] client:jz > SHOW 1
        design REVIEWING, job LEASED, attempt 2, failures 0
        plan WAITING, job CANCELLED, attempt 1, failures 0
        fire SKIPPED, job -, attempt 0, failures 0
        works GRANTED, job DONE, attempt 1, failures 0
        result open
[7s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 37s (attempt 2)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[8s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 gate together ISSUED design design-2026-00001, plan planning-2026-00001, works housing-2026-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
