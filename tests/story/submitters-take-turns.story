# Whoever hands in much waits behind itself: submitters take turns within a priority, and the urgent goes first.
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
[   1s] client:jz > SUBMIT one fourth
        bundle 4 submitted by jz under one 1
        bundle 4 land READY at land
        reply client:jz RECORDED bundle 4
[   2s] client:wang > SUBMIT one first
        bundle 5 submitted by wang under one 1
        bundle 5 land READY at land
        reply client:wang RECORDED bundle 5
[   2s] client:wang > SUBMIT one second
        bundle 6 submitted by wang under one 1
        bundle 6 land READY at land
        reply client:wang RECORDED bundle 6
[   3s] land:a > HELLO credit=2
        bundle 1 land LEASED to land:a until 33s (attempt 1)
        bundle 5 land LEASED to land:a until 33s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
        send land:a JOB bundle 5 land (attempt 1)
[   4s] client:li > SUBMIT one first
        bundle 7 submitted by li under one 1
        bundle 7 land READY at land
        reply client:li RECORDED bundle 7
[   5s] client:jz > SUBMIT one urgent priority=0
        bundle 8 submitted by jz under one 1
        bundle 8 land READY at land
        reply client:jz RECORDED bundle 8
[   6s] land:a > CREDIT 10
        bundle 8 land LEASED to land:a until 36s (attempt 1)
        bundle 2 land LEASED to land:a until 36s (attempt 1)
        bundle 6 land LEASED to land:a until 36s (attempt 1)
        bundle 7 land LEASED to land:a until 36s (attempt 1)
        bundle 3 land LEASED to land:a until 36s (attempt 1)
        bundle 4 land LEASED to land:a until 36s (attempt 1)
        send land:a JOB bundle 8 land (attempt 1)
        send land:a JOB bundle 2 land (attempt 1)
        send land:a JOB bundle 6 land (attempt 1)
        send land:a JOB bundle 7 land (attempt 1)
        send land:a JOB bundle 3 land (attempt 1)
        send land:a JOB bundle 4 land (attempt 1)
