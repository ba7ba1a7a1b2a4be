# Rule set yulin-1 (榆林): yellow at 90 % of the promised time, red when it has passed; there is no notice, no deep red, and no card
# where nothing was promised.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-yulin.yaml
        procedure watched-yulin 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-yulin k
        bundle 1 submitted by jz under watched-yulin 1
        bundle 1 plan READY at planning
        bundle 1 law READY at land
        reply client:jz RECORDED bundle 1
[2024-11-14T09:00] clock
[2024-11-15T00:00] clock
        bundle 1 plan YELLOW CARD by yulin-1
[2024-11-18T17:30] clock
[2024-11-18T17:31] clock
        bundle 1 plan RED CARD by yulin-1
[2024-12-20T09:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-15T00:00:00: raised
        RED card of plan since 2024-11-18T17:31:00: raised
