# A check that was not made in time is told once, and is still owed.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-alone.yaml
        procedure commitment-alone 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k
        bundle 1 submitted by jz under commitment-alone 1
        bundle 1 fire READY at fire
        bundle 1 opinion READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T10:00] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire fire-2024-00001
        send fire:f CANCEL bundle 1 fire (attempt 1)
        reply client:jz RECORDED bundle 1
[2024-11-19T17:00] clock
[2024-11-20T09:00] clock
        bundle 1 fire check of the commitment LATE by itself
[2024-11-21T09:00] clock
[2024-11-21T10:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        bundle 1 fire commitment KEPT by ma
        reply officer:ma@fire RECORDED bundle 1
