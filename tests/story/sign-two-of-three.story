# Counter-signing (会签): two of three officers must agree with the reviewer's grant; the second who does decides,
# the third is asked no more (许可法 34(3)). The clock of the stage runs meanwhile: it is the department's own time.
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
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:30] client:jz > EXPLAIN 1
        plan decision waits for the signature of li at planning since 2024-11-12T10:00:00
        plan decision waits for the signature of wang at planning since 2024-11-12T10:00:00
        plan decision waits for the signature of zhao at planning since 2024-11-12T10:00:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
        works decision waits for stage plan at planning since 2024-11-12T10:00:00
[2024-11-13T10:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-13T10:00] broker > RESTART
[2024-11-13T11:00] client:jz > EXPLAIN 1
        plan decision waits for the signature of wang at planning since 2024-11-12T10:00:00
        plan decision waits for the signature of zhao at planning since 2024-11-12T10:00:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
        works decision waits for stage plan at planning since 2024-11-12T10:00:00
[2024-11-13T11:00] client:jz > CLOCKS 1
        clock of plan from 2024-11-12T10:00:00; statutory 20 working days, 1 used, ends 2024-12-10T17:30:00
[2024-11-14T10:00] officer:zhao@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by zhao
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply officer:zhao@planning RECORDED bundle 1
[2024-11-14T11:00] officer:wang@planning > ACT sign 1 stage=plan detail=agree
        reply officer:wang@planning ACT_IMPOSSIBLE (stage)
[2024-11-14T11:00] client:jz > SHOW 1
        plan ISSUED, job DONE, attempt 1, failures 0
        works REVIEWING, job READY, attempt 0, failures 0
        result open
