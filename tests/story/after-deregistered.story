# 注销 (许可法 70): struck off on one of six grounds. What has expired, or was revoked, is struck off for that reason; what is in
# force, because its holder or its object is gone. Once.
[2024-03-04T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-03-04T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-03-04T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-03-04T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-03-04T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-03-04T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-03-04T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-03-04T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-03-04T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-03-04T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-03-04T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-03-04T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-03-05T10:00] broker > RESTART
[2024-03-06T10:00] head:zhao@construction > ACT deregister 1 "revoked" stage=works detail=4
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2024-03-06T10:00] head:zhao@construction > ACT deregister 1 "its time is over" stage=works detail=1
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2024-03-06T10:00] head:zhao@construction > ACT deregister 1 "some other ground" stage=works detail=7
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2024-03-06T10:01] head:zhao@construction > ACT revoke 1 "a hearing was left out" stage=works detail=3
        bundle 1 works REVOKED (procedure) by zhao
        reply head:zhao@construction RECORDED bundle 1
[2024-03-06T10:02] head:zhao@construction > ACT deregister 1 "the company is dissolved" stage=works detail=3
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2024-03-06T10:02] head:zhao@construction > ACT deregister 1 "it was revoked" stage=works detail=4
        bundle 1 works DEREGISTERED (revoked) by zhao
        reply head:zhao@construction RECORDED bundle 1
[2024-03-06T10:02] head:zhao@construction > ACT deregister 1 "it was revoked" stage=works detail=4
        reply head:zhao@construction ACT_IMPOSSIBLE (act)
[2024-03-06T10:03] head:qian@land > ACT deregister 1 "the company is dissolved" stage=land detail=3
        bundle 1 land DEREGISTERED (holder_dissolved) by qian
        reply head:qian@land RECORDED bundle 1
[2024-03-06T10:03] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0, deregistered, exchange code 11
        works ISSUED, job DONE, attempt 1, failures 0, revoked, deregistered, exchange code 15
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
