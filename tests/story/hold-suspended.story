# While the bundle is suspended nothing is issued, and the hold stands: a suspension from the 13th to the 20th moves its end
# from 26 November to 3 December.
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
[2024-11-13T10:00] government:mayor > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by mayor
        bundle 1 plan PAUSED
        bundle 1 build PAUSED
        reply government:mayor RECORDED bundle 1
[2024-11-20T10:00] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        bundle 1 plan READY again
        bundle 1 build READY again
        reply government:mayor RECORDED bundle 1
[2024-11-27T10:00] client:jz > EXPLAIN 1
        land permit waits for the end of its gate's hold until 2024-12-03T17:30:00 since 2024-11-12T10:00:00
        land permit waits for plan at planning, member of its gate since 2024-11-12T10:00:00
        land permit waits for build at housing, member of its gate since 2024-11-12T10:00:00
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-11-20T10:00:00
        build review waits for a free worker of housing (0 here, 0 free) since 2024-11-20T10:00:00
        build decision waits for stage plan at planning since 2024-11-20T10:00:00
[2024-12-03T17:30] clock
        bundle 1 gate together ISSUED land land-2024-00001
