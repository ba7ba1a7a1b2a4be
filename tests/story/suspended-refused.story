# Who may suspend, and when: each refusal of ACT in the order in which it is looked for.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one k
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > ACT suspend 1 "no"
        reply client:jz NOT_ALLOWED (role)
[   2s] head:wang@land > ACT suspend 7 "no"
        reply head:wang@land BUNDLE_UNKNOWN (bundle)
[   3s] head:wang@land > ACT suspend 1 "no" stage=nowhere
        reply head:wang@land STAGE_UNKNOWN (stage)
[   4s] head:wang@land > ACT suspend 1
        reply head:wang@land REASON_MISSING (reason)
[   5s] head:wang@land > ACT suspend 1 "no" stage=land
        reply head:wang@land ACT_IMPOSSIBLE (stage)
[   6s] head:wang@land > ACT resume 1
        reply head:wang@land ACT_IMPOSSIBLE
[   7s] head:wang@land > ACT suspend 1 "flood" until=0s
        reply head:wang@land ACT_IMPOSSIBLE (until_ms)
[   8s] head:wang@land > ACT suspend 1 "flood" id=a
        bundle 1 SUSPENDED by wang
        bundle 1 land PAUSED
        reply head:wang@land RECORDED bundle 1
[   8s] head:wang@land > ACT suspend 1 "flood" id=a
        reply head:wang@land RECORDED bundle 1 repeated
[   8s] head:wang@land > ACT suspend 1 "fire" id=a
        reply head:wang@land REQUEST_CONFLICT (request-id)
[   9s] head:wang@land > ACT suspend 1 "flood"
        reply head:wang@land ACT_IMPOSSIBLE
[  10s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[  11s] head:wang@land > ACT resume 1
        reply head:wang@land BUNDLE_ENDED (bundle)
[  12s] client:jz > EXPLAIN 1
        ended withdrawn
