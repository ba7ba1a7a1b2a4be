# Who was given three months to begin works has three months (许可法 8): a bundle is not moved to a version by which a permit that is issued would
# lapse sooner. Before anything is issued, it may be.
[2023-11-30T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-11-30T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2023-11-30T09:00] operator:ops > PUBLISH after-2.yaml
        procedure after 2 published by ops
        reply operator:ops RECORDED
[2023-11-30T09:30] client:jz > SUBMIT after k version=1
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2023-11-30T09:40] client:jz > SUBMIT after k2 version=1
        bundle 2 submitted by jz under after 1
        bundle 2 land READY at land
        bundle 2 works READY at construction
        bundle 2 opinion READY at fire
        reply client:jz RECORDED bundle 2
[2023-11-30T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2023-11-30T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2023-11-30T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2023-00001
        reply construction:c RECORDED bundle 1
[2024-02-02T09:00] operator:ops > MIGRATE after 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since permits are issued that would have other terms in version 2: "works"
[2024-02-02T09:00] operator:ops > MIGRATE after 2 2
        bundle 2 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 2
[2024-02-02T09:10] client:jz > CLOCKS 1
        permit of works, to deliver, from 2023-11-30T10:00:00; 10 working days, 45 used, ends 2023-12-14T17:30:00, late
        permit of works, to begin works, from 2023-11-30T10:00:00; 3 months, 64 days used, ends 2024-02-29T17:30:00
