# Without an answer in time the bundle as a whole counts as withdrawn (安阳 24, 36: 视为撤回申请), where its procedure says so; what a gate held comes to nothing.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH corrections-withdraw.yaml
        procedure corrections-withdraw 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT corrections-withdraw k
        bundle 1 submitted by jz under corrections-withdraw 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] fire:f > CORRECT 1 fire "no scale" materials=site-plan credit=0
        bundle 1 fire PAUSED to be corrected (site-plan) by fire:f (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 fire waits for corrections
        reply fire:f RECORDED bundle 1
[2024-11-12T12:00] client:jz > EXPLAIN 1
        plan permit waits for fire at fire, member of its gate since 2024-11-12T10:00:00
        fire review waits for the applicant to supply what must be corrected until 2024-11-15T17:30:00 since 2024-11-12T10:00:00
[2024-11-16T10:00] client:jz > EXPLAIN 1
        bundle 1 NOT SUPPLIED in time: counts as withdrawn by itself
        bundle 1 fire was not corrected
        bundle 1 ENDED withdrawn
        ended withdrawn
[2024-11-16T10:00] client:jz > SHOW 1
        plan WITHDRAWN, job DONE, attempt 1, failures 0
        fire WITHDRAWN, job DONE, attempt 1, failures 0
        result withdrawn
