# Before the decision the applicant may withdraw the commitment (安阳 26): an ordinary review begins. Once it has been decided, that is over.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment.yaml
        procedure commitment 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment k
        bundle 1 submitted by jz under commitment 1
        bundle 1 fire READY at fire
        bundle 1 works READY at construction
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] client:jz > EXPLAIN 1
        fire decision waits for milestone land since 2024-11-12T10:10:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
        works decision waits for stage fire at fire since 2024-11-12T10:00:00
        title review waits for a free worker of registry (0 here, 0 free) since 2024-11-12T10:00:00
        fire permit waits for fire to check its commitment until 2025-02-11T17:30:00 since 2024-11-12T10:10:00
[2024-11-13T10:00] client:jz > ACT withdraw_commitment 1 stage=fire
        bundle 1 fire commitment WITHDRAWN: READY for review by jz
        reply client:jz RECORDED bundle 1
[2024-11-13T11:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-13T11:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-13T11:00] fire:f > GRANT 1 fire
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        reply fire:f RECORDED bundle 1
[2024-11-13T11:00] client:jz > ACT withdraw_commitment 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
