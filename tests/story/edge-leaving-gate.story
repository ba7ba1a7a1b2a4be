# What rests on a permit of another gate waits until that gate has issued: a grant that may still lapse is no ground.
[   0s] operator:ops > PUBLISH two-gates.yaml
        procedure two-gates 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO credit=2
[   0s] client:jz > SUBMIT two-gates park-7
        bundle 1 submitted by jz under two-gates 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 sign READY at housing
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 30s (attempt 1)
        bundle 1 build LEASED to housing:h until 300s (attempt 1)
        bundle 1 sign LEASED to housing:h until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 build (attempt 1)
        send housing:h JOB bundle 1 sign (attempt 1)
[   1s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   2s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[   3s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 gate first ISSUED land land-2026-00001, plan planning-2026-00001
        bundle 1 build GRANTED
        reply land:a RECORDED bundle 1
[   4s] housing:h > GRANT 1 sign
        bundle 1 sign SEALED grant by housing:h (attempt 1)
        bundle 1 sign GRANTED
        bundle 1 gate second ISSUED build housing-2026-00001, sign housing-2026-00002
        bundle 1 ENDED all
        reply housing:h RECORDED bundle 1
