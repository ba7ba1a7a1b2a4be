# 超时默认 of a permit (泰州; APL TACITLY): at the end of its limit it counts as granted, and is issued with a number. Where there is
# no statutory limit it is the promised one.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH silence.yaml
        procedure silence 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] land:l > HELLO
[2024-11-12T10:00] client:jz > SUBMIT silence k
        bundle 1 submitted by jz under silence 1
        bundle 1 fire READY at fire
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:l until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 1)
[2024-11-19T17:31] land:l > HELLO
        bundle 1 land READY (lease of attempt 1 expired)
        bundle 1 fire DEEMED agree by itself
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 land DEEMED grant by itself
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
[2024-11-19T17:31] client:jz > SHOW 1
        fire ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        land ISSUED (deemed), job CANCELLED, attempt 1, failures 1
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
[2024-11-19T17:31] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00 to 2024-11-19T17:31:00; promised 1 working day, 5 used, ends 2024-11-13T17:30:00, late; statutory 3 working days, 5 used, ends 2024-11-15T17:30:00, late
        clock of land from 2024-11-12T10:00:00 to 2024-11-19T17:31:00; promised 5 working days, 5 used, ends 2024-11-19T17:30:00, late
        clock of plan from 2024-11-12T10:00:00; statutory 1 working day, 5 used, ends 2024-11-13T17:30:00, late
[2024-11-19T17:31] broker > RESTART
[2024-11-20T10:00] client:jz > SHOW 1
        fire ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        land ISSUED (deemed), job CANCELLED, attempt 1, failures 1
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
