# A clock that has stopped raises nothing, and the cards of an ended bundle are counted no more.
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
[2024-11-14T09:00] planning:p > HELLO
        bundle 1 plan YELLOW CARD by default-1, head must act
        bundle 1 plan LEASED to planning:p until 2024-11-14T09:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-14T09:00] supervisor:sun > STATS
        planning: yellow 1, red 0, deep red 0
[2024-11-14T09:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-12-30T10:00] supervisor:sun > STATS
        planning: yellow 0, red 0, deep red 0
[2024-12-30T10:00] supervisor:sun > CARDS 1
        YELLOW card of plan since 2024-11-14T09:00:00: raised; head must act
