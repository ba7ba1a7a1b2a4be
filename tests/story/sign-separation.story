# 受审分离 (许可法 24, 滨州 10): whoever accepted an application at the counter does not sign what it leads to, though they are
# one of its signers; and nobody who accepted it is made one.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-counter.yaml
        procedure sign-counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-counter k
        bundle 1 submitted by jz under sign-counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:30] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-11-12T11:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T11:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T11:30] officer:li@planning > ACT sign 1 stage=plan detail=agree
        reply officer:li@planning SEPARATION (principal)
[2024-11-12T11:30] officer:wang@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by wang
        reply officer:wang@planning RECORDED bundle 1
[2024-11-12T14:00] broker > RESTART
[2024-11-12T14:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        reply officer:li@planning SEPARATION (principal)
[2024-11-12T14:00] head:chen@planning > ACT remove_signer 1 "accepted it" stage=plan on=li
        bundle 1 plan signer REMOVED: li by chen
        reply head:chen@planning RECORDED bundle 1
[2024-11-12T14:00] head:chen@planning > ACT add_signer 1 "knows it" stage=plan on=li
        reply head:chen@planning SEPARATION (on)
[2024-11-12T14:30] officer:zhao@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by zhao
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply officer:zhao@planning RECORDED bundle 1
