# A disk that is nearly full takes nothing new, but what is under way goes on; a full one writes nothing, and ends no lease. With room again all goes on, with the same words.
[   0s] operator:ops > PUBLISH serial.yaml
        procedure serial 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT serial park-7
        bundle 1 submitted by jz under serial 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] broker > DISK reserve
[   2s] client:jz > SUBMIT serial park-8
        reply client:jz DISK_FULL (journal)
[   2s] client:jz > SUBMIT serial park-7
        reply client:jz RECORDED bundle 1 repeated
[   2s] client:jz > WITHDRAW 1
        reply client:jz DISK_FULL (journal)
[   2s] operator:ops > PUBLISH one.yaml
        reply operator:ops DISK_FULL (journal)
[   3s] land:a > RENEW 1 land
        bundle 1 land lease renewed until 33s
        reply land:a RECORDED bundle 1 until 33s
[   4s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 plan READY at planning
        reply land:a RECORDED bundle 1
[   5s] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 35s (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   6s] broker > DISK full
[   7s] planning:p > RENEW 1 plan
        reply planning:p DISK_FULL (journal)
[   7s] planning:p > GRANT 1 plan
        reply planning:p DISK_FULL (journal)
[   8s] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 35s since 5s
        build review waits for stage plan at planning since 0s
[  40s] planning:p > GRANT 1 plan
        reply planning:p LEASE_STALE (token)
[  41s] client:jz > SUBMIT serial park-8
        reply client:jz DISK_FULL (journal)
[  42s] broker > DISK ample
        bundle 1 plan READY (lease of attempt 1 expired)
        bundle 1 plan LEASED to planning:p until 72s (attempt 2)
        send planning:p JOB bundle 1 plan (attempt 2)
[  43s] client:jz > SUBMIT serial park-8
        bundle 2 submitted by jz under serial 1
        bundle 2 land READY at land
        bundle 2 land LEASED to land:a until 73s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:a JOB bundle 2 land (attempt 1)
[  44s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2026-00001
        bundle 1 build READY at housing
        reply planning:p RECORDED bundle 1
