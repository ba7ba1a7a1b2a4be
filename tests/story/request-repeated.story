# A request sent again under its own id gets the first answer and changes nothing, even when the state has moved on.
[   0s] operator:ops > PUBLISH fragile.yaml id=p1
        procedure fragile 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH fragile.yaml id=p1
        reply operator:ops RECORDED repeated
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT fragile park-7
        bundle 1 submitted by jz under fragile 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > PARK 1 land "The plot lies in two districts."
        bundle 1 land PARKED (the worker asked)
        reply land:a RECORDED bundle 1
[   2s] operator:ops > RETRY 1 land id=r1
        bundle 1 land READY at land (retried)
        bundle 1 land LEASED to land:a until 32s (attempt 2)
        reply operator:ops RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 2)
[   3s] land:a > PARK 1 land "Still in two districts."
        bundle 1 land PARKED (the worker asked)
        reply land:a RECORDED bundle 1
[   4s] operator:ops > RETRY 1 land id=r1
        reply operator:ops RECORDED bundle 1 repeated
[   5s] client:jz > SHOW 1
        land REVIEWING, job PARKED, attempt 2, failures 0
        result open
