# A worker that cannot judge a case asks for an operator, and says why; the operator gives it back to the queue.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > PARK 1 land
        reply land:a REASON_MISSING (reason)
[   2s] land:a > PARK 1 land "The plot lies in two districts."
        bundle 1 land PARKED (the worker asked)
        reply land:a RECORDED bundle 1
[   3s] operator:ops > EXPLAIN 1
        land review waits for an operator of land: the job is parked since 2s
[   4s] operator:ops > RETRY 1 land
        bundle 1 land READY at land (retried)
        bundle 1 land LEASED to land:a until 34s (attempt 2)
        reply operator:ops RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 2)
[   5s] operator:ops > RETRY 1 land
        reply operator:ops NOT_PARKED (stage)
