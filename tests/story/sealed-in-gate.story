# Inside a gate a sealed grant follows its upstream's grant at once, and both permits come out in the same instant.
[   0s] operator:ops > PUBLISH downstream.yaml
        procedure downstream 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT downstream park-7
        bundle 1 submitted by jz under downstream 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   2s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[  10s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 plan GRANTED
        bundle 1 gate together ISSUED land land-2026-00001, plan planning-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
