# The department may object within 30 days, once; whoever gave the order does not decide on the objection (督查条例: those involved step aside).
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched.yaml
        procedure watched 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched k
        bundle 1 submitted by jz under watched 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-05T09:00] supervisor:sun > ACT order 1 "report" stage=plan
        bundle 1 plan ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-05T10:00] head:wang@planning > ACT appeal_order 1 "the bundle is not late" stage=plan
        bundle 1 plan ORDER appealed against at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-05T11:00] head:wang@planning > ACT report_order 1 "well" stage=plan
        reply head:wang@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T12:00] supervisor:sun > ACT uphold_order 1 "it is" stage=plan
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-05T12:00] supervisor:sun > ACT close_order 1 stage=plan
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-05T13:00] supervisor:qi > ACT uphold_order 1 "reviewed: it stands" stage=plan
        bundle 1 plan ORDER upheld at planning by qi
        reply supervisor:qi RECORDED bundle 1
[2024-11-05T14:00] head:wang@planning > ACT appeal_order 1 "still not" stage=plan
        reply head:wang@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T15:00] head:wang@planning > ACT report_order 1 "done" stage=plan
        bundle 1 plan ORDER reported on at planning by wang
        reply head:wang@planning RECORDED bundle 1
