# Signatures are for one stage: who signs the one has not signed the other, and who is taken off or added there stays here.
[2024-12-02T09:00] operator:ops > PUBLISH sign-beside.yaml
        procedure sign-beside 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:10] client:jz > SUBMIT sign-beside k
        bundle 1 submitted by jz under sign-beside 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-12-02T09:20] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-12-02T09:20:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-12-02T09:20] planning:p > GRANT 1 plan credit=0
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-12-02T09:21] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-12-02T09:21:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-12-02T09:21] construction:c > GRANT 1 works credit=0
        bundle 1 works TO SIGN grant by construction:c (attempt 1)
        reply construction:c RECORDED bundle 1
[2024-12-02T09:30] officer:li@planning > ACT sign 1 stage=plan detail=1
        bundle 1 plan SIGNED for by li
        reply officer:li@planning RECORDED bundle 1
[2024-12-02T09:30] client:jz > EXPLAIN 1
        plan decision waits for the signature of wang at planning since 2024-12-02T09:20:00
        works decision waits for the signature of li at construction since 2024-12-02T09:21:00
        works decision waits for the signature of zhao at construction since 2024-12-02T09:21:00
[2024-12-02T09:40] head:he@construction > ACT remove_signer 1 "on leave" stage=works on=li
        bundle 1 works signer REMOVED: li by he
        reply head:he@construction RECORDED bundle 1
[2024-12-02T09:40] head:hu@planning > ACT add_signer 1 "a third" stage=plan on=zhao
        bundle 1 plan signer ADDED: zhao by hu
        reply head:hu@planning RECORDED bundle 1
[2024-12-02T09:50] officer:zhao@construction > ACT sign 1 stage=works detail=1
        bundle 1 works SIGNED for by zhao
        bundle 1 works SEALED by its signers
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        reply officer:zhao@construction RECORDED bundle 1
[2024-12-02T09:50] client:jz > EXPLAIN 1
        plan decision waits for the signature of wang at planning since 2024-12-02T09:20:00
        plan decision waits for the signature of zhao at planning since 2024-12-02T09:20:00
[2024-12-02T10:00] officer:wang@planning > ACT sign 1 stage=plan detail=1
        bundle 1 plan SIGNED for by wang
        reply officer:wang@planning RECORDED bundle 1
[2024-12-02T10:00] officer:zhao@planning > ACT sign 1 stage=plan detail=1
        bundle 1 plan SIGNED for by zhao
        bundle 1 plan SEALED by its signers
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply officer:zhao@planning RECORDED bundle 1
