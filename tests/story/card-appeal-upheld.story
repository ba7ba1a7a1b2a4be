# A department may appeal against a card, with a reason, once; a supervisor upholds it, and that is final. It counts all the while.
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
[2024-11-14T09:00] officer:li@planning > ACT appeal_card 1 "the applicant was away" stage=plan detail=2
        bundle 1 plan YELLOW CARD by default-1, head must act
        bundle 1 plan YELLOW CARD appealed against by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T10:00] broker > RESTART
[2024-11-14T10:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-14T09:00:00: appealed against; head must act
[2024-11-14T10:00] supervisor:sun > STATS
        planning: yellow 1, red 0, deep red 0
[2024-11-15T09:00] supervisor:sun > ACT uphold_card 1 "the clock is yours" stage=plan detail=2
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 plan YELLOW CARD upheld by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-15T10:00] head:wang@planning > ACT appeal_card 1 "again" stage=plan detail=2
        reply head:wang@planning ACT_IMPOSSIBLE (detail)
[2024-11-15T10:00] supervisor:sun > ACT withdraw_card 1 "no" stage=plan detail=2
        reply supervisor:sun ACT_IMPOSSIBLE (detail)
[2024-11-15T11:00] supervisor:sun > STATS
        planning: yellow 1, red 0, deep red 0
