# Whoever names a repeated stage means all of its copies: one building that is refused blocks what rests on them.
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
[   2s] planning:p > GRANT 1 works.1
        bundle 1 works.1 SEALED grant by planning:p (attempt 1)
        bundle 1 works.1 GRANTED
        reply planning:p RECORDED bundle 1
[   3s] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        reply fire:f RECORDED bundle 1
[   4s] broker > RESTART
[   5s] planning:p > HELLO credit=3
[   6s] planning:p > REFUSE 1 works.2 "It stands on the neighbour's plot."
        bundle 1 works.2 REFUSED by planning:p (attempt 1)
        bundle 1 fire BLOCKED by works.2
        bundle 1 gate together LAPSED
        bundle 1 ENDED none
        reply planning:p RECORDED bundle 1
