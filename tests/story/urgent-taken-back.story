# What made a bundle urgent can be taken back; then it has the priority that it was submitted with.
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
[  10s] head:wang@planning > ACT urge 2 "a school" amount=1
        bundle 2 URGENT, priority 1 by wang
        reply head:wang@planning RECORDED bundle 2
[  11s] planning:p > HELLO
        bundle 2 a LEASED to planning:p until 41s (attempt 1)
        send planning:p JOB bundle 2 a (attempt 1)
[  12s] supervisor:sun > ACT relax 2 "it opens next year"
        bundle 2 urgent no more by sun
        reply supervisor:sun RECORDED bundle 2
[  13s] supervisor:sun > CARDS 2
        priority 1 instead of 4 from 10s to 12s
[  14s] planning:p > GRANT 2 a
        bundle 2 a SEALED grant by planning:p (attempt 1)
        bundle 2 a GRANTED
        bundle 2 ISSUED a
        bundle 3 a LEASED to planning:p until 44s (attempt 1)
        reply planning:p RECORDED bundle 2
        send planning:p JOB bundle 3 a (attempt 1)
[  15s] head:wang@planning > ACT urge 2 "it opens this year after all"
        bundle 2 URGENT, priority 0 by wang
        reply head:wang@planning RECORDED bundle 2
[  16s] broker > RESTART
[  17s] supervisor:sun > CARDS 2
        priority 1 instead of 4 from 10s to 12s
        priority 0 instead of 4 from 15s
