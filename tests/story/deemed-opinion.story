# An opinion that is not given in its statutory time counts as agreed where the procedure says so (公开 34 is the precedent,
# domain.md 4.1), and is marked as deemed. The sealed grant that waited for it takes effect by the same fact.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH silence.yaml
        procedure silence 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] fire:f > HELLO
[2024-11-12T10:00] planning:p > HELLO
[2024-11-12T10:00] client:jz > SUBMIT silence k
        bundle 1 submitted by jz under silence 1
        bundle 1 fire READY at fire
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-15T17:30] client:jz > CLOCKS 1
        bundle 1 fire READY (lease of attempt 1 expired)
        clock of fire from 2024-11-12T10:00:00; promised 1 working day, 3 used, ends 2024-11-13T17:30:00, late; statutory 3 working days, 3 used, ends 2024-11-15T17:30:00
        clock of land from 2024-11-12T10:00:00; promised 5 working days, 3 used, ends 2024-11-19T17:30:00
        clock of plan from 2024-11-12T10:00:00; statutory 1 working day, 3 used, ends 2024-11-13T17:30:00, late
[2024-11-15T17:31] client:jz > SHOW 1
        bundle 1 fire DEEMED agree by itself
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        fire ISSUED (deemed), job CANCELLED, attempt 1, failures 1
        land REVIEWING, job READY, attempt 0, failures 0
        plan ISSUED, job DONE, attempt 1, failures 0
        result open
[2024-11-15T17:31] fire:f > AGREE 1 fire credit=0
        bundle 1 fire claim of f refused (attempt 1)
        reply fire:f LEASE_STALE (token)
[2024-11-15T17:31] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00 to 2024-11-15T17:31:00; promised 1 working day, 3 used, ends 2024-11-13T17:30:00, late; statutory 3 working days, 3 used, ends 2024-11-15T17:30:00, late
        clock of land from 2024-11-12T10:00:00; promised 5 working days, 3 used, ends 2024-11-19T17:30:00
        clock of plan from 2024-11-12T10:00:00 to 2024-11-15T17:31:00; statutory 1 working day, 3 used, ends 2024-11-13T17:30:00, late
