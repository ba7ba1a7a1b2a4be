# A restart keeps the order of the queue: a job given back before it stands behind those that waited, after it too.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   2s] client:jz > SUBMIT one third
        bundle 3 submitted by jz under one 1
        bundle 3 land READY at land
        reply client:jz RECORDED bundle 3
[   3s] land:a > RELEASE 1 land credit=0
        bundle 1 land READY (attempt 1 given back)
        reply land:a RECORDED bundle 1
[   4s] broker > RESTART
[   5s] land:a > HELLO credit=3
        bundle 2 land LEASED to land:a until 35s (attempt 1)
        bundle 3 land LEASED to land:a until 35s (attempt 1)
        bundle 1 land LEASED to land:a until 35s (attempt 2)
        send land:a JOB bundle 2 land (attempt 1)
        send land:a JOB bundle 3 land (attempt 1)
        send land:a JOB bundle 1 land (attempt 2)
