# Who may extend, by how much, and when (许可法 42): each refusal.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > SUBMIT one k2
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        reply client:jz RECORDED bundle 2
[2024-11-13T10:00] officer:li@planning > ACT extend 1 "no" stage=plan amount=5
        reply officer:li@planning NOT_ALLOWED (role)
[2024-11-13T10:00] head:wu@land > ACT extend 1 "no" stage=plan amount=5
        reply head:wu@land NOT_ALLOWED (department)
[2024-11-13T10:00] government:mayor > ACT extend 1 "no" stage=plan amount=5
        reply government:mayor NOT_ALLOWED (role)
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 stage=plan amount=5
        reply head:zhao@planning REASON_MISSING (reason)
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "no" stage=plan amount=11
        reply head:zhao@planning ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "no" stage=plan amount=0
        reply head:zhao@planning ACT_IMPOSSIBLE (amount)
[2024-11-13T10:00] head:wu@land > ACT extend 2 "no limit counts" stage=land amount=5
        reply head:wu@land ACT_IMPOSSIBLE (stage)
[2024-11-13T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-13T10:00] planning:p > REFUSE 1 plan "too tall"
        bundle 1 plan REFUSED by planning:p (attempt 1)
        bundle 1 ENDED none
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] head:zhao@planning > ACT extend 1 "no" stage=plan amount=5
        reply head:zhao@planning BUNDLE_ENDED (bundle)
