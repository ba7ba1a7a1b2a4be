# A supervision order (督办, 政府督查工作条例 11 to 21) to the department of a stage: issued, acknowledged, reported on, put right, verified, closed.
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
[2024-11-19T09:00] supervisor:sun > ACT order 1 "the promised time has passed: say why, and decide" stage=plan until=2024-11-26
        bundle 1 plan YELLOW CARD by default-1, head must act
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 plan RED CARD by default-1, supervisor must act
        bundle 1 plan ORDER issued to planning due 2024-11-27T00:00:00 by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-19T10:00] officer:li@planning > ACT ack_order 1 stage=plan
        bundle 1 plan ORDER acknowledged at planning by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-20T10:00] officer:li@planning > ACT report_order 1 "two reviewers were ill" stage=plan
        bundle 1 plan ORDER reported on at planning by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-20T11:00] head:wang@planning > ACT rectify_order 1 stage=plan
        bundle 1 plan ORDER being put right at planning by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-20T12:00] broker > RESTART
[2024-11-21T09:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-19T09:00:00: raised; head must act
        NOTICE card of plan since 2024-11-19T09:00:00: raised
        RED card of plan since 2024-11-19T09:00:00: raised; supervisor must act: 约谈 the officer in charge
        order to planning about plan since 2024-11-19T09:00:00, due 2024-11-27T00:00:00: rectifying
[2024-11-21T09:00] supervisor:sun > ACT verify_order 1 stage=plan
        bundle 1 plan ORDER verified at planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-21T10:00] supervisor:sun > ACT close_order 1 stage=plan
        bundle 1 plan ORDER closed at planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-21T10:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-19T09:00:00: raised; head must act
        NOTICE card of plan since 2024-11-19T09:00:00: raised
        RED card of plan since 2024-11-19T09:00:00: raised; supervisor must act: 约谈 the officer in charge
        order to planning about plan since 2024-11-19T09:00:00, due 2024-11-27T00:00:00: closed
[2024-11-21T11:00] supervisor:sun > ACT close_order 1 stage=plan
        reply supervisor:sun ACT_IMPOSSIBLE (stage)
[2024-11-21T11:00] supervisor:sun > ACT order 1 "it is late again" stage=plan
        bundle 1 plan ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 1
