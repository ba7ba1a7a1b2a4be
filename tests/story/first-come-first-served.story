# Among bundles of one priority the one that became ready first goes first; a retried job goes to the back.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   1s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   2s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   3s] client:wang > SUBMIT one third
        bundle 3 submitted by wang under one 1
        bundle 3 land READY at land
        reply client:wang RECORDED bundle 3
[   4s] land:a > PARK 1 land "The plot lies in two districts." credit=0
        bundle 1 land PARKED (the worker asked)
        reply land:a RECORDED bundle 1
[   5s] operator:ops > RETRY 1 land
        bundle 1 land READY at land (retried)
        reply operator:ops RECORDED bundle 1
[   6s] land:a > CREDIT 3
        bundle 2 land LEASED to land:a until 36s (attempt 1)
        bundle 3 land LEASED to land:a until 36s (attempt 1)
        bundle 1 land LEASED to land:a until 36s (attempt 2)
        send land:a JOB bundle 2 land (attempt 1)
        send land:a JOB bundle 3 land (attempt 1)
        send land:a JOB bundle 1 land (attempt 2)
