# With "cancel" a refusal stops the reviews that became pointless; what stands outside the gate goes on.
[   0s] operator:ops > PUBLISH three-cancel.yaml
        procedure three-cancel 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] survey:s > HELLO
[   1s] client:jz > SUBMIT three-cancel park-7
        bundle 1 submitted by jz under three-cancel 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 survey READY at survey
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 survey LEASED to survey:s until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send survey:s JOB bundle 1 survey (attempt 1)
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 plan BLOCKED by gate together
        bundle 1 build BLOCKED by gate together
        bundle 1 gate together LAPSED
        reply land:a RECORDED bundle 1
        send planning:p CANCEL bundle 1 plan (attempt 1)
[   3s] planning:p > GRANT 1 plan
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[   4s] survey:s > GRANT 1 survey
        bundle 1 survey SEALED grant by survey:s (attempt 1)
        bundle 1 survey GRANTED
        bundle 1 ISSUED survey survey-2026-00001
        bundle 1 ENDED partial
        reply survey:s RECORDED bundle 1
[   5s] housing:h > HELLO
