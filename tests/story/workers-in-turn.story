# Two workers of a department take jobs in turn, so that none idles while the other is full.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=2
[   0s] land:b > HELLO credit=2
[   1s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   2s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        bundle 2 land LEASED to land:b until 32s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:b JOB bundle 2 land (attempt 1)
[   3s] client:jz > SUBMIT one third
        bundle 3 submitted by jz under one 1
        bundle 3 land READY at land
        bundle 3 land LEASED to land:a until 33s (attempt 1)
        reply client:jz RECORDED bundle 3
        send land:a JOB bundle 3 land (attempt 1)
[   4s] client:jz > SUBMIT one fourth
        bundle 4 submitted by jz under one 1
        bundle 4 land READY at land
        bundle 4 land LEASED to land:b until 34s (attempt 1)
        reply client:jz RECORDED bundle 4
        send land:b JOB bundle 4 land (attempt 1)
[   5s] client:jz > SUBMIT one fifth
        bundle 5 submitted by jz under one 1
        bundle 5 land READY at land
        reply client:jz RECORDED bundle 5
