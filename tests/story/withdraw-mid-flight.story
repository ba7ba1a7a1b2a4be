# An applicant withdraws in mid-flight: every open stage ends withdrawn, workers are called back, late verdicts are refused.
[   0s] operator:ops > PUBLISH three.yaml
        procedure three 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   1s] client:jz > SUBMIT three park-7
        bundle 1 submitted by jz under three 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   2s] land:a > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        reply land:a RECORDED bundle 1
[   3s] client:jz > WITHDRAW 1 "We found a better plot."
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        send planning:p CANCEL bundle 1 plan (attempt 1)
        reply client:jz RECORDED bundle 1
[   4s] planning:p > GRANT 1 plan
        reply planning:p LEASE_STALE (token)
[   5s] housing:h > HELLO
[   6s] client:jz > SHOW 1
        land WITHDRAWN, job DONE, attempt 1, failures 0
        plan WITHDRAWN, job CANCELLED, attempt 1, failures 0
        build WITHDRAWN, job CANCELLED, attempt 0, failures 0
        result withdrawn
