# The applicant withdraws while a special procedure goes on: no clock stands in an ended bundle.
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
[2024-11-14T10:00] client:jz > WITHDRAW 1 "no money"
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00 to 2024-11-14T10:00:00; statutory 45 working days, 1 used, ends 2025-01-16T17:30:00
        clock of plan from 2024-11-12T10:00:00 to 2024-11-14T10:00:00; promised 5 working days, 1 used, ends 2024-11-20T17:30:00; statutory 20 working days, 1 used, ends 2024-12-11T17:30:00
[2024-11-15T10:00] officer:li@planning > ACT special_end 1 "clean" stage=plan
        reply officer:li@planning BUNDLE_ENDED (bundle)
