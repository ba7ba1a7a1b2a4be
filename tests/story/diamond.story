# Two opinions and the permit that rests on them are reviewed at the same time after one survey; the last of them decides.
[   0s] operator:ops > PUBLISH diamond.yaml
        procedure diamond 1 published by ops
        reply operator:ops RECORDED
[   0s] survey:s > HELLO
[   0s] fire:f > HELLO
[   0s] water:w > HELLO
[   0s] housing:h > HELLO
[   0s] client:jz > SUBMIT diamond park-7
        bundle 1 submitted by jz under diamond 1
        bundle 1 survey READY at survey
        bundle 1 survey LEASED to survey:s until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send survey:s JOB bundle 1 survey (attempt 1)
[   1s] survey:s > GRANT 1 survey
        bundle 1 survey SEALED grant by survey:s (attempt 1)
        bundle 1 survey GRANTED
        bundle 1 ISSUED survey survey-2026-00001
        bundle 1 fire READY at fire
        bundle 1 water READY at water
        bundle 1 build READY at housing
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 water LEASED to water:w until 31s (attempt 1)
        bundle 1 build LEASED to housing:h until 31s (attempt 1)
        reply survey:s RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send water:w JOB bundle 1 water (attempt 1)
        send housing:h JOB bundle 1 build (attempt 1)
[   2s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   3s] water:w > GRANT 1 water
        bundle 1 water SEALED grant by water:w (attempt 1)
        bundle 1 water GRANTED
        bundle 1 ISSUED water
        reply water:w RECORDED bundle 1
[   4s] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 build GRANTED
        bundle 1 ISSUED build housing-2026-00001
        bundle 1 ENDED all
        reply fire:f RECORDED bundle 1
