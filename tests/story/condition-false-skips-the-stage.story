# A stage whose condition is false is skipped: nobody reviews it, and whoever waits for it goes on.
[   0s] operator:ops > PUBLISH special.yaml
        procedure special 1 published by ops
        reply operator:ops RECORDED
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO
[   0s] fire:f > HELLO
[   1s] client:jz > SUBMIT special shed-1 skipped=fire
        bundle 1 submitted by jz under special 1
        bundle 1 fire SKIPPED: it does not apply
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 build LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 build (attempt 1)
[   2s] client:jz > SHOW 1
        fire SKIPPED, job -, attempt 0, failures 0
        plan REVIEWING, job LEASED, attempt 1, failures 0
        build REVIEWING, job LEASED, attempt 1, failures 0
        result open
[   3s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   4s] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 31s since 1s
        build decision waits for stage plan at planning since 3s
[   5s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2026-00001
        bundle 1 build GRANTED
        bundle 1 ISSUED build housing-2026-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[   6s] client:jz > SHOW 1
        fire SKIPPED, job -, attempt 0, failures 0
        plan ISSUED, job DONE, attempt 1, failures 0
        build ISSUED, job DONE, attempt 1, failures 0
        result all
