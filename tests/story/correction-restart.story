# What was asked for, what is due and which application is the newest survive a restart.
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
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-13T09:00] broker > RESTART
        bundle 1 fire READY (lease of attempt 1 expired)
[2024-11-13T09:00] client:jz > EXPLAIN 1
        plan review waits for the notice that tells the applicant what to correct until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
        fire review waits for a free worker of fire (0 here, 0 free) since 2024-11-13T09:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-13T09:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-13T09:00:30 (attempt 2)
        send fire:f JOB bundle 1 fire (attempt 2)
[2024-11-13T09:00] fire:f > CORRECT 1 fire "no hydrant" materials=site-plan
        bundle 1 fire PAUSED to be corrected (site-plan) by fire:f (attempt 2)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        bundle 1 fire waits for corrections
        reply fire:f RECORDED bundle 1
[2024-11-13T10:00] broker > RESTART
[2024-11-14T09:00] client:jz > SUPPLY 1 changed=site-plan id=once
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        bundle 1 fire to be reviewed again
        reply client:jz RECORDED bundle 1
[2024-11-14T09:00] broker > RESTART
[2024-11-14T09:00] client:jz > SUPPLY 1 changed=site-plan id=once
        reply client:jz RECORDED bundle 1 repeated
[2024-11-14T09:00] client:jz > SUBMIT corrections k
        reply client:jz RECORDED bundle 1 repeated
[2024-11-14T10:00] client:jz > SHOW 1
        plan REVIEWING, job READY, attempt 1, failures 0
        fire REVIEWING, job READY, attempt 2, failures 0
        title SEALED, job DONE, attempt 1, failures 0
        result open
