# A stage whose condition is true is reviewed like any other.
[   0s] operator:ops > PUBLISH special.yaml
        procedure special 1 published by ops
        reply operator:ops RECORDED
[   0s] fire:f > HELLO
[   0s] planning:p > HELLO
[   0s] housing:h > HELLO
[   1s] client:jz > SUBMIT special tower-1
        bundle 1 submitted by jz under special 1
        bundle 1 fire READY at fire
        bundle 1 build READY at housing
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 build LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send housing:h JOB bundle 1 build (attempt 1)
[   2s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   3s] fire:f > REFUSE 1 fire "No second staircase."
        bundle 1 fire REFUSED by fire:f (attempt 1)
        bundle 1 plan BLOCKED by fire
        bundle 1 build BLOCKED by fire
        bundle 1 ENDED none
        reply fire:f RECORDED bundle 1
