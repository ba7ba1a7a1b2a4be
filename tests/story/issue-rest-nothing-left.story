# "Issue the rest" with nothing left to issue ends without a permit: the gate lapses.
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
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        reply land:a RECORDED bundle 1
[   3s] planning:p > REFUSE 1 plan "The plot is farmland."
        bundle 1 plan REFUSED by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[   4s] housing:h > REFUSE 1 build "The plot is farmland."
        bundle 1 build REFUSED by housing:h (attempt 1)
        bundle 1 gate together LAPSED
        bundle 1 ENDED none
        reply housing:h RECORDED bundle 1
