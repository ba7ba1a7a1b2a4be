# National law sets the applicant no time; the usual 15 working days after the notice the stages that asked are refused, and
# nothing else is (滨州 10, 11: not approved).
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
[2024-11-12T10:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[2024-11-12T10:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2024-12-03T17:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2024-12-03T17:30:00 since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-12-03T17:31] client:jz > SUPPLY 1 "too late" changed=site-plan
        bundle 1 NOT SUPPLIED in time: refused by itself
        bundle 1 plan REFUSED
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-12-04T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 title GRANTED
        bundle 1 ISSUED title registry-2024-00001
        bundle 1 ENDED partial
        reply client:jz RECORDED bundle 1
