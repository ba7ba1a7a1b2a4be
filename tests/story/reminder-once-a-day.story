# The submitter or a supervisor may remind a department of a stage (催办), once a working day for each stage (督查条例 15: no repeated supervision).
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-queue.yaml
        procedure watched-queue 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-queue k
        bundle 1 submitted by jz under watched-queue 1
        bundle 1 a READY at planning
        bundle 1 b READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-08T10:00] client:jz > ACT remind 1 stage=a
        bundle 1 a REMINDED by jz
        reply client:jz RECORDED bundle 1
[2024-11-08T11:00] supervisor:sun > ACT remind 1 stage=a
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-08T11:00] supervisor:sun > ACT remind 1 stage=b
        bundle 1 b REMINDED by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-09T10:00] client:jz > ACT remind 1 stage=a
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-10T10:00] broker > RESTART
[2024-11-10T10:00] client:jz > ACT remind 1 stage=a
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-11T08:00] client:jz > ACT remind 1 "please" stage=a
        bundle 1 a REMINDED by jz
        reply client:jz RECORDED bundle 1
[2024-11-11T08:00] supervisor:sun > CARDS 1
        reminder of a: 2, the last by jz 2024-11-11T08:00:00
        reminder of b: 1, the last by sun 2024-11-08T11:00:00
