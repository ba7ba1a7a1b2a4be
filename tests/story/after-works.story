# 中止施工 and 恢复施工 (建筑法 10): works stand still and go on; after a year or more only if the permit was checked again.
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
[2024-02-01T10:00] clerk:li > ACT stop_works 1 "frost" stage=works
        reply clerk:li ACT_IMPOSSIBLE (act)
[2024-02-01T10:00] clerk:li > ACT start_works 1 stage=works
        bundle 1 works WORKS begun by li
        reply clerk:li RECORDED bundle 1
[2024-02-05T10:00] clerk:li > ACT stop_works 1 "frost" stage=works
        bundle 1 works WORKS stand still by li
        reply clerk:li RECORDED bundle 1
[2024-02-05T10:00] clerk:li > ACT stop_works 1 "frost" stage=works
        reply clerk:li ACT_IMPOSSIBLE (act)
[2024-03-01T10:00] officer:sun@construction > ACT go_on_works 1 stage=works
        bundle 1 works WORKS go on by sun
        reply officer:sun@construction RECORDED bundle 1
[2024-03-01T10:00] officer:sun@construction > ACT go_on_works 1 stage=works
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-05-06T10:00] clerk:li > ACT stop_works 1 "the contractor is insolvent" stage=works
        bundle 1 works WORKS stand still by li
        reply clerk:li RECORDED bundle 1
[2024-05-06T11:00] broker > RESTART
[2025-05-06T10:00] officer:sun@construction > ACT go_on_works 1 stage=works
        bundle 1 land LAPSED since 2025-01-15T17:30:00 by itself
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2025-05-06T10:00] officer:sun@construction > ACT go_on_works 1 stage=works detail=1
        bundle 1 works WORKS go on (checked) by sun
        reply officer:sun@construction RECORDED bundle 1
[2025-05-06T10:00] clerk:li > ACT stop_works 1 "frost" stage=land
        reply clerk:li ACT_IMPOSSIBLE (act)
[2025-05-06T10:00] clerk:li > ACT stop_works 1 "frost" stage=opinion
        reply clerk:li ACT_IMPOSSIBLE (act)
