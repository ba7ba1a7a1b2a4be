# What was returned to is decided on the applicant's commitment: whoever waited goes on.
[0s] operator:ops > PUBLISH sent-back.yaml
        procedure sent-back 1 published by ops
        reply operator:ops RECORDED
[0s] fire:f > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT sent-back k
        bundle 1 submitted by jz under sent-back 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        bundle 1 fire READY at fire
        bundle 1 works READY at housing
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        reply fire:f RECORDED bundle 1
[3s] housing:h > RETURN 1 works "no stairs" on=fire
        bundle 1 works RETURNED to fire by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 fire LEASED to fire:f until 33s (attempt 2)
        reply housing:h RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 2)
[4s] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 34s (attempt 2)
        send fire:f CANCEL bundle 1 fire (attempt 2)
        reply client:jz RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 2)
[5s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire GRANTED, job CANCELLED, attempt 2, failures 0
        works REVIEWING, job LEASED, attempt 2, failures 0
        result open
