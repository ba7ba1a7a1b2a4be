# A stage that only signers decide is asked again when it is returned to.
[0s] operator:ops > PUBLISH sent-back.yaml
        procedure sent-back 1 published by ops
        reply operator:ops RECORDED
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT sent-back k
        bundle 1 submitted by jz under sent-back 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        bundle 1 fire READY at fire
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 1)
[2s] officer:wang@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by wang
        bundle 1 heritage SEALED by its signers
        bundle 1 heritage GRANTED
        reply officer:wang@heritage RECORDED bundle 1
[3s] housing:h > RETURN 1 works "the wall" on=heritage
        bundle 1 works RETURNED to heritage by housing:h (attempt 1)
        bundle 1 works WAITING again
        reply housing:h RECORDED bundle 1
[4s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire REVIEWING, job READY, attempt 0, failures 0
        works WAITING, job CANCELLED, attempt 1, failures 0
        result open
[4s] client:jz > EXPLAIN 1
        design review waits for a free worker of design (0 here, 0 free) since 1s
        plan review waits for a free worker of planning (0 here, 0 free) since 1s
        heritage decision waits for the signature of wang at heritage since 3s
        heritage decision waits for the signature of zhao at heritage since 3s
        fire review waits for a free worker of fire (0 here, 0 free) since 1s
        works review waits for stage heritage at heritage since 3s
[5s] officer:zhao@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by zhao
        bundle 1 heritage SEALED by its signers
        bundle 1 heritage GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 35s (attempt 2)
        reply officer:zhao@heritage RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 2)
[6s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        heritage GRANTED, job -, attempt 0, failures 0
        fire REVIEWING, job READY, attempt 0, failures 0
        works REVIEWING, job LEASED, attempt 2, failures 0
        result open
