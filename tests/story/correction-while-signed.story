# While officers sign, the applicant supplies another drawing: nobody signs what was reviewed by the old one, and who has
# signed signs again (许可法 32(4); domain.md 4.1: what the corrections concern is reviewed again).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-corrections.yaml
        procedure sign-corrections 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-corrections k
        bundle 1 submitted by jz under sign-corrections 1
        bundle 1 plan READY at planning
        bundle 1 heritage TO SIGN at heritage
        bundle 1 traffic READY at traffic
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] heritage:h > HELLO
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] traffic:t > HELLO
        bundle 1 traffic LEASED to traffic:t until 2024-11-12T10:00:30 (attempt 1)
        send traffic:t JOB bundle 1 traffic (attempt 1)
[2024-11-12T10:00] officer:li@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by li
        reply officer:li@heritage RECORDED bundle 1
[2024-11-12T10:00] traffic:t > GRANT 1 traffic
        bundle 1 traffic TO SIGN grant by traffic:t (attempt 1)
        reply traffic:t RECORDED bundle 1
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=drawing
        bundle 1 plan PAUSED to be corrected (drawing) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-20T10:00] client:jz > SUPPLY 1 changed=drawing
        bundle 1 NOTICE of corrections (drawing) by itself
        bundle 1 plan waits for corrections
        bundle 1 SUPPLIED by jz (drawing)
        bundle 1 plan to be reviewed again
        bundle 1 heritage to be reviewed again
        bundle 1 traffic to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-20T10:00:30 (attempt 2)
        bundle 1 traffic LEASED to traffic:t until 2024-11-20T10:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
        send traffic:t JOB bundle 1 traffic (attempt 2)
[2024-11-20T10:00] officer:zhao@traffic > ACT sign 1 stage=traffic detail=agree
        reply officer:zhao@traffic ACT_IMPOSSIBLE (stage)
[2024-11-20T10:00] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 2024-11-20T10:00:30 since 2024-11-20T10:00:00
        heritage decision waits for the signature of li at heritage since 2024-11-20T10:00:00
        heritage decision waits for the signature of wang at heritage since 2024-11-20T10:00:00
        traffic decision waits for the verdict of traffic until 2024-11-20T10:00:30 since 2024-11-20T10:00:00
[2024-11-20T10:00] broker > RESTART
[2024-11-20T10:00] officer:li@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by li
        reply officer:li@heritage RECORDED bundle 1
[2024-11-20T10:00] officer:wang@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by wang
        bundle 1 heritage SEALED by its signers
        bundle 1 heritage GRANTED
        bundle 1 ISSUED heritage heritage-2024-00001
        reply officer:wang@heritage RECORDED bundle 1
[2024-11-20T10:00] client:jz > SHOW 1
        plan REVIEWING, job LEASED, attempt 2, failures 0
        heritage ISSUED, job -, attempt 0, failures 0
        traffic REVIEWING, job LEASED, attempt 2, failures 0
        result open
