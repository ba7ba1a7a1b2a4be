# A material of which the procedure does not say who reads it is read by all (SPEC 13.2): whoever had its grant sealed reviews again when
# it is another one.
[   0s] operator:ops > PUBLISH corrections-read-by-all.yaml
        procedure corrections-read-by-all 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT corrections-read-by-all k
        bundle 1 submitted by jz under corrections-read-by-all 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[   0s] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 30s (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[   0s] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[   0s] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 30s (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   0s] planning:p > CORRECT 1 plan "no name" materials=form
        bundle 1 plan PAUSED to be corrected (form) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (form) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[   1s] client:jz > SUPPLY 1 changed=form
        bundle 1 SUPPLIED by jz (form)
        bundle 1 plan to be reviewed again
        bundle 1 title to be reviewed again
        bundle 1 plan LEASED to planning:p until 31s (attempt 2)
        bundle 1 title LEASED to registry:r until 31s (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
        send registry:r JOB bundle 1 title (attempt 2)
