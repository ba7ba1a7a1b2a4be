# What a special procedure needs before it stops a clock (许可法 45, 48): a kind of the closed set, its days, a reason,
# and of a hearing its day, seven to twenty working days away. Only the department itself may begin or end it.
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
[2024-11-13T10:00] client:jz > ACT special_start 1 "no" stage=plan detail=testing amount=5
        reply client:jz NOT_ALLOWED (role)
[2024-11-13T10:00] officer:wu@land > HELLO
        reply officer:wu@land DEPARTMENT_UNKNOWN (department)
        reply officer:wu@land DEPARTMENT_UNKNOWN (department)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 stage=plan detail=testing amount=5
        reply officer:li@planning REASON_MISSING (reason)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=12 amount=5
        reply officer:li@planning ACT_IMPOSSIBLE (special)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=testing amount=0
        reply officer:li@planning ACT_IMPOSSIBLE (days)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=testing amount=10000
        reply officer:li@planning ACT_IMPOSSIBLE (days)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=testing amount=5 until=2024-11-22
        reply officer:li@planning ACT_IMPOSSIBLE (until_ms)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "asked for" stage=plan detail=hearing amount=10
        reply officer:li@planning ACT_IMPOSSIBLE (until_ms)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "told too late" stage=plan detail=hearing amount=10 until=2024-11-21
        reply officer:li@planning ACT_IMPOSSIBLE (until_ms)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "held too late" stage=plan detail=hearing amount=30 until=2024-12-12
        reply officer:li@planning ACT_IMPOSSIBLE (until_ms)
[2024-11-13T10:00] officer:li@planning > ACT special_end 1 "none" stage=plan
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "held on the last day" stage=plan detail=hearing amount=20 until=2024-12-11
        bundle 1 plan PAUSED for hearing 20 working days planned to be held by 2024-12-12T00:00:00 by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T10:00] officer:li@planning > ACT special_start 1 "and soil" stage=plan detail=testing amount=5
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-14T10:00] officer:li@planning > ACT special_end 1 stage=plan
        reply officer:li@planning REASON_MISSING (reason)
[2024-12-12T10:00] officer:li@planning > ACT special_end 1 "held" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-12-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-12-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-12-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-12-12T10:00] officer:li@planning > ACT special_start 1 "after the end" stage=plan detail=testing amount=5
        reply officer:li@planning BUNDLE_ENDED (bundle)
