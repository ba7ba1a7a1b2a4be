# A free worker takes the most urgent bundle first, whenever it came in.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT one usual
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   2s] client:jz > SUBMIT one whenever priority=7
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   3s] client:jz > SUBMIT one urgent priority=0
        bundle 3 submitted by jz under one 1
        bundle 3 land READY at land
        reply client:jz RECORDED bundle 3
[   4s] land:a > HELLO
        bundle 3 land LEASED to land:a until 34s (attempt 1)
        send land:a JOB bundle 3 land (attempt 1)
[   5s] land:a > GRANT 3 land
        bundle 3 land SEALED grant by land:a (attempt 1)
        bundle 3 land GRANTED
        bundle 3 ISSUED land land-2026-00001
        bundle 3 ENDED all
        bundle 1 land LEASED to land:a until 35s (attempt 1)
        reply land:a RECORDED bundle 3
        send land:a JOB bundle 1 land (attempt 1)
[   6s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00002
        bundle 1 ENDED all
        bundle 2 land LEASED to land:a until 36s (attempt 1)
        reply land:a RECORDED bundle 1
        send land:a JOB bundle 2 land (attempt 1)
