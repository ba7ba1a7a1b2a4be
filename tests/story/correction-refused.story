# What is wrong with an answer that asks for corrections, in the order in which it is looked for.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH corrections.yaml
        procedure corrections 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT corrections k
        bundle 1 submitted by jz under corrections 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] planning:p > CORRECT 1 plan forge-token-by=1 credit=0
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[2024-11-12T10:00] planning:p > CORRECT 1 plan credit=0
        reply planning:p REASON_MISSING (reason)
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan,map credit=0
        reply planning:p MATERIAL_UNKNOWN (materials)
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        reply planning:p RECORDED bundle 1 repeated
[2024-11-12T10:00] planning:p > GRANT 1 plan
        reply planning:p LEASE_STALE (token)
[2024-11-12T10:00] supervisor:sun > ACT notify 1 "now"
        reply supervisor:sun ACT_IMPOSSIBLE
[2024-11-12T10:00] client:jz > ACT unanswered 1
        reply client:jz NOT_ALLOWED (role)
[2024-11-12T10:00] operator:ops > ACT convert 1
        reply operator:ops NOT_ALLOWED (role)
