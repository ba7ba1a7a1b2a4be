# Everybody is granted before the hold is over: the permits are issued together at that moment, as under issue_rest.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH hold.yaml
        procedure hold 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT hold k
        bundle 1 submitted by jz under hold 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-11-12T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-11-12T10:00] land:l > GRANT 1 land
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        reply land:l RECORDED bundle 1
[2024-11-13T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-13T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-13T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-14T10:00] client:jz > EXPLAIN 1
        land permit waits for the end of its gate's hold until 2024-11-26T17:30:00 since 2024-11-12T10:00:00
        land permit waits for build at housing, member of its gate since 2024-11-12T10:00:00
        plan permit waits for the end of its gate's hold until 2024-11-26T17:30:00 since 2024-11-13T10:00:00
        plan permit waits for build at housing, member of its gate since 2024-11-13T10:00:00
        build review waits for a free worker of housing (0 here, 0 free) since 2024-11-12T10:00:00
[2024-11-18T10:00] housing:b > HELLO
        bundle 1 build LEASED to housing:b until 2024-11-18T10:00:30 (attempt 1)
        send housing:b JOB bundle 1 build (attempt 1)
[2024-11-18T10:00] housing:b > GRANT 1 build
        bundle 1 build SEALED grant by housing:b (attempt 1)
        bundle 1 build GRANTED
        bundle 1 gate together ISSUED land land-2024-00001, plan planning-2024-00001, build housing-2024-00001
        bundle 1 ENDED all
        reply housing:b RECORDED bundle 1
