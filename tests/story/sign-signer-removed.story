# A signer who is away is removed, with a reason: nobody waits for a signature that will not come. What is signed stays,
# and as many as must agree remain.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-all.yaml
        procedure sign-all 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-all k
        bundle 1 submitted by jz under sign-all 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-13T10:10] head:chen@planning > ACT remove_signer 1 "does not like it" stage=plan on=li
        reply head:chen@planning ACT_IMPOSSIBLE (on)
[2024-11-13T10:10] head:chen@planning > ACT remove_signer 1 "who is this" stage=plan on=sun
        reply head:chen@planning ACT_IMPOSSIBLE (on)
[2024-11-13T10:20] officer:wang@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by wang
        reply officer:wang@planning RECORDED bundle 1
[2024-11-13T10:30] head:chen@planning > ACT remove_signer 1 "on leave" stage=plan on=zhao
        bundle 1 plan signer REMOVED: zhao by chen
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply head:chen@planning RECORDED bundle 1
