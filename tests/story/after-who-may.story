# Who may do what to a permit, and to which stage: the counter delivers, the department decides, and nobody acts on what gave no permit.
# Whatever does not concern a permit cannot be done to an ended bundle.
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
[2024-01-16T10:00] officer:sun@construction > ACT deliver 1 stage=works
        reply officer:sun@construction NOT_ALLOWED (role)
[2024-01-16T10:00] officer:sun@construction > ACT revoke 1 "wrong" stage=works
        reply officer:sun@construction NOT_ALLOWED (role)
[2024-01-16T10:00] head:qian@land > ACT revoke 1 "wrong" stage=works
        reply head:qian@land NOT_ALLOWED (department)
[2024-01-16T10:00] client:jz > ACT revoke 1 "wrong" stage=works
        reply client:jz NOT_ALLOWED (role)
[2024-01-16T10:00] head:qian@land > ACT revoke 1 stage=land
        reply head:qian@land REASON_MISSING (reason)
[2024-01-16T10:00] head:qian@land > ACT revoke 1 "wrong" stage=land detail=9
        reply head:qian@land ACT_IMPOSSIBLE (act)
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=nothing
        reply clerk:li STAGE_UNKNOWN (stage)
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=opinion
        reply clerk:li ACT_IMPOSSIBLE (act)
[2024-01-16T10:00] clerk:li > ACT deliver 7 stage=works
        reply clerk:li BUNDLE_UNKNOWN (bundle)
[2024-01-16T10:00] head:qian@land > ACT suspend 1 "flood"
        reply head:qian@land BUNDLE_ENDED (bundle)
[2024-01-16T10:00] client:jz > WITHDRAW 1 "too late"
        reply client:jz BUNDLE_ENDED (bundle)
[2024-01-16T10:00] client:jz > ACT ask_renewal 1 stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
