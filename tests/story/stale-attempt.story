# A worker that gets the same job again answers with the new lease; the token of the old one is worthless.
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
[  30s] clock
        bundle 1 land READY (lease of attempt 1 expired)
        bundle 1 land LEASED to land:a until 60s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[  31s] land:a > GRANT 1 land attempt=1 credit=0
        bundle 1 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
[  32s] land:a > GRANT 1 land attempt=2 credit=0
        bundle 1 land SEALED grant by land:a (attempt 2)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
