# Explain says of a review whom it waits for: a milestone, a free worker, the verdict and its deadline, the next attempt, an operator.
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   2s] client:jz > EXPLAIN 1
        land review waits for milestone signed since 1s
[   3s] client:jz > SIGNAL 1 paid
        bundle 1 paid reached
        reply client:jz RECORDED bundle 1
[   4s] client:jz > SIGNAL 1 signed
        bundle 1 signed reached
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   5s] client:jz > EXPLAIN 1
        land review waits for a free worker of land (0 here, 0 free) since 4s
[   6s] land:a > HELLO
        bundle 1 land LEASED to land:a until 36s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
[   7s] client:jz > EXPLAIN 1
        land decision waits for the verdict of land until 36s since 6s
[   8s] land:a > FAIL 1 land "The land registry does not answer." delay-ms=60000
        bundle 1 land DELAYED until 68s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[   9s] client:jz > EXPLAIN 1
        land review waits for the next attempt until 68s since 8s
[  68s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 98s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[  69s] land:a > PARK 1 land "The plot lies in two districts."
        bundle 1 land PARKED (the worker asked)
        reply land:a RECORDED bundle 1
[  70s] client:jz > EXPLAIN 1
        land review waits for an operator of land: the job is parked since 69s
[  71s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[  72s] client:jz > EXPLAIN 1
        ended withdrawn
