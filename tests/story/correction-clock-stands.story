# From the notice to the answer the clocks of the stages concerned stand, and that of the whole (DESIGN 6.7; domain.md 8.1,
# CORRECTING_PROC); the others run.
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
[2024-11-13T10:00] client:jz > CLOCKS 1
        bundle 1 fire READY (lease of attempt 1 expired)
        clock of all from 2024-11-12T10:00:00; statutory 30 working days, 1 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 1 used, ends 2024-11-19T17:30:00; statutory 20 working days, 1 used, ends 2024-12-10T17:30:00
        clock of fire from 2024-11-12T10:00:00; promised 8 working days, 1 used, ends 2024-11-22T17:30:00
        clock of title from 2024-11-12T10:00:00; statutory 20 working days, 1 used, ends 2024-12-10T17:30:00
[2024-11-13T11:00] fire:f > PARK 1 fire "the inspector is ill"
        bundle 1 fire claim of f refused (attempt 1)
        bundle 1 fire LEASED to fire:f until 2024-11-13T11:00:30 (attempt 2)
        reply fire:f LEASE_STALE (token)
        send fire:f JOB bundle 1 fire (attempt 2)
[2024-11-19T18:00] client:jz > CLOCKS 1
        bundle 1 fire READY (lease of attempt 2 expired)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-19T18:00:00 (correction); statutory 30 working days, 5 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-19T18:00:00 (correction); promised 5 working days, 5 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 5 used, ends 2024-12-10T17:30:00
        clock of fire from 2024-11-12T10:00:00; promised 8 working days, 5 used, ends 2024-11-22T17:30:00
        clock of title from 2024-11-12T10:00:00; statutory 20 working days, 5 used, ends 2024-12-10T17:30:00
[2024-11-25T09:00] client:jz > SUPPLY 1 changed=photo
        bundle 1 SUPPLIED by jz (photo)
        bundle 1 plan to be reviewed again
        bundle 1 plan LEASED to planning:p until 2024-11-25T09:00:30 (attempt 2)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-26T09:00] client:jz > CLOCKS 1
        bundle 1 plan READY (lease of attempt 2 expired)
        clock of all from 2024-11-12T10:00:00; statutory 30 working days, 6 used, ends 2024-12-30T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 6 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 6 used, ends 2024-12-16T17:30:00
        clock of fire from 2024-11-12T10:00:00; promised 8 working days, 10 used, ends 2024-11-22T17:30:00, late
        clock of title from 2024-11-12T10:00:00; statutory 20 working days, 10 used, ends 2024-12-10T17:30:00
