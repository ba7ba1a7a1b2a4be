# What may start only after a refused stage is never reviewed: it is blocked, and so is what comes after it.
[   0s] operator:ops > PUBLISH serial.yaml
        procedure serial 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT serial park-7
        bundle 1 submitted by jz under serial 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 plan BLOCKED by land
        bundle 1 build BLOCKED by plan
        bundle 1 ENDED none
        reply land:a RECORDED bundle 1
