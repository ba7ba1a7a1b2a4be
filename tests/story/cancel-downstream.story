# With "cancel" a refusal calls back the reviews whose decision rests on it, at once.
[   0s] operator:ops > PUBLISH loose-cancel.yaml
        procedure loose-cancel 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT loose-cancel park-7
        bundle 1 submitted by jz under loose-cancel 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 plan BLOCKED by land
        bundle 1 ENDED none
        reply land:a RECORDED bundle 1
        send planning:p CANCEL bundle 1 plan (attempt 1)
[   3s] planning:p > GRANT 1 plan
        reply planning:p LEASE_STALE (token)
[   4s] client:jz > SHOW 1
        land REFUSED, job DONE, attempt 1, failures 0
        plan BLOCKED, job CANCELLED, attempt 1, failures 0
        result none
