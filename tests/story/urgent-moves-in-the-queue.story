# An urgent bundle (绿色通道): its jobs that are queued move to the lanes of the new priority at once, and those that come later go there.
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
[  10s] head:wang@planning > ACT urge 2 "a school that opens in September" amount=0
        bundle 2 URGENT, priority 0 by wang
        reply head:wang@planning RECORDED bundle 2
[  11s] planning:p > HELLO
        bundle 2 a LEASED to planning:p until 41s (attempt 1)
        send planning:p JOB bundle 2 a (attempt 1)
[  12s] planning:p > GRANT 2 a
        bundle 2 a SEALED grant by planning:p (attempt 1)
        bundle 2 a GRANTED
        bundle 2 ISSUED a
        bundle 2 b LEASED to planning:p until 42s (attempt 1)
        reply planning:p RECORDED bundle 2
        send planning:p JOB bundle 2 b (attempt 1)
[  13s] planning:p > GRANT 2 b
        bundle 2 b SEALED grant by planning:p (attempt 1)
        bundle 2 b GRANTED
        bundle 2 ISSUED b
        bundle 2 ENDED all
        bundle 3 a LEASED to planning:p until 43s (attempt 1)
        reply planning:p RECORDED bundle 2
        send planning:p JOB bundle 3 a (attempt 1)
[  14s] planning:p > RELEASE 3 a
        bundle 3 a READY (attempt 1 given back)
        bundle 3 b LEASED to planning:p until 44s (attempt 1)
        reply planning:p RECORDED bundle 3
        send planning:p JOB bundle 3 b (attempt 1)
