# A restart forgets nothing that was decided: seals, delays, parked jobs and the order of the queue are as before.
[   0s] operator:ops > PUBLISH loose.yaml
        procedure loose 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT loose park-7
        bundle 1 submitted by jz under loose 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   1s] client:jz > SUBMIT loose park-8
        bundle 2 submitted by jz under loose 1
        bundle 2 land READY at land
        bundle 2 plan READY at planning
        reply client:jz RECORDED bundle 2
[   2s] client:jz > SUBMIT loose park-9 priority=1
        bundle 3 submitted by jz under loose 1
        bundle 3 land READY at land
        bundle 3 plan READY at planning
        reply client:jz RECORDED bundle 3
[   3s] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[   4s] land:a > FAIL 1 land credit=0 delay-ms=6000
        bundle 1 land DELAYED until 10s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[   5s] broker > RESTART
[   6s] client:jz > SHOW 1
        land REVIEWING, job DELAYED, attempt 1, failures 1
        plan SEALED, job DONE, attempt 1, failures 0
        result open
[  10s] clock
        bundle 1 land READY at land (delay over)
[  11s] land:a > HELLO credit=3
        bundle 3 land LEASED to land:a until 41s (attempt 1)
        bundle 2 land LEASED to land:a until 41s (attempt 1)
        bundle 1 land LEASED to land:a until 41s (attempt 2)
        send land:a JOB bundle 3 land (attempt 1)
        send land:a JOB bundle 2 land (attempt 1)
        send land:a JOB bundle 1 land (attempt 2)
[  12s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 2)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
