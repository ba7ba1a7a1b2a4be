# What was raised stays raised through a restart, what is due comes at its time; and what became due while the broker was away is raised when it
# is back, in the order in which it became due.
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
[2024-11-13T10:00] broker > RESTART
[2024-11-14T09:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2024-11-14T10:00] broker > RESTART
[2024-11-14T10:00] supervisor:sun > STATS
        planning: yellow 1, red 0, deep red 0
[2024-12-10T09:00] supervisor:sun > CARDS 1
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 plan RED CARD by default-1, supervisor must act
        bundle 1 plan DEEP RED CARD by default-1, government must act
        YELLOW card of plan since 2024-11-14T09:00:00: raised; head must act
        NOTICE card of plan since 2024-12-10T09:00:00: raised
        RED card of plan since 2024-12-10T09:00:00: raised; supervisor must act: 约谈 the officer in charge
        DEEP RED card of plan since 2024-12-10T09:00:00: raised; government must act
[2024-12-10T09:00] broker > RESTART
[2024-12-10T09:00] supervisor:sun > STATS
        planning: yellow 1, red 1, deep red 1
[2024-12-11T09:00] clock
