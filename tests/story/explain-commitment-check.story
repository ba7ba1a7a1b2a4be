# What is decided on a commitment is to be checked (告知承诺; 滨州 12, 安阳 25-27): EXPLAIN names by whom, since when and until when, before the
# issue, after it and when the bundle has ended, also once it has left memory.
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
[2024-11-12T10:00] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire fire-2024-00001
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] client:jz > EXPLAIN 1
        opinion review waits for a free worker of planning (0 here, 0 free) since 2024-11-12T10:00:00
        fire permit waits for fire to check its commitment until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-12T11:00] planning:p > HELLO
        bundle 1 opinion LEASED to planning:p until 2024-11-12T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 opinion (attempt 1)
[2024-11-12T11:00] planning:p > GRANT 1 opinion
        bundle 1 opinion SEALED grant by planning:p (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] broker > RESTART
[2024-11-19T17:30] client:jz > EXPLAIN 1
        fire permit waits for fire to check its commitment until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-20T10:00] client:jz > EXPLAIN 1
        bundle 1 fire check of the commitment LATE by itself
        fire permit waits for fire to check its commitment until 2024-11-19T17:30:00 (overdue) since 2024-11-12T10:00:00
