# Which stages apply was settled by the first application: one to which others would apply is no correction of it, but a new bundle.
[   0s] operator:ops > PUBLISH special-corrections.yaml
        procedure special-corrections 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT special-corrections k skipped=fire
        bundle 1 submitted by jz under special-corrections 1
        bundle 1 fire SKIPPED: it does not apply
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[   0s] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 30s (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   0s] planning:p > CORRECT 1 plan "say whether works are special" credit=0
        bundle 1 plan PAUSED to be corrected by planning:p (attempt 1)
        bundle 1 NOTICE of corrections by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[   1s] client:jz > SUPPLY 1 "they are" skipped=
        reply client:jz ACT_IMPOSSIBLE (application)
[   2s] client:jz > SUPPLY 1 "they are not"
        bundle 1 SUPPLIED by jz
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
