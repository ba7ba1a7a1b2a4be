# A worker gets no more jobs than it asked for; credit zero is a pause, and what it holds it may finish.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=2
[   1s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   2s] land:a > CREDIT 0
[   3s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   4s] land:a > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
[   5s] land:a > CREDIT 1
        bundle 2 land LEASED to land:a until 35s (attempt 1)
        send land:a JOB bundle 2 land (attempt 1)
