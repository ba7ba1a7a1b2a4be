# Permit numbers of a department run on from bundle to bundle without a gap; a lapsed gate uses none up.
[   0s] operator:ops > PUBLISH downstream.yaml
        procedure downstream 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=3
[   0s] planning:p > HELLO credit=3
[   0s] client:jz > SUBMIT downstream first
        bundle 1 submitted by jz under downstream 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   0s] client:jz > SUBMIT downstream second
        bundle 2 submitted by jz under downstream 1
        bundle 2 land READY at land
        bundle 2 plan READY at planning
        bundle 2 land LEASED to land:a until 30s (attempt 1)
        bundle 2 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:a JOB bundle 2 land (attempt 1)
        send planning:p JOB bundle 2 plan (attempt 1)
[   0s] client:jz > SUBMIT downstream third
        bundle 3 submitted by jz under downstream 1
        bundle 3 land READY at land
        bundle 3 plan READY at planning
        bundle 3 land LEASED to land:a until 30s (attempt 1)
        bundle 3 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 3
        send land:a JOB bundle 3 land (attempt 1)
        send planning:p JOB bundle 3 plan (attempt 1)
[   1s] land:a > GRANT 3 land
        bundle 3 land SEALED grant by land:a (attempt 1)
        bundle 3 land GRANTED
        reply land:a RECORDED bundle 3
[   2s] planning:p > GRANT 3 plan
        bundle 3 plan SEALED grant by planning:p (attempt 1)
        bundle 3 plan GRANTED
        bundle 3 gate together ISSUED land land-2026-00001, plan planning-2026-00001
        bundle 3 ENDED all
        reply planning:p RECORDED bundle 3
[   3s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        reply land:a RECORDED bundle 1
[   4s] planning:p > REFUSE 1 plan "The towers are too high."
        bundle 1 plan REFUSED by planning:p (attempt 1)
        bundle 1 gate together LAPSED
        bundle 1 ENDED none
        reply planning:p RECORDED bundle 1
[   5s] broker > RESTART
[   6s] land:a > HELLO credit=0
[   6s] planning:p > HELLO credit=0
[   7s] planning:p > GRANT 2 plan
        bundle 2 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 2
[   8s] land:a > GRANT 2 land
        bundle 2 land SEALED grant by land:a (attempt 1)
        bundle 2 land GRANTED
        bundle 2 plan GRANTED
        bundle 2 gate together ISSUED land land-2026-00002, plan planning-2026-00002
        bundle 2 ENDED all
        reply land:a RECORDED bundle 2
