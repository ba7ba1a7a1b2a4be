# A department that does not need it any more takes it back, before the notice or after it; the review goes on.
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
[2024-11-12T10:00] officer:chen@fire > ACT retract 1 "found it" stage=plan
        reply officer:chen@fire NOT_ALLOWED (department)
[2024-11-12T10:00] officer:chen@fire > ACT retract 1 "found it" stage=fire
        reply officer:chen@fire ACT_IMPOSSIBLE
[2024-11-12T10:00] officer:li@planning > ACT retract 1 "the scale is on the back" stage=plan
        bundle 1 plan needs no correction any more by li
        bundle 1 plan READY again
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 2)
        reply officer:li@planning RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-12T10:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-12T10:00] planning:p > GRANT 1 plan attempt=2
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] fire:f > CORRECT 1 fire "no hydrant" materials=site-plan
        bundle 1 fire PAUSED to be corrected (site-plan) by fire:f (attempt 1)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 fire waits for corrections
        reply fire:f RECORDED bundle 1
[2024-11-12T11:00] officer:chen@fire > ACT retract 1 "the hydrant is across the street" stage=fire
        bundle 1 fire needs no correction any more by chen
        bundle 1 fire READY again
        bundle 1 fire LEASED to fire:f until 2024-11-12T11:00:30 (attempt 2)
        reply officer:chen@fire RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 2)
[2024-11-12T11:00] client:jz > SUPPLY 1 "not needed any more"
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-12T11:00] fire:f > GRANT 1 fire attempt=2
        bundle 1 fire SEALED grant by fire:f (attempt 2)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
