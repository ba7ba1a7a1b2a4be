# What was said was said: an opinion is told to who rests on it, also when it can have no effect any more.
[   0s] operator:ops > PUBLISH consult-blocked.yaml
        procedure consult-blocked 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT consult-blocked k
        bundle 1 submitted by jz under consult-blocked 1
        bundle 1 land READY at land
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[   1s] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[   1s] fire:f > DISAGREE 1 fire "There is no second stair." credit=0
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        reply fire:f RECORDED bundle 1
[   2s] land:a > HELLO
        bundle 1 land LEASED to land:a until 32s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
[   2s] land:a > REFUSE 1 land "The plot is farmland." credit=0
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 fire BLOCKED by land
        reply land:a RECORDED bundle 1
[   3s] client:jz > SIGNAL 1 visit
        bundle 1 visit reached
        bundle 1 works READY at housing
        reply client:jz RECORDED bundle 1
[   4s] housing:h > HELLO
        bundle 1 works LEASED to housing:h until 34s (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1), told: fire disagree at 4
