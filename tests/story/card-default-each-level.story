# Rule set default-1 (domain.md 5.1) on 10 working days promised, 20 by the law: yellow when two days are left,
# a notice when one is, red when the promised time has passed, deep red when the law's has. Each names who must act.
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
[2024-11-13T23:59] clock
[2024-11-14T00:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2024-11-14T09:00] client:jz > CLOCKS 1
        clock of plan from 2024-11-04T10:00:00; promised 10 working days, 8 used, ends 2024-11-18T17:30:00; statutory 20 working days, 8 used, ends 2024-12-02T17:30:00
[2024-11-15T09:00] clock
        bundle 1 plan NOTICE CARD by default-1
[2024-11-18T17:30] clock
[2024-11-18T17:31] clock
        bundle 1 plan RED CARD by default-1, supervisor must act
[2024-12-02T17:30] clock
[2024-12-02T17:31] clock
        bundle 1 plan DEEP RED CARD by default-1, government must act
[2024-12-30T09:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-14T00:00:00: raised; head must act
        NOTICE card of plan since 2024-11-15T09:00:00: raised
        RED card of plan since 2024-11-18T17:31:00: raised; supervisor must act: 约谈 the officer in charge
        DEEP RED card of plan since 2024-12-02T17:31:00: raised; government must act
