# How long and how often is the procedure's: of the land-use permit, once, a year more at most (淄博 15), and it lapses after that.
[2023-04-10T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-04-10T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2023-04-10T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2023-04-10T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2023-04-10T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2023-04-10T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2023-00001
        reply land:l RECORDED bundle 1
[2023-04-10T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2023-04-10T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2023-04-10T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2023-04-10T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2023-04-10T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2023-04-10T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2023-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2023-04-10T10:30] officer:sun@construction > ACT start_works 1 stage=works
        bundle 1 works WORKS begun by sun
        reply officer:sun@construction RECORDED bundle 1
[2023-04-10T11:00] broker > RESTART
[2024-04-08T10:00] client:jz > ACT ask_deferral 1 "the neighbour has sued" stage=land
        bundle 1 land DEFERRAL asked for by jz
        reply client:jz RECORDED bundle 1
[2024-04-09T10:00] officer:wu@land > ACT defer 1 stage=land
        bundle 1 land DEFERRED 12 months by wu
        reply officer:wu@land RECORDED bundle 1
[2024-04-09T11:00] broker > RESTART
[2025-04-08T10:00] client:jz > ACT ask_deferral 1 "the neighbour has appealed" stage=land
        reply client:jz ACT_IMPOSSIBLE (act)
[2025-04-10T18:00] client:jz > EXPLAIN 1
        bundle 1 land LAPSED since 2025-04-10T17:30:00 by itself
        works permit waits for its delivery until 2023-04-23T17:30:00 (overdue) since 2023-04-10T10:00:00
[2025-04-10T18:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2023-04-10T10:00:00 to 2025-04-10T17:30:00; 10 working days, 500 used, ends 2023-04-23T17:30:00, late
        permit of land, to begin works, from 2023-04-10T10:00:00 to 2025-04-10T17:30:00; 24 months, 731 days used, ends 2025-04-10T17:30:00
        permit of works, to deliver, from 2023-04-10T10:00:00; 10 working days, 500 used, ends 2023-04-23T17:30:00, late
        permit of works, to begin works, from 2023-04-10T10:00:00 to 2023-04-10T10:30:00; 3 months, 0 days used, ends 2023-07-10T17:30:00
