# No building at all: every copy is skipped, and what waited for them goes on alone.
[   0s] operator:ops > PUBLISH buildings.yaml
        procedure buildings 1 published by ops
        reply operator:ops RECORDED
[   0s] fire:f > HELLO
[   1s] client:jz > SUBMIT buildings park-7 skipped=works.1,works.2,works.3
        bundle 1 submitted by jz under buildings 1
        bundle 1 works.1 SKIPPED: it does not apply
        bundle 1 works.2 SKIPPED: it does not apply
        bundle 1 works.3 SKIPPED: it does not apply
        bundle 1 fire READY at fire
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
[   2s] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 gate together ISSUED fire
        bundle 1 ENDED all
        reply fire:f RECORDED bundle 1
