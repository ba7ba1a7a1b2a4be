# Two buildings of at most three: two stages are reviewed, the third is skipped, and all that apply are issued together.
[   0s] operator:ops > PUBLISH buildings.yaml
        procedure buildings 1 published by ops
        reply operator:ops RECORDED
[   0s] planning:p > HELLO credit=3
[   0s] fire:f > HELLO
[   1s] client:jz > SUBMIT buildings park-7 skipped=works.3
        bundle 1 submitted by jz under buildings 1
        bundle 1 works.1 READY at planning
        bundle 1 works.2 READY at planning
        bundle 1 works.3 SKIPPED: it does not apply
        bundle 1 fire READY at fire
        bundle 1 works.1 LEASED to planning:p until 31s (attempt 1)
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 works.2 LEASED to planning:p until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 works.1 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
        send planning:p JOB bundle 1 works.2 (attempt 1)
[   2s] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        reply fire:f RECORDED bundle 1
[   3s] planning:p > GRANT 1 works.2
        bundle 1 works.2 SEALED grant by planning:p (attempt 1)
        bundle 1 works.2 GRANTED
        reply planning:p RECORDED bundle 1
[   4s] client:jz > EXPLAIN 1
        works.1 decision waits for the verdict of planning until 31s since 1s
        works.2 permit waits for works.1 at planning, member of its gate since 3s
        works.2 permit waits for fire at fire, member of its gate since 3s
        fire decision waits for stage works.1 at planning since 2s
[   5s] planning:p > GRANT 1 works.1
        bundle 1 works.1 SEALED grant by planning:p (attempt 1)
        bundle 1 works.1 GRANTED
        bundle 1 fire GRANTED
        bundle 1 gate together ISSUED works.1 planning-2026-00001, works.2 planning-2026-00002, fire
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
