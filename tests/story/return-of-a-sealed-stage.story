# The named stage is sealed, since its own upstream is open: it is reviewed again all the same. Withdrawing ends all of it.
[0s] operator:ops > PUBLISH beside.yaml
        procedure beside 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] planning:p > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT beside k
        bundle 1 submitted by jz under beside 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 works READY at housing
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[3s] housing:h > RETURN 1 works "no parking" on=plan
        bundle 1 works RETURNED to plan by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 plan LEASED to planning:p until 33s (attempt 2)
        reply housing:h RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[4s] client:jz > EXPLAIN 1
        design decision waits for the verdict of design until 31s since 1s
        plan decision waits for the verdict of planning until 33s since 3s
        plan decision waits for stage design at design since 3s
        works review waits for stage plan at planning since 3s
[5s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        bundle 1 ISSUED design design-2026-00001
        reply design:d RECORDED bundle 1
[6s] broker > RESTART
[7s] planning:p > HELLO
[7s] client:jz > SHOW 1
        design ISSUED, job DONE, attempt 1, failures 0
        plan REVIEWING, job LEASED, attempt 2, failures 0
        works WAITING, job CANCELLED, attempt 1, failures 0
        result open
[8s] client:jz > WITHDRAW 1 "enough"
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[9s] client:jz > EXPLAIN 1
        ended withdrawn
