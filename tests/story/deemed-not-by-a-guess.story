# While the end of the limit rests on a year that is not published, nothing is deemed; it is when the year has come.
[2024-11-12T09:00] operator:ops > PUBLISH silence.yaml
        procedure silence 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT silence k
        bundle 1 submitted by jz under silence 1
        bundle 1 fire READY at fire
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-25T10:00] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00; promised 1 working day, 9 used, ends 2024-11-13T17:30:00, late, provisional; statutory 3 working days, 9 used, ends 2024-11-15T17:30:00, late, provisional
        clock of land from 2024-11-12T10:00:00; promised 5 working days, 9 used, ends 2024-11-19T17:30:00, late, provisional
        clock of plan from 2024-11-12T10:00:00; statutory 1 working day, 9 used, ends 2024-11-13T17:30:00, late, provisional
[2024-11-25T11:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
        bundle 1 fire DEEMED agree by itself
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 land DEEMED grant by itself
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
[2024-11-25T11:00] client:jz > SHOW 1
        fire ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        land ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
