# Most is issued on a commitment at once, and its bundle has ended long before the check is due: that the check is late is told all the same, once, and a
# check that is made later is taken.
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
[2024-11-12T10:10] planning:p > HELLO
        bundle 1 opinion LEASED to planning:p until 2024-11-12T10:10:30 (attempt 1)
        send planning:p JOB bundle 1 opinion (attempt 1)
[2024-11-12T10:10] planning:p > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by planning:p (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
[2024-11-13T09:00] broker > RESTART
[2024-11-19T17:00] clock
[2024-11-19T17:00] client:jz > EXPLAIN 1
        fire permit waits for fire to check its commitment until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-20T09:00] clock
        bundle 1 fire check of the commitment LATE by itself
[2024-11-20T09:00] client:jz > EXPLAIN 1
        fire permit waits for fire to check its commitment until 2024-11-19T17:30:00 (overdue) since 2024-11-12T10:00:00
[2024-11-21T09:00] broker > RESTART
[2024-11-21T09:00] clock
[2024-11-21T10:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        bundle 1 fire commitment KEPT by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-21T10:00] client:jz > EXPLAIN 1
        ended all
[2024-11-21T10:10] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
