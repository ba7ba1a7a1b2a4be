# A stage that stood on a commitment is returned to: now it is reviewed, and nothing is left of the commitment to check.
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
[2s] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        send fire:f CANCEL bundle 1 fire (attempt 1)
        reply client:jz RECORDED bundle 1
[3s] housing:h > RETURN 1 works "no stairs" on=fire
        bundle 1 works RETURNED to fire by housing:h (attempt 1)
        bundle 1 works WAITING again
        reply housing:h RECORDED bundle 1
[4s] client:jz > EXPLAIN 1
        design review waits for a free worker of design (0 here, 0 free) since 1s
        plan review waits for a free worker of planning (0 here, 0 free) since 1s
        heritage decision waits for the signature of wang at heritage since 1s
        heritage decision waits for the signature of zhao at heritage since 1s
        fire review waits for a free worker of fire (1 here, 0 free) since 3s
        works review waits for stage fire at fire since 3s
[5s] officer:ma@fire > ACT commitment_false 1 "no sprinklers" stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[6s] fire:f > GRANT 1 fire
        bundle 1 fire claim of f refused (attempt 1)
        bundle 1 fire LEASED to fire:f until 36s (attempt 2)
        reply fire:f LEASE_STALE (token)
        send fire:f JOB bundle 1 fire (attempt 2)
[7s] client:jz > SHOW 1
        design REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        heritage PAUSED, job -, attempt 0, failures 0
        fire REVIEWING, job LEASED, attempt 2, failures 0
        works WAITING, job CANCELLED, attempt 1, failures 0
        result open
