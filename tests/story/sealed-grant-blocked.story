# A sealed grant whose upstream is refused can never take effect: it is blocked, what the reviewer said stays as advice.
[   0s] operator:ops > PUBLISH loose.yaml
        procedure loose 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT loose park-7
        bundle 1 submitted by jz under loose 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   2s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[  10s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 plan BLOCKED by land
        bundle 1 ENDED none
        reply land:a RECORDED bundle 1
