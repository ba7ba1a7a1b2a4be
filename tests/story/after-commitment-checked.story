# The check of a commitment is mostly made when all is over (滨州 12, 安阳 26, 27): it is recorded of a bundle that has ended, also from
# outside memory. What is found false takes a revocation; a stage that was never issued has nothing to check.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-alone.yaml
        procedure commitment-alone 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] planning:p > HELLO credit=3
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k
        bundle 1 submitted by jz under commitment-alone 1
        bundle 1 fire READY at fire
        bundle 1 opinion READY at planning
        bundle 1 opinion LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 opinion (attempt 1)
[2024-11-12T10:00] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire fire-2024-00001
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > GRANT 1 opinion
        bundle 1 opinion SEALED grant by planning:p (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k2
        bundle 2 submitted by jz under commitment-alone 1
        bundle 2 fire READY at fire
        bundle 2 opinion READY at planning
        bundle 2 opinion LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 2
        send planning:p JOB bundle 2 opinion (attempt 1)
[2024-11-12T10:00] client:jz > ACT commit 2 stage=fire
        bundle 2 fire COMMITTED: SEALED without a review by jz
        bundle 2 fire GRANTED
        bundle 2 ISSUED fire fire-2024-00002
        reply client:jz RECORDED bundle 2
[2024-11-12T10:00] planning:p > GRANT 2 opinion
        bundle 2 opinion SEALED grant by planning:p (attempt 1)
        bundle 2 opinion GRANTED
        bundle 2 ISSUED opinion
        bundle 2 ENDED all
        reply planning:p RECORDED bundle 2
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k3
        bundle 3 submitted by jz under commitment-alone 1
        bundle 3 fire READY at fire
        bundle 3 opinion READY at planning
        bundle 3 opinion LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 3
        send planning:p JOB bundle 3 opinion (attempt 1)
[2024-11-12T10:00] client:jz > WITHDRAW 3 "given up"
        bundle 3 withdrawn by jz
        bundle 3 ENDED withdrawn
        send planning:p CANCEL bundle 3 opinion (attempt 1)
        reply client:jz RECORDED bundle 3
[2024-11-13T10:00] broker > RESTART
[2024-11-14T10:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        bundle 1 fire commitment KEPT by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-14T10:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-14T10:00] client:jz > EXPLAIN 1
        ended all
[2024-11-14T11:00] officer:ma@fire > ACT commitment_false 2 "no sprinklers" stage=fire
        bundle 2 fire commitment FALSE by ma
        reply officer:ma@fire RECORDED bundle 2
[2024-11-14T11:00] officer:ma@fire > ACT commitment_kept 3 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-14T12:00] broker > RESTART
[2024-11-15T10:00] client:jz > EXPLAIN 2
        ended all
[2024-11-15T10:00] head:he@fire > ACT revoke 2 "the commitment was false" stage=fire detail=6
        bundle 2 fire REVOKED (fraud) by he
        reply head:he@fire RECORDED bundle 2
[2024-11-15T10:00] client:jz > SHOW 2
        fire ISSUED, job CANCELLED, attempt 0, failures 0, revoked, exchange code 15
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
