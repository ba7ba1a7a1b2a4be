# After a restart each submitter's jobs are in their order and submitters take turns again, who waits longest first.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT one first
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SUBMIT one second
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   1s] client:jz > SUBMIT one third
        bundle 3 submitted by jz under one 1
        bundle 3 land READY at land
        reply client:jz RECORDED bundle 3
[   2s] client:wang > SUBMIT one first
        bundle 4 submitted by wang under one 1
        bundle 4 land READY at land
        reply client:wang RECORDED bundle 4
[   2s] client:wang > SUBMIT one second
        bundle 5 submitted by wang under one 1
        bundle 5 land READY at land
        reply client:wang RECORDED bundle 5
[   3s] broker > RESTART
[   4s] land:a > HELLO credit=9
        bundle 1 land LEASED to land:a until 34s (attempt 1)
        bundle 4 land LEASED to land:a until 34s (attempt 1)
        bundle 2 land LEASED to land:a until 34s (attempt 1)
        bundle 5 land LEASED to land:a until 34s (attempt 1)
        bundle 3 land LEASED to land:a until 34s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
        send land:a JOB bundle 4 land (attempt 1)
        send land:a JOB bundle 2 land (attempt 1)
        send land:a JOB bundle 5 land (attempt 1)
        send land:a JOB bundle 3 land (attempt 1)
