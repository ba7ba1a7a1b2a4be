# A worker that leaves takes its credit with it, not its lease: the job comes back when the lease ends.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=2
[   0s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > BYE
[   2s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   3s] land:b > HELLO
        bundle 2 land LEASED to land:b until 33s (attempt 1)
        send land:b JOB bundle 2 land (attempt 1)
[   4s] land:a > HELLO credit=0
[   5s] land:a > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
