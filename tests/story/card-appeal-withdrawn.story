# A card that is withdrawn counts for nobody, and none takes its place: each level once for each clock.
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
[2024-11-14T09:00] head:wang@planning > ACT appeal_card 1 "the system was down" stage=plan detail=2
        bundle 1 plan YELLOW CARD by default-1, head must act
        bundle 1 plan YELLOW CARD appealed against by wang
        reply head:wang@planning RECORDED bundle 1
[2024-11-14T11:00] supervisor:sun > ACT withdraw_card 1 "it was, all day" stage=plan detail=2
        bundle 1 plan YELLOW CARD withdrawn by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-14T11:00] supervisor:sun > STATS
        planning: yellow 0, red 0, deep red 0
[2024-11-14T12:00] broker > RESTART
[2024-11-14T12:00] supervisor:sun > STATS
        planning: yellow 0, red 0, deep red 0
[2024-11-15T09:00] supervisor:sun > ACT withdraw_card 1 "nobody asked, it is wrong all the same" stage=plan detail=1
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 plan NOTICE CARD withdrawn by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-15T09:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-14T09:00:00: withdrawn; head must act
        NOTICE card of plan since 2024-11-15T09:00:00: withdrawn
[2024-11-18T18:00] clock
        bundle 1 plan RED CARD by default-1, supervisor must act
