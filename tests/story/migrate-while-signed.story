# What is being signed is decided by the rule by which it was begun: it is moved to no version in which others sign, or by another rule. The same
# signers may stand in another order; and a stage that has its grant is not signed after all.
[0s] operator:ops > PUBLISH sign-all.yaml
        procedure sign-all 1 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH sign-all-2.yaml
        procedure sign-all 2 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH sign-all-3.yaml
        procedure sign-all 3 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH sign-all-4.yaml
        procedure sign-all 4 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH sign-all-5.yaml
        procedure sign-all 5 published by ops
        reply operator:ops RECORDED
[1s] client:jz > SUBMIT sign-all k version=1
        bundle 1 submitted by jz under sign-all 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2s] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 32s (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[3s] operator:ops > MIGRATE sign-all 5 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages have begun that are asked for something else in version 5: "plan"
[4s] planning:p > GRANT 1 plan credit=0
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[5s] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 1
[6s] officer:wang@planning > ACT sign 1 "too high" stage=plan detail=disagree
        bundle 1 plan SIGNED against by wang
        bundle 1 plan REFUSED by its signers
        reply officer:wang@planning RECORDED bundle 1
[7s] client:jz > SUBMIT sign-all k2 version=1
        bundle 2 submitted by jz under sign-all 1
        bundle 2 plan READY at planning
        bundle 2 works READY at construction
        reply client:jz RECORDED bundle 2
[7s] planning:p > CREDIT 1
        bundle 2 plan LEASED to planning:p until 37s (attempt 1)
        send planning:p JOB bundle 2 plan (attempt 1)
[8s] planning:p > GRANT 2 plan credit=0
        bundle 2 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 2
[9s] officer:li@planning > ACT sign 2 stage=plan detail=agree
        bundle 2 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 2
[9s] officer:wang@planning > ACT sign 2 stage=plan detail=agree
        bundle 2 plan SIGNED for by wang
        reply officer:wang@planning RECORDED bundle 2
[10s] operator:ops > MIGRATE sign-all 2 2
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages are being signed by others, or by another rule, in version 2: "plan"
[10s] operator:ops > MIGRATE sign-all 3 2
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages are being signed by others, or by another rule, in version 3: "plan"
[10s] operator:ops > MIGRATE sign-all 4 2
        bundle 2 MIGRATED from version 1 to 4 by ops
        reply operator:ops RECORDED bundle 2
[11s] broker > RESTART
[11s] client:jz > EXPLAIN 2
        plan decision waits for the signature of zhao at planning since 8s
        works review waits for a free worker of construction (0 here, 0 free) since 7s
        works decision waits for stage plan at planning since 7s
[12s] officer:zhao@planning > ACT sign 2 stage=plan detail=agree
        bundle 2 plan SIGNED for by zhao
        bundle 2 plan SEALED by its signers
        bundle 2 plan GRANTED
        bundle 2 ISSUED plan planning-2026-00001
        reply officer:zhao@planning RECORDED bundle 2
[13s] operator:ops > MIGRATE sign-all 3 2
        bundle 2 MIGRATED from version 4 to 3 by ops
        reply operator:ops RECORDED bundle 2
