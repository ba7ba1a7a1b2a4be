# A job given back unworked counts as nothing: it is ready again at once, with no failure, behind those that waited.
[   0s] operator:ops > PUBLISH fragile.yaml
        procedure fragile 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT fragile park-7
        bundle 1 submitted by jz under fragile 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   0s] client:jz > SUBMIT fragile park-8
        bundle 2 submitted by jz under fragile 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   1s] land:a > RELEASE 1 land
        bundle 1 land READY (attempt 1 given back)
        bundle 2 land LEASED to land:a until 31s (attempt 1)
        reply land:a RECORDED bundle 1
        send land:a JOB bundle 2 land (attempt 1)
[   2s] land:a > RELEASE 2 land
        bundle 2 land READY (attempt 1 given back)
        bundle 1 land LEASED to land:a until 32s (attempt 2)
        reply land:a RECORDED bundle 2
        send land:a JOB bundle 1 land (attempt 2)
[   3s] land:a > RELEASE 1 land
        bundle 1 land READY (attempt 2 given back)
        bundle 2 land LEASED to land:a until 33s (attempt 2)
        reply land:a RECORDED bundle 1
        send land:a JOB bundle 2 land (attempt 2)
[   4s] client:jz > SHOW 1
        land REVIEWING, job READY, attempt 2, failures 0
        result open
