# Where nothing was promised, notice and yellow go by the law's limit, and there is no red card: what has passed is the
# law's limit, so the card is deep red (default-1). Of 30 days 90 % come before two days are left, of 45, too: the earlier wins.
# The clock of all stages together has cards of its own.
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
[2024-12-10T09:00] clock
[2024-12-11T09:00] clock
        bundle 1 plan YELLOW CARD by default-1
[2024-12-12T09:00] clock
[2024-12-16T17:30] clock
        bundle 1 plan NOTICE CARD by default-1
[2024-12-16T18:00] clock
        bundle 1 plan DEEP RED CARD by default-1
[2025-01-02T09:00] clock
        bundle 1 YELLOW CARD by default-1
[2025-01-10T09:00] clock
        bundle 1 NOTICE CARD by default-1
        bundle 1 DEEP RED CARD by default-1
[2025-01-20T09:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-12-11T09:00:00: raised
        NOTICE card of plan since 2024-12-16T17:30:00: raised
        DEEP RED card of plan since 2024-12-16T18:00:00: raised
        YELLOW card of all since 2025-01-02T09:00:00: raised
        NOTICE card of all since 2025-01-10T09:00:00: raised
        DEEP RED card of all since 2025-01-10T09:00:00: raised
[2025-01-20T09:00] supervisor:sun > STATS
        hall: yellow 0, red 0, deep red 0
        planning: yellow 1, red 0, deep red 1
