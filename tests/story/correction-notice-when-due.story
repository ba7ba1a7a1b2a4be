# A department that does not answer holds up nobody: five working days after the first deficiency the notice goes out
# with what there is (许可法 32(4)). The title stays with its department.
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
[2024-11-19T17:29] client:jz > EXPLAIN 1
        plan review waits for the notice that tells the applicant what to correct until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
        title review waits for an operator of registry: the job is parked since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
[2024-11-19T17:31] client:jz > EXPLAIN 1
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        plan review waits for the applicant to supply what must be corrected until 2024-12-11T17:30:00 since 2024-11-19T17:31:00
        title review waits for an operator of registry: the job is parked since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
