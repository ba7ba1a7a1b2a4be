# The end of a term moves when its year is published: 30 December 2023 is a Saturday, the next Monday is New Year's Day, and who knows that
# only when 2024 is published.
[2023-09-28T09:00] operator:ops > CALENDAR cn.yaml 2023
        calendar of 2023 published by ops
        reply operator:ops RECORDED
[2023-09-28T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2023-09-28T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2023-09-30T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2023-09-30T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2023-09-30T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2023-00001
        reply land:l RECORDED bundle 1
[2023-09-30T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2023-09-30T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2023-09-30T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2023-09-30T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2023-09-30T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2023-09-30T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2023-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2023-10-08T09:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2023-09-30T10:00:00; 10 working days, 2 used, ends 2023-10-18T17:30:00
        permit of land, to begin works, from 2023-09-30T10:00:00; 12 months, 8 days used, ends 2024-09-30T17:30:00, provisional
        permit of works, to deliver, from 2023-09-30T10:00:00; 10 working days, 2 used, ends 2023-10-18T17:30:00
        permit of works, to begin works, from 2023-09-30T10:00:00; 3 months, 8 days used, ends 2024-01-01T17:30:00, provisional
[2023-10-08T09:00] broker > RESTART
[2023-12-28T09:00] operator:ops > CALENDAR cn.yaml 2024
        calendar of 2024 published by ops
        reply operator:ops RECORDED
[2023-12-28T09:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2023-09-30T10:00:00; 10 working days, 61 used, ends 2023-10-18T17:30:00, late
        permit of land, to begin works, from 2023-09-30T10:00:00; 12 months, 89 days used, ends 2024-09-30T17:30:00
        permit of works, to deliver, from 2023-09-30T10:00:00; 10 working days, 61 used, ends 2023-10-18T17:30:00, late
        permit of works, to begin works, from 2023-09-30T10:00:00; 3 months, 89 days used, ends 2024-01-02T17:30:00
[2024-01-01T20:00] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2023-10-18T17:30:00 (overdue) since 2023-09-30T10:00:00
        land permit waits for works to begin until 2024-09-30T17:30:00 since 2023-09-30T10:00:00
        works permit waits for its delivery until 2023-10-18T17:30:00 (overdue) since 2023-09-30T10:00:00
        works permit waits for works to begin until 2024-01-02T17:30:00 since 2023-09-30T10:00:00
[2024-01-02T18:00] client:jz > EXPLAIN 1
        bundle 1 works LAPSED since 2024-01-02T17:30:00 by itself
        land permit waits for its delivery until 2023-10-18T17:30:00 (overdue) since 2023-09-30T10:00:00
        land permit waits for works to begin until 2024-09-30T17:30:00 since 2023-09-30T10:00:00
