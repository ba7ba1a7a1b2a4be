# A verdict one millisecond before the end of the lease counts; one at the end comes too late.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=2
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   0s] client:jz > SUBMIT one park-8
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        bundle 2 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:a JOB bundle 2 land (attempt 1)
[29.999s] land:a > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
[  30s] land:a > GRANT 2 land credit=0
        bundle 2 land READY (lease of attempt 1 expired)
        bundle 2 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
