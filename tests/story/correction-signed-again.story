# A panel has signed, and what it read is another document now: it is asked to sign anew (SPEC 8.2), also while the bundle is suspended.
[2024-11-12T09:00] operator:ops > PUBLISH corrections-panel.yaml
        procedure corrections-panel 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT corrections-panel k
        bundle 1 submitted by jz under corrections-panel 1
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] officer:li@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by li
        bundle 1 heritage SEALED by its signers
        reply officer:li@heritage RECORDED bundle 1
[2024-11-12T12:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T12:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T12:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] client:jz > SUPPLY 1 changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        bundle 1 heritage to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-13T10:00] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 2024-11-13T10:00:30 since 2024-11-13T10:00:00
        heritage decision waits for the signature of li at heritage since 2024-11-13T10:00:00
        heritage decision waits for the signature of wang at heritage since 2024-11-13T10:00:00
        heritage decision waits for the signature of zhao at heritage since 2024-11-13T10:00:00
        heritage decision waits for milestone land since 2024-11-13T10:00:00
[2024-11-13T10:00] broker > RESTART
[2024-11-13T11:00] officer:wang@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 plan READY (lease of attempt 2 expired)
        bundle 1 heritage SIGNED for by wang
        bundle 1 heritage SEALED by its signers
        reply officer:wang@heritage RECORDED bundle 1
[2024-11-13T11:00] client:jz > SUBMIT corrections-panel k2
        bundle 2 submitted by jz under corrections-panel 1
        bundle 2 plan READY at planning
        bundle 2 heritage TO SIGN at heritage
        reply client:jz RECORDED bundle 2
[2024-11-13T11:00] planning:p > HELLO credit=2
        bundle 1 plan LEASED to planning:p until 2024-11-13T11:00:30 (attempt 3)
        bundle 2 plan LEASED to planning:p until 2024-11-13T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 3)
        send planning:p JOB bundle 2 plan (attempt 1)
[2024-11-13T11:00] officer:li@heritage > ACT sign 2 stage=heritage detail=agree
        bundle 2 heritage SIGNED for by li
        bundle 2 heritage SEALED by its signers
        reply officer:li@heritage RECORDED bundle 2
[2024-11-13T11:00] planning:p > CORRECT 2 plan "no scale" materials=site-plan
        bundle 2 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        bundle 2 NOTICE of corrections (site-plan) by itself
        bundle 2 plan waits for corrections
        reply planning:p RECORDED bundle 2
[2024-11-13T12:00] head:chen@planning > ACT suspend 2 "flood"
        bundle 1 plan READY (lease of attempt 3 expired)
        bundle 1 plan LEASED to planning:p until 2024-11-13T12:00:30 (attempt 4)
        send planning:p JOB bundle 1 plan (attempt 4)
        bundle 2 SUSPENDED by chen
        reply head:chen@planning RECORDED bundle 2
[2024-11-13T13:00] client:jz > SUPPLY 2 changed=site-plan
        bundle 1 plan READY (lease of attempt 4 expired)
        bundle 2 SUPPLIED by jz (site-plan)
        bundle 2 plan to be reviewed again
        bundle 2 heritage to be reviewed again
        reply client:jz RECORDED bundle 2
[2024-11-13T13:00] officer:zhao@heritage > ACT sign 2 stage=heritage detail=agree
        reply officer:zhao@heritage ACT_IMPOSSIBLE (stage)
[2024-11-14T10:00] head:chen@planning > ACT resume 2
        bundle 2 RESUMED by chen
        bundle 2 plan READY again
        reply head:chen@planning RECORDED bundle 2
[2024-11-14T10:00] officer:zhao@heritage > ACT sign 2 stage=heritage detail=agree
        bundle 2 heritage SIGNED for by zhao
        bundle 2 heritage SEALED by its signers
        reply officer:zhao@heritage RECORDED bundle 2
[2024-11-14T10:00] client:jz > SIGNAL 2 land
        bundle 2 land reached
        bundle 2 heritage GRANTED
        bundle 2 ISSUED heritage heritage-2024-00001
        reply client:jz RECORDED bundle 2
