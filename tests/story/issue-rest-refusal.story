# Under "issue the rest" one refusal costs one permit: the others are issued together when the last review is done.
[   0s] operator:ops > PUBLISH three-rest.yaml
        procedure three-rest 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO
[   1s] client:jz > SUBMIT three-rest park-7
        bundle 1 submitted by jz under three-rest 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 build LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send housing:h JOB bundle 1 build (attempt 1)
[   2s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        reply land:a RECORDED bundle 1
[   3s] planning:p > REFUSE 1 plan "The floor-area ratio is above the plot's limit."
        bundle 1 plan REFUSED by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[   9s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        bundle 1 build GRANTED
        bundle 1 gate together ISSUED land land-2026-00001, build housing-2026-00001
        bundle 1 ENDED partial
        reply housing:h RECORDED bundle 1
