# A department that answers after the notice may find something, too. It is not told at once: the applicant is never asked for two
# things at a time (DESIGN 6.6), and another notice needs a supervisor.
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
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[2024-11-12T10:00] registry:r > PARK 1 title "the land register is down"
        bundle 1 title PARKED (the worker asked)
        reply registry:r RECORDED bundle 1
[2024-11-20T10:00] operator:ops > RETRY 1 title
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        bundle 1 title READY at registry (retried)
        bundle 1 title LEASED to registry:r until 2024-11-20T10:00:30 (attempt 2)
        reply operator:ops RECORDED bundle 1
        send registry:r JOB bundle 1 title (attempt 2)
[2024-11-20T10:00] registry:r > CORRECT 1 title "the deed is not signed" materials=deed attempt=2
        bundle 1 title PAUSED to be corrected (deed) by registry:r (attempt 2)
        reply registry:r RECORDED bundle 1
[2024-11-20T11:00] supervisor:sun > ACT notify 1 "the deed as well"
        reply supervisor:sun ACT_IMPOSSIBLE
[2024-11-20T11:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2024-12-11T17:30:00 since 2024-11-20T10:00:00
        title review waits for the notice that tells the applicant what to correct since 2024-11-20T10:00:00
[2024-11-21T10:00] client:jz > SUPPLY 1 changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-21T10:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-21T11:00] supervisor:sun > ACT notify 1 "the land register was down"
        bundle 1 plan READY (lease of attempt 2 expired)
        bundle 1 NOTICE of corrections (deed) by sun
        bundle 1 title waits for corrections
        reply supervisor:sun RECORDED bundle 1
[2024-11-22T10:00] client:jz > SUPPLY 1 changed=deed
        bundle 1 SUPPLIED by jz (deed)
        bundle 1 title to be reviewed again
        bundle 1 title LEASED to registry:r until 2024-11-22T10:00:30 (attempt 3)
        reply client:jz RECORDED bundle 1
        send registry:r JOB bundle 1 title (attempt 3)
