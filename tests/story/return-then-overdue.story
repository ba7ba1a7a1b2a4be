# What was returned to is refused because a material did not come: whoever waited for its verdict is reviewed all the same,
# so that the applicant learns everything in one round.
[0s] operator:ops > PUBLISH sent-back.yaml
        procedure sent-back 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT sent-back k without=drawing
        bundle 1 submitted by jz under sent-back 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        bundle 1 fire READY at fire
        bundle 1 works READY at housing
        bundle 1 taken with materials MISSING (drawing)
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[3s] housing:h > RETURN 1 works "no stairs" on=design
        bundle 1 works RETURNED to design by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 design LEASED to design:d until 33s (attempt 2)
        reply housing:h RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[30d] client:jz > SHOW 1
        bundle 1 design READY (lease of attempt 2 expired)
        bundle 1 missing materials OVERDUE (drawing) by itself
        bundle 1 design REFUSED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 2592030s (attempt 2)
        send housing:h JOB bundle 1 works (attempt 2)
        design REFUSED, job CANCELLED, attempt 2, failures 1
        plan REVIEWING, job READY, attempt 0, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire REVIEWING, job READY, attempt 0, failures 0
        works REVIEWING, job LEASED, attempt 2, failures 0
        result open
