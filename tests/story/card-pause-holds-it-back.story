# A clock that stands raises nothing (许可法 45: the time is not counted); when it goes on, the card comes when what is left then is used up.
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
[2024-11-13T15:00] head:wang@planning > ACT suspend 1 "the court has seized the plot"
        bundle 1 SUSPENDED by wang
        bundle 1 plan PAUSED
        reply head:wang@planning RECORDED bundle 1
[2024-11-29T10:00] supervisor:sun > CARDS 1
        no card
[2024-11-29T10:00] broker > RESTART
[2024-11-29T16:00] head:wang@planning > ACT resume 1
        bundle 1 RESUMED by wang
        bundle 1 plan READY again
        reply head:wang@planning RECORDED bundle 1
[2024-12-01T10:00] client:jz > CLOCKS 1
        clock of plan from 2024-11-04T10:00:00; promised 10 working days, 7 used, ends 2024-12-04T17:30:00; statutory 20 working days, 7 used, ends 2024-12-18T17:30:00
[2024-12-02T10:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2024-12-03T10:00] clock
        bundle 1 plan NOTICE CARD by default-1
[2024-12-04T18:00] clock
        bundle 1 plan RED CARD by default-1, supervisor must act
