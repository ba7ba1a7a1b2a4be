# Who may do what at the counter: each refusal in the order in which it is looked for. Where a procedure has no counter
# its bundles are accepted as they are submitted.
[   0s] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[   0s] client:jz > SUBMIT one k2
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[   1s] client:jz > ACT accept 1
        reply client:jz NOT_ALLOWED (role)
[   1s] head:wang@planning > ACT accept 1
        reply head:wang@planning NOT_ALLOWED (role)
[   1s] planning:p > HELLO
[   2s] clerk:li > ACT accept 7
        reply clerk:li BUNDLE_UNKNOWN (bundle)
[   2s] clerk:li > ACT accept 2
        reply clerk:li ACT_IMPOSSIBLE
[   2s] clerk:li > ACT accept 1 stage=nowhere
        reply clerk:li STAGE_UNKNOWN (stage)
[   2s] clerk:li > ACT accept 1 stage=plan
        reply clerk:li ACT_IMPOSSIBLE (stage)
[   2s] clerk:li > ACT deem_accepted 1
        reply clerk:li NOT_ALLOWED (role)
[   2s] clerk:li > ACT lapse_intake 1
        reply clerk:li NOT_ALLOWED (role)
[   3s] clerk:li > ACT accept 1 id=a
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 33s (attempt 1)
        reply clerk:li RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[   3s] clerk:li > ACT accept 1 id=a
        reply clerk:li RECORDED bundle 1 repeated
[   3s] clerk:li > ACT not_require 1 "no" id=a
        reply clerk:li REQUEST_CONFLICT (request-id)
[   4s] clerk:li > ACT not_require 1 "no"
        reply clerk:li ACT_IMPOSSIBLE
