# Urgent needs a reason, one of those who may say so, and a higher priority than the bundle has; and once is enough.
[   0s] operator:ops > PUBLISH watched-queue.yaml
        procedure watched-queue 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT watched-queue k1
        bundle 1 submitted by jz under watched-queue 1
        bundle 1 a READY at planning
        bundle 1 b READY at planning
        reply client:jz RECORDED bundle 1
[   0s] client:jz > SUBMIT watched-queue k2
        bundle 2 submitted by jz under watched-queue 1
        bundle 2 a READY at planning
        bundle 2 b READY at planning
        reply client:jz RECORDED bundle 2
[   0s] client:li > SUBMIT watched-queue k3 priority=2
        bundle 3 submitted by li under watched-queue 1
        bundle 3 a READY at planning
        bundle 3 b READY at planning
        reply client:li RECORDED bundle 3
[  10s] client:jz > ACT urge 1 "please"
        reply client:jz NOT_ALLOWED (role)
[  10s] officer:li@planning > ACT urge 1 "please"
        reply officer:li@planning NOT_ALLOWED (role)
[  10s] head:wang@planning > ACT urge 1
        reply head:wang@planning REASON_MISSING (reason)
[  10s] head:wang@planning > ACT urge 1 "a school" amount=4
        reply head:wang@planning ACT_IMPOSSIBLE (amount)
[  10s] head:wang@planning > ACT urge 1 "a school" stage=a
        reply head:wang@planning ACT_IMPOSSIBLE (stage)
[  10s] head:wang@planning > ACT relax 1 "it is not"
        reply head:wang@planning ACT_IMPOSSIBLE
[  10s] head:wang@planning > ACT urge 1 "a school" amount=3
        bundle 1 URGENT, priority 3 by wang
        reply head:wang@planning RECORDED bundle 1
[  10s] supervisor:sun > ACT urge 1 "a school" amount=0
        reply supervisor:sun ACT_IMPOSSIBLE
[  11s] head:wang@planning > ACT relax 1
        reply head:wang@planning REASON_MISSING (reason)
