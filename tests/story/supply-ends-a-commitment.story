# What a stage stood on has changed before its decision took effect: it is reviewed, and nothing is left of the commitment to check.
[0s] operator:ops > PUBLISH commitment-reads.yaml
        procedure commitment-reads 1 published by ops
        reply operator:ops RECORDED
[0s] planning:p > HELLO
[0s] fire:f > HELLO
[1s] client:jz > SUBMIT commitment-reads k
        bundle 1 submitted by jz under commitment-reads 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2s] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        send fire:f CANCEL bundle 1 fire (attempt 1)
        reply client:jz RECORDED bundle 1
[3s] planning:p > CORRECT 1 plan "no scale" materials=drawing
        bundle 1 plan PAUSED to be corrected (drawing) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (drawing) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[4s] client:jz > SUPPLY 1 "with a scale" changed=drawing
        bundle 1 SUPPLIED by jz (drawing)
        bundle 1 plan to be reviewed again
        bundle 1 fire to be reviewed again
        bundle 1 plan LEASED to planning:p until 34s (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[5s] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 34s since 4s
        fire review waits for a free worker of fire (1 here, 0 free) since 4s
        fire decision waits for milestone land since 4s
[6s] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
