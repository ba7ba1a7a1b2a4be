# Who may do what with a card, and when. A card of all stages together concerns the departments of the procedure only.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-law.yaml
        procedure watched-law 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-law k
        bundle 1 submitted by jz under watched-law 1
        bundle 1 plan READY at planning
        bundle 1 hall READY at hall
        reply client:jz RECORDED bundle 1
[2024-12-11T09:00] client:jz > ACT appeal_card 1 "no" stage=plan detail=2
        bundle 1 plan YELLOW CARD by default-1
        reply client:jz NOT_ALLOWED (role)
[2024-12-11T09:00] supervisor:sun > ACT appeal_card 1 "no" stage=plan detail=2
        reply supervisor:sun NOT_ALLOWED (role)
[2024-12-11T09:00] officer:li@hall > ACT appeal_card 1 "no" stage=plan detail=2
        reply officer:li@hall NOT_ALLOWED (department)
[2024-12-11T09:00] officer:li@planning > ACT appeal_card 1 stage=plan detail=2
        reply officer:li@planning REASON_MISSING (reason)
[2024-12-11T09:00] officer:li@planning > ACT appeal_card 1 "no" stage=plan detail=3
        reply officer:li@planning ACT_IMPOSSIBLE (detail)
[2024-12-11T09:00] officer:li@planning > ACT appeal_card 1 "no" stage=plan detail=9
        reply officer:li@planning ACT_IMPOSSIBLE (detail)
[2024-12-11T09:00] officer:li@planning > ACT uphold_card 1 "no" stage=plan detail=2
        reply officer:li@planning NOT_ALLOWED (role)
[2024-12-11T09:00] supervisor:sun > ACT uphold_card 1 "no" stage=plan detail=2
        reply supervisor:sun ACT_IMPOSSIBLE (detail)
[2024-12-11T09:00] officer:li@planning > ACT appeal_card 1 "why" stage=plan detail=2
        bundle 1 plan YELLOW CARD appealed against by li
        reply officer:li@planning RECORDED bundle 1
[2024-12-11T09:00] officer:li@planning > ACT appeal_card 1 "why" stage=plan detail=2
        reply officer:li@planning ACT_IMPOSSIBLE (detail)
[2024-12-11T09:00] head:mo@planning > ACT raise_card 1 "why" stage=plan detail=4
        reply head:mo@planning NOT_ALLOWED (role)
[2025-01-10T09:00] operator:ops > PUBLISH one.yaml
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 plan DEEP RED CARD by default-1
        bundle 1 YELLOW CARD by default-1
        bundle 1 NOTICE CARD by default-1
        bundle 1 DEEP RED CARD by default-1
        procedure one 1 published by ops
        reply operator:ops RECORDED
[2025-01-10T09:00] head:xu@land > ACT appeal_card 1 "not ours" detail=2
        reply head:xu@land NOT_ALLOWED (department)
[2025-01-10T09:00] head:he@hall > ACT appeal_card 1 "we wait for planning" detail=2
        bundle 1 YELLOW CARD appealed against by he
        reply head:he@hall RECORDED bundle 1
