# What one fact sets going stands in the queue in order of its stages, whether it was resumed or begins by it; after a restart, too.
[   0s] operator:ops > PUBLISH two-doors.yaml
        procedure two-doors 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT two-doors k
        bundle 1 submitted by jz under two-doors 1
        bundle 1 b READY at planning
        reply client:jz RECORDED bundle 1
[   1s] government:mayor > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by mayor
        bundle 1 b PAUSED
        reply government:mayor RECORDED bundle 1
[   2s] client:jz > SIGNAL 1 surveyed
        bundle 1 surveyed reached
        reply client:jz RECORDED bundle 1
[   3s] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        bundle 1 a READY at planning
        bundle 1 b READY again
        reply government:mayor RECORDED bundle 1
[   4s] broker > RESTART
[   5s] planning:p > HELLO credit=1
        bundle 1 a LEASED to planning:p until 35s (attempt 1)
        send planning:p JOB bundle 1 a (attempt 1)
