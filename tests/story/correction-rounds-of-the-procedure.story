# A procedure may give more than one round by itself. The applicant's time counts as it says: here natural days, and a last day of rest is
# moved to the next working day (民法典 203).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH corrections-rounds.yaml
        procedure corrections-rounds 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT corrections-rounds k
        bundle 1 submitted by jz under corrections-rounds 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > CORRECT 1 plan "no scale" materials=site-plan
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] client:jz > EXPLAIN 1
        plan review waits for the applicant to supply what must be corrected until 2024-11-18T17:30:00 since 2024-11-12T10:00:00
[2024-11-18T17:00] client:jz > SUPPLY 1 changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-18T17:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-18T17:00] planning:p > CORRECT 1 plan "no north arrow" materials=site-plan attempt=2
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 2)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2024-11-18T17:00] client:jz > SUPPLY 1 changed=site-plan
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-18T17:00:30 (attempt 3)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 3)
[2024-11-18T17:00] planning:p > CORRECT 1 plan "no title block" materials=site-plan attempt=3
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 3)
        reply planning:p RECORDED bundle 1
[2024-11-18T17:00] client:jz > EXPLAIN 1
        plan review waits for the notice that tells the applicant what to correct, with leave of a supervisor since 2024-11-18T17:00:00
