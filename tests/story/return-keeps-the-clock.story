# A return stops no clock: the time is the authority's own. A decision that is taken back had not stopped it.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH consult-day.yaml
        procedure consult-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] fire:f > HELLO
[2024-11-12T10:00] housing:h > HELLO
[2024-11-12T10:00] client:jz > SUBMIT consult-day k
        bundle 1 submitted by jz under consult-day 1
        bundle 1 fire READY at fire
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:00] fire:f > AGREE 1 fire
        bundle 1 fire SEALED agree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 permit READY at housing
        bundle 1 permit LEASED to housing:h until 2024-11-12T10:00:30 (attempt 1)
        reply fire:f RECORDED bundle 1
        send housing:h JOB bundle 1 permit (attempt 1), told: fire agree at 5
[2024-11-12T11:00] client:jz > CLOCKS 1
        bundle 1 permit READY (lease of attempt 1 expired)
        clock of fire from 2024-11-12T10:00:00 to 2024-11-12T10:00:00; promised 1 working day, 0 used, ends 2024-11-13T17:30:00
        clock of permit from 2024-11-12T10:00:00; statutory 20 working days, 0 used, ends 2024-12-10T17:30:00
[2024-11-12T11:00] broker > RESTART
[2024-11-12T11:00] officer:ma@housing > ACT return 1 "which stair?" stage=permit on=fire
        bundle 1 permit RETURNED to fire by ma
        bundle 1 permit WAITING again
        reply officer:ma@housing RECORDED bundle 1
[2024-11-13T11:00] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00; promised 1 working day, 1 used, ends 2024-11-13T17:30:00
        clock of permit from 2024-11-12T10:00:00; statutory 20 working days, 1 used, ends 2024-12-10T17:30:00
[2024-11-18T10:00] client:jz > EXPLAIN 1
        fire review waits for a free worker of fire (0 here, 0 free) since 2024-11-12T11:00:00
        permit review waits for stage fire at fire since 2024-11-12T11:00:00
[2024-11-18T10:00] broker > RESTART
[2024-11-18T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-18T10:00:30 (attempt 2)
        send fire:f JOB bundle 1 fire (attempt 2)
[2024-11-18T10:00] fire:f > AGREE 1 fire
        bundle 1 fire SEALED agree by fire:f (attempt 2)
        bundle 1 fire GRANTED
        bundle 1 permit READY at housing
        reply fire:f RECORDED bundle 1
[2024-11-18T10:00] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00 to 2024-11-18T10:00:00; promised 1 working day, 4 used, ends 2024-11-13T17:30:00, late
        clock of permit from 2024-11-12T10:00:00; statutory 20 working days, 4 used, ends 2024-12-10T17:30:00
