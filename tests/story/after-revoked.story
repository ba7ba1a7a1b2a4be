# 撤销 (许可法 69): a permit that should not have been granted is revoked by the head of its department, years after its bundle has
# ended and left memory. The national exchange calls that 15. It can neither be revoked nor recalled again.
[2023-03-30T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-03-30T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2023-03-30T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2023-03-30T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2023-03-30T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2023-03-30T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2023-00001
        reply land:l RECORDED bundle 1
[2023-03-30T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2023-03-30T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2023-03-30T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2023-03-30T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2023-03-30T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2023-03-30T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2023-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2023-03-31T09:00] head:zhao@construction > ACT start_works 1 stage=works
        bundle 1 works WORKS begun by zhao
        reply head:zhao@construction RECORDED bundle 1
[2023-03-31T09:00] broker > RESTART
[2026-05-20T10:00] head:zhao@construction > ACT revoke 1 "the contractor's licence was forged" stage=works detail=6
        bundle 1 land LAPSED since 2024-04-01T17:30:00 by itself
        bundle 1 works REVOKED (fraud) by zhao
        reply head:zhao@construction RECORDED bundle 1
[2026-05-20T10:00] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0, lapsed, exchange code 11
        works ISSUED, job DONE, attempt 1, failures 0, revoked, exchange code 15
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
[2026-05-20T10:01] head:zhao@construction > ACT revoke 1 "again" stage=works
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2026-05-20T10:01] head:zhao@construction > ACT recall 1 "the plan has changed" stage=works
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2026-05-20T10:02] broker > RESTART
[2026-05-20T10:03] head:zhao@construction > ACT recall 1 "the plan has changed" stage=works
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2026-05-20T10:03] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0, lapsed, exchange code 11
        works ISSUED, job DONE, attempt 1, failures 0, revoked, exchange code 15
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
[2026-05-20T10:03] client:jz > CLOCKS 1
        permit of land, to deliver, from 2023-03-30T10:00:00 to 2024-04-01T17:30:00; 10 working days, 251 used, ends 2023-04-14T17:30:00, late
        permit of land, to begin works, from 2023-03-30T10:00:00 to 2024-04-01T17:30:00; 12 months, 368 days used, ends 2024-04-01T17:30:00
        permit of works, to deliver, from 2023-03-30T10:00:00 to 2026-05-20T10:00:00; 10 working days, 780 used, ends 2023-04-14T17:30:00, late
        permit of works, to begin works, from 2023-03-30T10:00:00 to 2023-03-31T09:00:00; 3 months, 1 day used, ends 2023-06-30T17:30:00
