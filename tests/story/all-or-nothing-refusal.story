# When one of three permits that belong together is refused, none is issued; the two that were granted lapse.
#
# The refusal does not stop the other reviews: the applicant learns everything in one round.
[   0s] operator:ops > PUBLISH three.yaml
        procedure three 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO
[   1s] client:jz > SUBMIT three park-7
        bundle 1 submitted by jz under three 1
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
[   3s] client:jz > SHOW 1
        land GRANTED, job DONE, attempt 1, failures 0
        plan REFUSED, job DONE, attempt 1, failures 0
        build REVIEWING, job LEASED, attempt 1, failures 0
        result open
[   9s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        bundle 1 build GRANTED
        bundle 1 gate together LAPSED
        bundle 1 ENDED none
        reply housing:h RECORDED bundle 1
[  10s] client:jz > SHOW 1
        land LAPSED, job DONE, attempt 1, failures 0
        plan REFUSED, job DONE, attempt 1, failures 0
        build LAPSED, job DONE, attempt 1, failures 0
        result none
