# What can begin no more is blocked when the bundle is accepted, and not before, since nothing takes effect until then; so that is what it waits
# for.
[0s] operator:ops > PUBLISH pre-review-start.yaml
        procedure pre-review-start 1 published by ops
        reply operator:ops RECORDED
[1s] client:jz > SUBMIT pre-review-start k
        bundle 1 submitted by jz under pre-review-start 1
        reply client:jz RECORDED bundle 1
[1s] client:jz > EXPLAIN 1
        plan review waits for milestone survey since 1s
[2s] client:jz > SIGNAL 1 survey called-off
        bundle 1 survey called off
        reply client:jz RECORDED bundle 1
[2s] client:jz > EXPLAIN 1
        plan decision waits for milestone land since 1s
[3s] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 plan BLOCKED by survey
        bundle 1 ENDED none
        reply client:jz RECORDED bundle 1
