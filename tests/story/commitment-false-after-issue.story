# A commitment that is found false when the permit is out: the permit stays until it is revoked; that the commitment was false is recorded.
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
[2024-11-14T10:00] officer:ma@fire > ACT commitment_false 1 "no sprinklers" stage=fire
        bundle 1 fire commitment FALSE by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-14T10:00] client:jz > SHOW 1
        fire ISSUED, job CANCELLED, attempt 1, failures 0
        opinion REVIEWING, job READY, attempt 0, failures 0
        result open
