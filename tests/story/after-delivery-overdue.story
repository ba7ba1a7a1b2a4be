# Nobody delivers. Nothing happens by itself: the permit is owed all the same, and explain says that it is overdue, also of a bundle
# that has left memory. The ten working days (许可法 44) pass over the Spring Festival of 2024.
[2024-02-08T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-02-08T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-02-08T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-02-08T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-02-08T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-02-08T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-02-08T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-02-08T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-02-08T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-02-08T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-02-08T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-02-08T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-02-09T09:00] broker > RESTART
[2024-02-29T17:00] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2024-02-28T17:30:00 (overdue) since 2024-02-08T10:00:00
        land permit waits for works to begin until 2025-02-08T17:30:00 since 2024-02-08T10:00:00
        works permit waits for its delivery until 2024-02-28T17:30:00 (overdue) since 2024-02-08T10:00:00
        works permit waits for works to begin until 2024-05-08T17:30:00 since 2024-02-08T10:00:00
[2024-03-01T17:31] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2024-02-28T17:30:00 (overdue) since 2024-02-08T10:00:00
        land permit waits for works to begin until 2025-02-08T17:30:00 since 2024-02-08T10:00:00
        works permit waits for its delivery until 2024-02-28T17:30:00 (overdue) since 2024-02-08T10:00:00
        works permit waits for works to begin until 2024-05-08T17:30:00 since 2024-02-08T10:00:00
[2024-03-04T09:00] clerk:li > ACT deliver 1 stage=land
        bundle 1 land DELIVERED by li
        reply clerk:li RECORDED bundle 1
[2024-03-04T09:00] client:jz > CLOCKS 1
        permit of land, to deliver, from 2024-02-08T10:00:00 to 2024-03-04T09:00:00; 10 working days, 13 used, ends 2024-02-28T17:30:00, late
        permit of land, to begin works, from 2024-02-08T10:00:00; 12 months, 25 days used, ends 2025-02-08T17:30:00
        permit of works, to deliver, from 2024-02-08T10:00:00; 10 working days, 13 used, ends 2024-02-28T17:30:00, late
        permit of works, to begin works, from 2024-02-08T10:00:00; 3 months, 25 days used, ends 2024-05-08T17:30:00
