# 延期开工 (建筑法 9): the holder asks, the department defers, twice, three months each at most. Works begin in the seventh month and the
# permit stays in force.
[2024-01-15T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-01-15T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-01-15T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-01-15T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-01-15T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-01-15T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-01-15T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-01-15T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-01-15T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-01-15T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-01-15T11:00] broker > RESTART
[2024-04-10T10:00] officer:sun@construction > ACT defer 1 stage=works
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-04-10T10:00] client:jz > ACT ask_deferral 1 "the company is short of funds" stage=works
        bundle 1 works DEFERRAL asked for by jz
        reply client:jz RECORDED bundle 1
[2024-04-10T10:00] client:jz > ACT ask_deferral 1 "please" stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
[2024-04-11T10:00] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2024-01-29T17:30:00 (overdue) since 2024-01-15T10:00:00
        land permit waits for works to begin until 2025-01-15T17:30:00 since 2024-01-15T10:00:00
        works permit waits for its delivery until 2024-01-29T17:30:00 (overdue) since 2024-01-15T10:00:00
        works permit waits for construction to decide on a deferral since 2024-04-10T10:00:00
[2024-04-11T10:00] officer:sun@construction > ACT defer 1 stage=works amount=4
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-04-11T10:00] officer:sun@construction > ACT defer 1 stage=works
        bundle 1 works DEFERRED 3 months by sun
        reply officer:sun@construction RECORDED bundle 1
[2024-04-11T10:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2024-01-15T10:00:00; 10 working days, 59 used, ends 2024-01-29T17:30:00, late
        permit of land, to begin works, from 2024-01-15T10:00:00; 12 months, 87 days used, ends 2025-01-15T17:30:00
        permit of works, to deliver, from 2024-01-15T10:00:00; 10 working days, 59 used, ends 2024-01-29T17:30:00, late
        permit of works, to begin works, from 2024-01-15T10:00:00; 6 months, 87 days used, ends 2024-07-15T17:30:00
[2024-04-11T10:00] broker > RESTART
[2024-07-10T10:00] clerk:li > ACT ask_deferral 1 "flood" stage=works
        bundle 1 works DEFERRAL asked for by li
        reply clerk:li RECORDED bundle 1
[2024-07-11T10:00] head:zhao@construction > ACT defer 1 stage=works amount=1
        bundle 1 works DEFERRED 1 months by zhao
        reply head:zhao@construction RECORDED bundle 1
[2024-07-11T10:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2024-01-15T10:00:00; 10 working days, 122 used, ends 2024-01-29T17:30:00, late
        permit of land, to begin works, from 2024-01-15T10:00:00; 12 months, 178 days used, ends 2025-01-15T17:30:00
        permit of works, to deliver, from 2024-01-15T10:00:00; 10 working days, 122 used, ends 2024-01-29T17:30:00, late
        permit of works, to begin works, from 2024-01-15T10:00:00; 7 months, 178 days used, ends 2024-08-15T17:30:00
[2024-08-01T10:00] client:jz > ACT ask_deferral 1 "flood again" stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
[2024-08-12T10:00] officer:sun@construction > ACT start_works 1 stage=works
        bundle 1 works WORKS begun by sun
        reply officer:sun@construction RECORDED bundle 1
[2024-08-12T10:00] officer:sun@construction > ACT start_works 1 stage=works
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-08-12T10:00] client:jz > ACT ask_deferral 1 "flood again" stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
[2024-08-12T10:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2024-01-15T10:00:00; 10 working days, 144 used, ends 2024-01-29T17:30:00, late
        permit of land, to begin works, from 2024-01-15T10:00:00; 12 months, 210 days used, ends 2025-01-15T17:30:00
        permit of works, to deliver, from 2024-01-15T10:00:00; 10 working days, 144 used, ends 2024-01-29T17:30:00, late
        permit of works, to begin works, from 2024-01-15T10:00:00 to 2024-08-12T10:00:00; 7 months, 210 days used, ends 2024-08-15T17:30:00
[2025-01-16T10:00] client:jz > EXPLAIN 1
        bundle 1 land LAPSED since 2025-01-15T17:30:00 by itself
        works permit waits for its delivery until 2024-01-29T17:30:00 (overdue) since 2024-01-15T10:00:00
