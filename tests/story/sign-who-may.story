# Only its signers sign, each once, and only officers of the stage's own department.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-two.yaml
        procedure sign-two 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-two k
        bundle 1 submitted by jz under sign-two 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:30] officer:sun@planning > ACT sign 1 stage=plan detail=agree
        reply officer:sun@planning ACT_IMPOSSIBLE (principal)
[2024-11-12T10:30] construction:c > HELLO credit=0
[2024-11-12T10:30] officer:li@construction > ACT sign 1 stage=plan detail=agree
        reply officer:li@construction NOT_ALLOWED (department)
[2024-11-12T10:30] clerk:li > ACT sign 1 stage=plan detail=agree
        reply clerk:li NOT_ALLOWED (role)
[2024-11-12T11:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-12T11:30] officer:li@planning > ACT sign 1 stage=plan detail=agree
        reply officer:li@planning ACT_IMPOSSIBLE (principal)
[2024-11-12T12:00] officer:wang@planning > ACT sign 1 stage=works detail=agree
        reply officer:wang@planning NOT_ALLOWED (department)
