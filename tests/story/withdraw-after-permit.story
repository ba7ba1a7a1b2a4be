# Withdrawal does not take back what was issued: the permit outside the gate stays, the rest ends withdrawn.
[   0s] operator:ops > PUBLISH side.yaml
        procedure side 1 published by ops
        reply operator:ops RECORDED
[   0s] survey:s > HELLO
[   0s] client:jz > SUBMIT side park-7
        bundle 1 submitted by jz under side 1
        bundle 1 survey READY at survey
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 survey LEASED to survey:s until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send survey:s JOB bundle 1 survey (attempt 1)
[   1s] survey:s > GRANT 1 survey
        bundle 1 survey SEALED grant by survey:s (attempt 1)
        bundle 1 survey GRANTED
        bundle 1 ISSUED survey survey-2026-00001
        reply survey:s RECORDED bundle 1
[   2s] client:jz > WITHDRAW 1 "We found a better plot."
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[   3s] client:jz > SHOW 1
        survey ISSUED, job DONE, attempt 1, failures 0
        land WITHDRAWN, job CANCELLED, attempt 0, failures 0
        plan WITHDRAWN, job CANCELLED, attempt 0, failures 0
        result withdrawn
