# Whoever has a review in hand when the material that it reads is replaced is called off, and the new one is reviewed; a job that still
# waits in its queue simply goes out with the newest application.
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
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-19T17:31] fire:f > HELLO
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        bundle 1 fire LEASED to fire:f until 2024-11-19T17:31:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-19T17:31] client:jz > SUPPLY 1 changed=site-plan,deed
        bundle 1 SUPPLIED by jz (site-plan, deed)
        bundle 1 plan to be reviewed again
        bundle 1 fire to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-19T17:31:30 (attempt 2)
        send fire:f CANCEL bundle 1 fire (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-19T17:31] fire:f > GRANT 1 fire attempt=1 credit=0
        bundle 1 fire claim of f refused (attempt 1)
        reply fire:f LEASE_STALE (token)
