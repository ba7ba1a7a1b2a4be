# The same as urgent-restart-keeps-the-order, without the restart.
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
[  10s] client:jz > SUBMIT watched-queue k4 priority=0
        bundle 4 submitted by jz under watched-queue 1
        bundle 4 a READY at planning
        bundle 4 b READY at planning
        reply client:jz RECORDED bundle 4
[  11s] government:mayor > ACT urge 1 "the flood dyke"
        bundle 1 URGENT, priority 0 by mayor
        reply government:mayor RECORDED bundle 1
[  13s] planning:p > HELLO credit=4
        bundle 4 a LEASED to planning:p until 43s (attempt 1)
        bundle 4 b LEASED to planning:p until 43s (attempt 1)
        bundle 1 a LEASED to planning:p until 43s (attempt 1)
        bundle 1 b LEASED to planning:p until 43s (attempt 1)
        send planning:p JOB bundle 4 a (attempt 1)
        send planning:p JOB bundle 4 b (attempt 1)
        send planning:p JOB bundle 1 a (attempt 1)
        send planning:p JOB bundle 1 b (attempt 1)
