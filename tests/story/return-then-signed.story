# What was returned to is signed anew when it has been reviewed; the signature that decides is its verdict, and whoever waited for that goes on.
[0s] operator:ops > PUBLISH sent-back.yaml
        procedure sent-back 1 published by ops
        reply operator:ops RECORDED
[0s] planning:p > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT sent-back k
        bundle 1 submitted by jz under sent-back 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        bundle 1 fire READY at fire
        bundle 1 works READY at housing
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[3s] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        reply officer:li@planning RECORDED bundle 1
[4s] housing:h > RETURN 1 works "no parking" on=plan
        bundle 1 works RETURNED to plan by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 plan LEASED to planning:p until 34s (attempt 2)
        reply housing:h RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[5s] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 2)
        reply planning:p RECORDED bundle 1
[6s] client:jz > EXPLAIN 1
        design review waits for a free worker of design (0 here, 0 free) since 1s
        plan decision waits for the signature of li at planning since 5s
        heritage decision waits for the signature of wang at heritage since 1s
        heritage decision waits for the signature of zhao at heritage since 1s
        fire review waits for a free worker of fire (0 here, 0 free) since 1s
        works review waits for stage plan at planning since 4s
[7s] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 37s (attempt 2)
        reply officer:li@planning RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 2)
[8s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan GRANTED, job DONE, attempt 2, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire REVIEWING, job READY, attempt 0, failures 0
        works REVIEWING, job LEASED, attempt 2, failures 0
        result open
[9s] housing:h > RETURN 1 works "no parking yet" on=plan
        bundle 1 works RETURNED to plan by housing:h (attempt 2)
        bundle 1 works WAITING again
        bundle 1 plan LEASED to planning:p until 39s (attempt 3)
        reply housing:h RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 3)
[10s] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 3)
        reply planning:p RECORDED bundle 1
[11s] officer:li@planning > ACT sign 1 "no" stage=plan detail=disagree
        bundle 1 plan SIGNED against by li
        bundle 1 plan REFUSED by its signers
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 41s (attempt 3)
        reply officer:li@planning RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 3)
[12s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan REFUSED, job DONE, attempt 3, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire REVIEWING, job READY, attempt 0, failures 0
        works REVIEWING, job LEASED, attempt 3, failures 0
        result open
