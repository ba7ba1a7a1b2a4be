# A stage that asks for corrections may come to nothing by itself, since another one is refused. Then nothing is asked of the applicant
# any more: the clock of the whole goes on (SPEC 8.2), and a notice about others says nothing of it.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH corrections-cancel.yaml
        procedure corrections-cancel 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT corrections-cancel k
        bundle 1 submitted by jz under corrections-cancel 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan credit=0
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] registry:r > GRANT 1 title credit=0
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-20T10:00] client:jz > EXPLAIN 1
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        plan review waits for the applicant to supply what must be corrected until 2024-12-11T17:30:00 since 2024-11-20T10:00:00
        fire review waits for a free worker of fire (0 here, 0 free) since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-20T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-20T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-20T10:00] fire:f > REFUSE 1 fire "no hydrant" credit=0
        bundle 1 fire REFUSED by fire:f (attempt 1)
        bundle 1 plan BLOCKED by gate both
        bundle 1 gate both LAPSED
        reply fire:f RECORDED bundle 1
[2024-11-21T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 30 working days, 7 used, ends 2024-12-24T17:30:00
[2024-11-21T10:00] client:jz > SUPPLY 1 changed=site-plan
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-21T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 title GRANTED
        bundle 1 ISSUED title registry-2024-00001
        bundle 1 ENDED partial
        reply client:jz RECORDED bundle 1
[2024-11-21T11:00] client:jz > SUBMIT corrections-cancel k2
        bundle 2 submitted by jz under corrections-cancel 1
        bundle 2 plan READY at planning
        bundle 2 fire READY at fire
        bundle 2 title READY at registry
        reply client:jz RECORDED bundle 2
[2024-11-21T11:00] planning:p > CREDIT 1
        bundle 2 plan LEASED to planning:p until 2024-11-21T11:00:30 (attempt 1)
        send planning:p JOB bundle 2 plan (attempt 1)
[2024-11-21T11:00] planning:p > CORRECT 2 plan "no scale" materials=site-plan
        bundle 2 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        reply planning:p RECORDED bundle 2
[2024-11-21T11:00] fire:f > CREDIT 1
        bundle 2 fire LEASED to fire:f until 2024-11-21T11:00:30 (attempt 1)
        send fire:f JOB bundle 2 fire (attempt 1)
[2024-11-21T11:00] fire:f > REFUSE 2 fire "no hydrant"
        bundle 2 fire REFUSED by fire:f (attempt 1)
        bundle 2 plan BLOCKED by gate both
        bundle 2 gate both LAPSED
        reply fire:f RECORDED bundle 2
[2024-11-21T11:00] registry:r > CREDIT 1
        bundle 2 title LEASED to registry:r until 2024-11-21T11:00:30 (attempt 1)
        send registry:r JOB bundle 2 title (attempt 1)
[2024-11-21T11:00] registry:r > CORRECT 2 title "not signed" credit=0
        bundle 2 title PAUSED to be corrected by registry:r (attempt 1)
        bundle 2 NOTICE of corrections by itself
        bundle 2 title waits for corrections
        reply registry:r RECORDED bundle 2
[2024-11-21T11:00] broker > RESTART
[2024-11-21T11:00] client:jz > EXPLAIN 2
        title review waits for the applicant to supply what must be corrected until 2024-12-12T17:30:00 since 2024-11-21T11:00:00
