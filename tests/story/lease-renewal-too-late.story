# A lease that has ended cannot be renewed; the worker learns that the job is no longer its own.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   1s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[  31s] clock
        bundle 1 land READY (lease of attempt 1 expired)
[  32s] land:a > RENEW 1 land
        bundle 1 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
