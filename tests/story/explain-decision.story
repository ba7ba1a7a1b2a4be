# Explain says of a sealed grant which decision it waits for, and of a granted permit which member of its gate.
[   0s] operator:ops > PUBLISH downstream.yaml
        procedure downstream 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
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
        reply client:jz RECORDED bundle 2
[   1s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 2 plan LEASED to planning:p until 301s (attempt 1)
        reply planning:p RECORDED bundle 1
        send planning:p JOB bundle 2 plan (attempt 1)
[   2s] client:jz > EXPLAIN 1
        land decision waits for the verdict of land until 30s since 0s
        plan decision waits for stage land at land since 1s
[   3s] client:jz > EXPLAIN 2
        land review waits for a free worker of land (1 here, 0 free) since 0s
        plan decision waits for the verdict of planning until 301s since 1s
        plan decision waits for stage land at land since 1s
[   4s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 plan GRANTED
        bundle 1 gate together ISSUED land land-2026-00001, plan planning-2026-00001
        bundle 1 ENDED all
        bundle 2 land LEASED to land:a until 34s (attempt 1)
        reply land:a RECORDED bundle 1
        send land:a JOB bundle 2 land (attempt 1)
[   5s] land:a > GRANT 2 land
        bundle 2 land SEALED grant by land:a (attempt 1)
        bundle 2 land GRANTED
        reply land:a RECORDED bundle 2
[   6s] client:jz > EXPLAIN 2
        land permit waits for plan at planning, member of its gate since 5s
        plan decision waits for the verdict of planning until 301s since 1s
