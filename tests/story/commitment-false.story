# A commitment that is found false while the decision is held by its gate: the stage is refused, what was granted on it is blocked, and
# the gate issues the rest (安阳 27).
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
[2024-11-12T11:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-12T11:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-12T11:00] construction:c > GRANT 1 works
        bundle 1 works SEALED grant by construction:c (attempt 1)
        reply construction:c RECORDED bundle 1
[2024-11-13T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 fire GRANTED
        bundle 1 works GRANTED
        reply client:jz RECORDED bundle 1
[2024-11-13T10:10] broker > RESTART
[2024-11-14T10:00] officer:ma@fire > ACT commitment_false 1 stage=fire
        reply officer:ma@fire REASON_MISSING (reason)
[2024-11-14T10:00] officer:ma@fire > ACT commitment_false 1 "no sprinklers at all" stage=fire
        bundle 1 fire commitment FALSE by ma
        bundle 1 fire REFUSED
        bundle 1 works BLOCKED by fire
        reply officer:ma@fire RECORDED bundle 1
[2024-11-14T11:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-14T11:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-14T11:00] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 gate all ISSUED title registry-2024-00001
        bundle 1 ENDED partial
        reply registry:r RECORDED bundle 1
[2024-11-14T11:00] client:jz > SHOW 1
        fire REFUSED, job CANCELLED, attempt 0, failures 0
        works BLOCKED, job DONE, attempt 1, failures 0
        title ISSUED, job DONE, attempt 1, failures 0
        result partial
