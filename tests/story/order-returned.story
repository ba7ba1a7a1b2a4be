# A report that does not do is returned, and so is what was not put right; a report that does is enough to close the order.
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
[2024-11-05T10:00] head:wang@planning > ACT ack_order 1 stage=plan
        bundle 1 plan ORDER acknowledged at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-05T11:00] head:wang@planning > ACT report_order 1 "all is well" stage=plan
        bundle 1 plan ORDER reported on at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-06T09:00] supervisor:sun > ACT return_order 1 "it is not" stage=plan
        bundle 1 plan ORDER returned to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-06T10:00] head:wang@planning > ACT rectify_order 1 stage=plan
        bundle 1 plan ORDER being put right at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-07T09:00] supervisor:sun > ACT return_order 1 "nothing has changed" stage=plan
        bundle 1 plan ORDER returned to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-07T10:00] head:wang@planning > ACT report_order 1 "now it has" stage=plan
        bundle 1 plan ORDER reported on at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-07T11:00] supervisor:sun > ACT close_order 1 stage=plan
        bundle 1 plan ORDER closed at planning by sun
        reply supervisor:sun RECORDED bundle 1
