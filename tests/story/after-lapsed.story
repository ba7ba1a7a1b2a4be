# 自行废止 (建筑法 9): works have not begun within three months, nobody has asked for more time, and the construction permit lapses by
# itself. Three months from 30 November are over at the end of February (民法典 202).
[2023-11-30T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-11-30T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2023-11-30T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2023-11-30T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2023-11-30T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2023-11-30T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2023-00001
        reply land:l RECORDED bundle 1
[2023-11-30T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2023-11-30T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2023-11-30T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2023-11-30T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2023-11-30T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2023-11-30T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2023-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2023-12-01T09:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2023-11-30T10:00:00; 10 working days, 1 used, ends 2023-12-14T17:30:00
        permit of land, to begin works, from 2023-11-30T10:00:00; 12 months, 1 day used, ends 2024-12-02T17:30:00
        permit of works, to deliver, from 2023-11-30T10:00:00; 10 working days, 1 used, ends 2023-12-14T17:30:00
        permit of works, to begin works, from 2023-11-30T10:00:00; 3 months, 1 day used, ends 2024-02-29T17:30:00
[2024-02-29T17:30] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2023-12-14T17:30:00 (overdue) since 2023-11-30T10:00:00
        land permit waits for works to begin until 2024-12-02T17:30:00 since 2023-11-30T10:00:00
        works permit waits for its delivery until 2023-12-14T17:30:00 (overdue) since 2023-11-30T10:00:00
        works permit waits for works to begin until 2024-02-29T17:30:00 since 2023-11-30T10:00:00
[2024-02-29T17:31] client:jz > EXPLAIN 1
        bundle 1 works LAPSED since 2024-02-29T17:30:00 by itself
        land permit waits for its delivery until 2023-12-14T17:30:00 (overdue) since 2023-11-30T10:00:00
        land permit waits for works to begin until 2024-12-02T17:30:00 since 2023-11-30T10:00:00
[2024-02-29T17:31] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0
        works ISSUED, job DONE, attempt 1, failures 0, lapsed, exchange code 11
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
[2024-02-29T17:32] officer:sun@construction > ACT start_works 1 stage=works
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-02-29T17:32] client:jz > ACT ask_deferral 1 "no funds" stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
