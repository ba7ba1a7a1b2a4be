# apl-1 has no lower bound: where no more than two days are given, the card is yellow from the beginning.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-apl-short.yaml
        procedure watched-apl-short 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-apl-short k
        bundle 1 submitted by jz under watched-apl-short 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
        bundle 1 plan YELLOW CARD by apl-1
[2024-11-04T10:01] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-04T10:00:00: raised
