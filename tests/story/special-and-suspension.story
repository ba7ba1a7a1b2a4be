# A special procedure and a suspension at the same time (domain.md 8.1): no day counts twice, neither ends the other.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=testing amount=5
        bundle 1 plan PAUSED for testing 5 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T10:00] government:mayor > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by mayor
        reply government:mayor RECORDED bundle 1
[2024-11-15T10:00] officer:li@planning > ACT special_end 1 "clean" stage=plan
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-15T10:00] officer:li@planning > ACT special_start 1 "air" stage=plan detail=testing amount=5
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-15T10:00] client:jz > EXPLAIN 1
        bundle waits for the end of its suspension since 2024-11-14T10:00:00
[2024-11-18T10:00] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        reply government:mayor RECORDED bundle 1
[2024-11-18T10:00] client:jz > EXPLAIN 1
        plan review waits for the end of its testing at planning, planned until 2024-11-20T17:30:00 since 2024-11-13T10:00:00
[2024-11-20T10:00] officer:li@planning > ACT special_end 1 "clean" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-21T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 2 used, ends 2025-01-22T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 2 used, ends 2024-11-26T17:30:00; statutory 20 working days, 2 used, ends 2024-12-17T17:30:00
