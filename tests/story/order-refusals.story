# Who may do what with an order, and in which order of steps.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-chain.yaml
        procedure watched-chain 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-chain k
        bundle 1 submitted by jz under watched-chain 1
        bundle 1 scheme READY at design
        bundle 1 works READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-05T09:00] client:jz > ACT order 1 "report" stage=works
        reply client:jz NOT_ALLOWED (role)
[2024-11-05T09:00] supervisor:sun > ACT order 1 stage=works
        reply supervisor:sun REASON_MISSING (reason)
[2024-11-05T09:00] supervisor:sun > ACT order 1 "report" stage=works until=2024-11-01
        reply supervisor:sun ACT_IMPOSSIBLE (until_ms)
[2024-11-05T09:00] officer:li@planning > ACT ack_order 1 stage=works
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] supervisor:sun > ACT order 1 "report" stage=works
        bundle 1 works ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-05T09:00] officer:mo@design > ACT ack_order 1 stage=works
        reply officer:mo@design NOT_ALLOWED (department)
[2024-11-05T09:00] officer:li@planning > ACT report_order 1 "all" stage=works
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] supervisor:sun > ACT verify_order 1 stage=works
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] officer:li@planning > ACT ack_order 1 stage=works
        bundle 1 works ORDER acknowledged at planning by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-05T09:00] officer:li@planning > ACT report_order 1 stage=works
        reply officer:li@planning REASON_MISSING (reason)
[2024-11-05T09:00] officer:li@planning > ACT rectify_order 1 stage=works
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] supervisor:sun > ACT uphold_order 1 "no" stage=works
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] officer:li@planning > ACT report_order 1 "all" stage=works
        bundle 1 works ORDER reported on at planning by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-05T09:00] officer:li@planning > ACT appeal_order 1 "too late" stage=works
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[2024-11-05T09:00] supervisor:sun > ACT close_order 1 stage=works
        reply supervisor:sun BUNDLE_ENDED (bundle)
