# A lease runs on while the broker is down: when it has ended, another worker gets the job and the late verdict is refused.
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
[   5s] broker > RESTART
[  40s] land:b > HELLO
        bundle 1 land READY (lease of attempt 1 expired)
        bundle 1 land LEASED to land:b until 70s (attempt 2)
        send land:b JOB bundle 1 land (attempt 2)
[  41s] land:a > HELLO credit=0
[  42s] land:a > GRANT 1 land credit=0
        bundle 1 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
[  43s] land:b > GRANT 1 land
        bundle 1 land SEALED grant by land:b (attempt 2)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:b RECORDED bundle 1
