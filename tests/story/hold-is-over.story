# No decision waits longer than ten working days for its delivery (许可法 44): when the hold of the first is over, what is granted by then is issued
# together, and each later one as soon as it is granted.
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
[2024-11-20T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-20T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-20T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-25T10:00] broker > RESTART
[2024-11-26T17:00] client:jz > EXPLAIN 1
        land permit waits for the end of its gate's hold until 2024-11-26T17:30:00 since 2024-11-12T10:00:00
        land permit waits for build at housing, member of its gate since 2024-11-12T10:00:00
        plan permit waits for the end of its gate's hold until 2024-11-26T17:30:00 since 2024-11-20T10:00:00
        plan permit waits for build at housing, member of its gate since 2024-11-20T10:00:00
        build review waits for a free worker of housing (0 here, 0 free) since 2024-11-12T10:00:00
[2024-11-26T17:30] clock
        bundle 1 gate together ISSUED land land-2024-00001, plan planning-2024-00001
[2024-11-27T10:00] client:jz > EXPLAIN 1
        build review waits for a free worker of housing (0 here, 0 free) since 2024-11-12T10:00:00
[2024-12-02T10:00] housing:b > HELLO
        bundle 1 build LEASED to housing:b until 2024-12-02T10:00:30 (attempt 1)
        send housing:b JOB bundle 1 build (attempt 1)
[2024-12-02T10:00] housing:b > GRANT 1 build
        bundle 1 build SEALED grant by housing:b (attempt 1)
        bundle 1 build GRANTED
        bundle 1 ISSUED build housing-2024-00001
        bundle 1 ENDED all
        reply housing:b RECORDED bundle 1
