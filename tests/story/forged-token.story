# A verdict with a forged lease token is worthless: refused, noted once, and the rightful worker decides.
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
[   1s] land:mallory > HELLO credit=0
[   2s] land:mallory > GRANT 1 land of=land:a forge-token-by=1 credit=0
        bundle 1 land claim of mallory refused (attempt 1)
        reply land:mallory LEASE_STALE (token)
[   3s] land:mallory > REFUSE 1 land "Give me the job." of=land:a forge-token-by=2 credit=0
        reply land:mallory LEASE_STALE (token)
[   4s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
