# An officer may ask for corrections, too: whoever has the job in hand is called off. Nobody acts outside their department (DESIGN 6.5).
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
[2024-11-12T10:00] officer:chen@fire > ACT correct 1 "no scale" stage=plan
        reply officer:chen@fire NOT_ALLOWED (department)
[2024-11-12T10:00] officer:li@planning > ACT correct 1 stage=plan
        reply officer:li@planning REASON_MISSING (reason)
[2024-11-12T10:00] officer:li@planning > ACT correct 1 "no scale"  stage=plan materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by li
        send planning:p CANCEL bundle 1 plan (attempt 1)
        reply officer:li@planning RECORDED bundle 1
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[2024-11-12T10:00] officer:li@planning > ACT correct 1 "once more" stage=plan
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[2024-11-12T10:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[2024-11-12T10:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply registry:r RECORDED bundle 1
[2024-11-13T10:00] client:jz > SUPPLY 1 "with a scale" changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
