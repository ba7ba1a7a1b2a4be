# A worker that falls silent loses the job at the end of its lease, not before; its late verdict is refused and noted.
#
# The colleague who got the job decides, once.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] land:a > HELLO
[   1s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[  20s] land:b > HELLO
[30.999s] clock
[  31s] clock
        bundle 1 land READY (lease of attempt 1 expired)
        bundle 1 land LEASED to land:b until 61s (attempt 2)
        send land:b JOB bundle 1 land (attempt 2)
[  32s] land:a > GRANT 1 land
        bundle 1 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
[  33s] land:a > GRANT 1 land
        reply land:a LEASE_STALE (token)
[  40s] land:b > GRANT 1 land
        bundle 1 land SEALED grant by land:b (attempt 2)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:b RECORDED bundle 1
