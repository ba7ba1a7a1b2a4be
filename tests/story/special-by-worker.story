# A worker finds that experts must be heard, and says so for the job that it holds (许可法 45): the review stands, and
# begins again with another lease when the department ends the special procedure.
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
[2024-11-12T10:00] planning:p > SPECIAL 1 plan credit=0
        reply planning:p REASON_MISSING (reason)
[2024-11-12T10:00] planning:p > SPECIAL 1 plan "experts" credit=0
        reply planning:p ACT_IMPOSSIBLE (special)
[2024-11-12T10:00] planning:p > SPECIAL 1 plan "experts" credit=0 detail=expert_review
        reply planning:p ACT_IMPOSSIBLE (days)
[2024-11-12T10:00] planning:p > SPECIAL 1 plan "asked for" credit=0 detail=hearing days=10
        reply planning:p ACT_IMPOSSIBLE (until_ms)
[2024-11-12T10:00] planning:p > SPECIAL 1 plan "experts must see the tower" detail=expert_review days=5
        bundle 1 plan PAUSED for expert_review 5 working days planned by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] planning:p > SPECIAL 1 plan "experts must see the tower" credit=0 detail=expert_review days=5
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[2024-11-13T10:00] client:jz > EXPLAIN 1
        plan review waits for the end of its expert_review at planning, planned until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-13T10:00] broker > RESTART
[2024-11-19T10:00] planning:p > HELLO
[2024-11-19T10:00] head:zhao@planning > ACT special_end 1 "the experts agree" stage=plan
        bundle 1 plan READY again after its special procedure by zhao
        bundle 1 plan LEASED to planning:p until 2024-11-19T10:00:30 (attempt 2)
        reply head:zhao@planning RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-19T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
