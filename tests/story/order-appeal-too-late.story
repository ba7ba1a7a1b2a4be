# The 30 days in which to object are natural days, and end when the office closes; a last day on a rest day moves (民法典 203).
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-queue.yaml
        procedure watched-queue 1 published by ops
        reply operator:ops RECORDED
[2024-11-01T10:00] client:jz > SUBMIT watched-queue k
        bundle 1 submitted by jz under watched-queue 1
        bundle 1 a READY at planning
        bundle 1 b READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-01T10:00] client:jz > SUBMIT watched-queue k2
        bundle 2 submitted by jz under watched-queue 1
        bundle 2 a READY at planning
        bundle 2 b READY at planning
        reply client:jz RECORDED bundle 2
[2024-11-01T10:00] supervisor:sun > ACT order 1 "report" stage=a
        bundle 1 a ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-01T10:00] supervisor:sun > ACT order 2 "report" stage=a
        bundle 2 a ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 2
[2024-12-02T17:30] head:wang@planning > ACT appeal_order 1 "no" stage=a
        bundle 1 a ORDER appealed against at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-12-02T17:31] head:wang@planning > ACT appeal_order 2 "no" stage=a
        reply head:wang@planning ACT_IMPOSSIBLE (stage)
