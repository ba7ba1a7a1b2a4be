# An act on an ended bundle is answered again by its request id, whether the bundle is in memory or not; the same id for something else is
# refused.
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
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=land id=d1
        bundle 1 land DELIVERED by li
        reply clerk:li RECORDED bundle 1
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=land id=d1
        reply clerk:li RECORDED bundle 1 repeated
[2024-01-16T10:00] broker > RESTART
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=land id=d1
        reply clerk:li RECORDED bundle 1 repeated
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=works id=d1
        reply clerk:li REQUEST_CONFLICT (request-id)
[2024-01-16T10:00] broker > DISK reserve
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=works id=d2
        reply clerk:li DISK_FULL (journal)
