# Every department finds something else, and the applicant hears of all of it in one notice (许可法 32(4), 滨州 5, 10): it goes
# out by itself when the last open review has answered. The answer sends back only the stages that it concerns.
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
[2024-11-12T10:00] planning:p > CORRECT 1 plan "the site plan has no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] client:jz > EXPLAIN 1
        plan review waits for the notice that tells the applicant what to correct until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
        fire decision waits for the verdict of fire until 2024-11-12T10:00:30 since 2024-11-12T10:00:00
        title decision waits for the verdict of registry until 2024-11-12T10:00:30 since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-12T10:00] client:jz > SUPPLY 1 "too early: nobody has told the applicant anything" changed=site-plan
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-12T10:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[2024-11-12T10:00] registry:r > CORRECT 1 title "the deed is not signed" materials=deed
        bundle 1 title PAUSED to be corrected (deed) by registry:r (attempt 1)
        bundle 1 NOTICE of corrections (site-plan, deed) by itself
        bundle 1 plan waits for corrections
        bundle 1 title waits for corrections
        reply registry:r RECORDED bundle 1
[2024-11-12T11:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2024-12-03T17:30:00 since 2024-11-12T10:00:00
        title review waits for the applicant to supply what must be corrected until 2024-12-03T17:30:00 since 2024-11-12T10:00:00
[2024-11-14T10:00] client:jz > SUPPLY 1 "scale added, deed signed" changed=site-plan,deed
        bundle 1 SUPPLIED by jz (site-plan, deed)
        bundle 1 plan to be reviewed again
        bundle 1 title to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-14T10:00:30 (attempt 2)
        bundle 1 title LEASED to registry:r until 2024-11-14T10:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
        send registry:r JOB bundle 1 title (attempt 2)
[2024-11-14T10:00] planning:p > HELLO
[2024-11-14T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply planning:p RECORDED bundle 1
[2024-11-14T11:00] client:jz > EXPLAIN 1
        bundle 1 title READY (lease of attempt 2 expired)
        title review waits for a free worker of registry (1 here, 0 free) since 2024-11-14T11:00:00
        title decision waits for milestone land since 2024-11-14T11:00:00
