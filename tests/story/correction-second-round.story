# One notice is the law's number (许可法 32(4)). What is found after it needs a supervisor's leave, with a reason, and stays on record.
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
[2024-11-12T10:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-12T10:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] supervisor:sun > ACT notify 1 "why not"
        reply supervisor:sun ACT_IMPOSSIBLE
[2024-11-13T10:00] client:jz > SUPPLY 1 changed=photo
        bundle 1 SUPPLIED by jz (photo)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-13T10:00] planning:p > CORRECT 1 plan "the photo is blurred" materials=photo attempt=2
        bundle 1 plan PAUSED to be corrected (photo) by planning:p (attempt 2)
        reply planning:p RECORDED bundle 1
[2024-11-25T10:00] client:jz > EXPLAIN 1
        plan review waits for the notice that tells the applicant what to correct, with leave of a supervisor since 2024-11-13T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-25T10:00] client:jz > SUPPLY 1 "nobody asked" changed=photo
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-25T10:00] supervisor:sun > ACT notify 1
        reply supervisor:sun REASON_MISSING (reason)
[2024-11-25T10:00] head:wang@planning > ACT notify 1 "the photo is blurred"
        reply head:wang@planning NOT_ALLOWED (role)
[2024-11-25T10:00] supervisor:sun > ACT notify 1 "the photo came with the answer"
        bundle 1 NOTICE of corrections (photo) by sun
        bundle 1 plan waits for corrections
        reply supervisor:sun RECORDED bundle 1
[2024-11-25T10:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2024-12-16T17:30:00 since 2024-11-25T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-26T10:00] client:jz > SUPPLY 1 changed=photo
        bundle 1 SUPPLIED by jz (photo)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-26T10:00:30 (attempt 3)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 3)
[2024-11-26T10:00] planning:p > GRANT 1 plan attempt=3
        bundle 1 plan SEALED grant by planning:p (attempt 3)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply planning:p RECORDED bundle 1
