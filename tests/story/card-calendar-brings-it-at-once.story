# A make-up day can make a card due that was not: it is raised with the calendar that says so. (2025-01-26 is a Sunday that works.)
[2025-01-14T09:00] operator:ops > CALENDAR cn.yaml 2023 2024
        calendar of 2023, 2024 published by ops
        reply operator:ops RECORDED
[2025-01-14T09:00] operator:ops > PUBLISH watched.yaml
        procedure watched 1 published by ops
        reply operator:ops RECORDED
[2025-01-14T10:00] client:jz > SUBMIT watched k
        bundle 1 submitted by jz under watched 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2025-01-26T10:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2025-01-26T11:00] operator:ops > CALENDAR cn.yaml 2025
        calendar of 2025 published by ops
        reply operator:ops RECORDED
        bundle 1 plan NOTICE CARD by default-1
[2025-01-26T11:01] clock
