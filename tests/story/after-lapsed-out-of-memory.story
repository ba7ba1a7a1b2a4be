# A permit lapses although its bundle has left memory long ago: the store knows when to look, and the bundle comes back for it. The last
# day, a Sunday, moves to the Monday (民法典 203).
[2024-03-22T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-03-22T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-03-22T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-03-22T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-03-22T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-03-22T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-03-22T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-03-22T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-03-22T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-03-22T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-03-22T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-03-22T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-03-22T11:00] broker > RESTART
[2024-06-22T12:00] clock
[2024-06-24T17:30] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2024-04-08T17:30:00 (overdue) since 2024-03-22T10:00:00
        land permit waits for works to begin until 2025-03-24T17:30:00 since 2024-03-22T10:00:00
        works permit waits for its delivery until 2024-04-08T17:30:00 (overdue) since 2024-03-22T10:00:00
        works permit waits for works to begin until 2024-06-24T17:30:00 since 2024-03-22T10:00:00
[2024-06-24T17:30] broker > RESTART
[2024-06-25T09:00] client:jz > EXPLAIN 1
        bundle 1 works LAPSED since 2024-06-24T17:30:00 by itself
        land permit waits for its delivery until 2024-04-08T17:30:00 (overdue) since 2024-03-22T10:00:00
        land permit waits for works to begin until 2025-03-24T17:30:00 since 2024-03-22T10:00:00
[2024-06-25T09:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2024-03-22T10:00:00; 10 working days, 64 used, ends 2024-04-08T17:30:00, late
        permit of land, to begin works, from 2024-03-22T10:00:00; 12 months, 95 days used, ends 2025-03-24T17:30:00
        permit of works, to deliver, from 2024-03-22T10:00:00 to 2024-06-24T17:30:00; 10 working days, 63 used, ends 2024-04-08T17:30:00, late
        permit of works, to begin works, from 2024-03-22T10:00:00 to 2024-06-24T17:30:00; 3 months, 94 days used, ends 2024-06-24T17:30:00
[2024-06-25T09:00] broker > RESTART
[2024-06-26T09:00] head:zhao@construction > ACT deregister 1 "lapsed" stage=works detail=6
        bundle 1 works DEREGISTERED (by_law) by zhao
        reply head:zhao@construction RECORDED bundle 1
