# A chain of "start after" runs one review after another: the next job is offered in the instant the permit before is issued.
[   0s] operator:ops > PUBLISH serial.yaml
        procedure serial 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO
[   0s] client:jz > SUBMIT serial park-7
        bundle 1 submitted by jz under serial 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        reply land:a RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[   2s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2026-00001
        bundle 1 build READY at housing
        bundle 1 build LEASED to housing:h until 32s (attempt 1)
        reply planning:p RECORDED bundle 1
        send housing:h JOB bundle 1 build (attempt 1)
[   3s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        bundle 1 build GRANTED
        bundle 1 ISSUED build housing-2026-00001
        bundle 1 ENDED all
        reply housing:h RECORDED bundle 1
