# A card is judged by the rules under which its bundle was submitted: a newer version of the procedure changes nothing for it.
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
[2024-11-04T11:00] operator:ops > PUBLISH watched-2.yaml
        procedure watched 2 published by ops
        reply operator:ops RECORDED
[2024-11-04T12:00] client:jz > SUBMIT watched k2
        bundle 2 submitted by jz under watched 2
        bundle 2 plan READY at planning
        reply client:jz RECORDED bundle 2
[2024-11-14T09:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2024-11-15T09:00] clock
        bundle 1 plan NOTICE CARD by default-1
        bundle 2 plan YELLOW CARD by yulin-1
