# Withdrawing a bundle leaves a skipped stage as it is; the result is withdrawn.
[   0s] operator:ops > PUBLISH special.yaml
        procedure special 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT special shed-1 skipped=fire
        bundle 1 submitted by jz under special 1
        bundle 1 fire SKIPPED: it does not apply
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        reply client:jz RECORDED bundle 1
[   2s] client:jz > WITHDRAW 1 "No shed after all."
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[   3s] client:jz > SHOW 1
        fire SKIPPED, job -, attempt 0, failures 0
        plan WITHDRAWN, job CANCELLED, attempt 0, failures 0
        build WITHDRAWN, job CANCELLED, attempt 0, failures 0
        result withdrawn
