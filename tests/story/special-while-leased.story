# An officer begins a special procedure while a worker is at it: the worker is told, and what it says is stale.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] planning:p > HELLO
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] officer:li@planning > ACT special_start 1 "the crane must be inspected" stage=plan detail=inspection amount=2
        bundle 1 plan PAUSED for inspection 2 working days planned by li
        send planning:p CANCEL bundle 1 plan (attempt 1)
        reply officer:li@planning RECORDED bundle 1
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=1
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[2024-11-14T10:00] officer:li@planning > ACT special_end 1 "safe" stage=plan
        bundle 1 plan READY again after its special procedure by li
        bundle 1 plan LEASED to planning:p until 2024-11-14T10:00:30 (attempt 2)
        reply officer:li@planning RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-14T10:00] planning:p > GRANT 1 plan attempt=2
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
