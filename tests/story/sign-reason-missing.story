# Who disagrees says why; without a reason that is no answer (domain.md 4.1: 初设 15), and nothing is recorded.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-veto.yaml
        procedure sign-veto 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-veto k
        bundle 1 submitted by jz under sign-veto 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT sign 1 stage=plan detail=disagree
        reply officer:li@planning REASON_MISSING (reason)
[2024-11-13T10:00] officer:li@planning > ACT sign 1 stage=plan detail=3
        reply officer:li@planning ACT_IMPOSSIBLE (detail)
[2024-11-13T10:00] client:jz > EXPLAIN 1
        plan decision waits for the signature of li at planning since 2024-11-12T10:00:00
        plan decision waits for the signature of wang at planning since 2024-11-12T10:00:00
        plan decision waits for the signature of zhao at planning since 2024-11-12T10:00:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
        works decision waits for stage plan at planning since 2024-11-12T10:00:00
