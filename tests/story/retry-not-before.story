# A worker that knows when its registry is back names a longer delay; a shorter one than the procedure's does not count.
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
[   1s] land:a > FAIL 1 land "The land registry is closed for an hour." delay-ms=3600000
        bundle 1 land DELAYED until 3601s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[3601s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 3631s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[3602s] land:a > FAIL 1 land "Only a moment." delay-ms=1000
        bundle 1 land DELAYED until 3622s (attempt 2 failed)
        reply land:a RECORDED bundle 1
