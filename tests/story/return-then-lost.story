# A return within a return, and the innermost stage is refused: the one between can never begin any more, and has no verdict; whoever
# waited for that is reviewed all the same, so that the applicant learns everything in one round.
[0s] operator:ops > PUBLISH step-by-step.yaml
        procedure step-by-step 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] planning:p > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT step-by-step k
        bundle 1 submitted by jz under step-by-step 1
        bundle 1 design READY at design
        bundle 1 works READY at housing
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 32s (attempt 1)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[3s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[4s] housing:h > RETURN 1 works "no parking" on=plan
        bundle 1 works RETURNED to plan by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 plan LEASED to planning:p until 34s (attempt 2)
        reply housing:h RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[5s] planning:p > RETURN 1 plan "the design has none" on=design
        bundle 1 plan RETURNED to design by planning:p (attempt 2)
        bundle 1 plan WAITING again
        bundle 1 design LEASED to design:d until 35s (attempt 2)
        reply planning:p RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[6s] design:d > REFUSE 1 design "it has none indeed"
        bundle 1 design REFUSED by design:d (attempt 2)
        bundle 1 works READY at housing
        bundle 1 plan BLOCKED by design
        bundle 1 works LEASED to housing:h until 36s (attempt 2)
        reply design:d RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 2)
[7s] housing:h > GRANT 1 works
        bundle 1 works SEALED grant by housing:h (attempt 2)
        bundle 1 works BLOCKED by plan
        bundle 1 gate together LAPSED
        bundle 1 ENDED none
        reply housing:h RECORDED bundle 1
