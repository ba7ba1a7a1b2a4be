# What is not counted is not silence: a special procedure (许可法 45), a suspension and an extension put it off.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH silence.yaml
        procedure silence 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT silence k
        bundle 1 submitted by jz under silence 1
        bundle 1 fire READY at fire
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@fire > ACT special_start 1 "soil" stage=fire detail=testing amount=5
        bundle 1 fire PAUSED for testing 5 working days planned by li
        reply officer:li@fire RECORDED bundle 1
[2024-11-13T10:00] head:chen@land > ACT extend 1 "large" stage=land amount=10
        bundle 1 land EXTENDED promised 10 more by chen
        reply head:chen@land RECORDED bundle 1
[2024-11-20T10:00] officer:li@fire > ACT special_end 1 "clean" stage=fire
        bundle 1 fire READY again after its special procedure by li
        reply officer:li@fire RECORDED bundle 1
[2024-11-20T10:00] government:mayor > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by mayor
        bundle 1 fire PAUSED
        bundle 1 land PAUSED
        bundle 1 plan PAUSED
        reply government:mayor RECORDED bundle 1
[2024-11-25T10:00] broker > RESTART
[2024-11-25T10:00] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        bundle 1 fire READY again
        bundle 1 land READY again
        bundle 1 plan READY again
        reply government:mayor RECORDED bundle 1
[2024-11-27T17:30] client:jz > SHOW 1
        fire REVIEWING, job READY, attempt 0, failures 0
        land REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
[2024-11-27T17:31] client:jz > SHOW 1
        bundle 1 fire DEEMED agree by itself
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        fire ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        land REVIEWING, job READY, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
[2024-12-06T17:30] client:jz > CLOCKS 1
        clock of fire from 2024-11-12T10:00:00 to 2024-11-27T17:31:00; promised 1 working day, 3 used, ends 2024-11-25T17:30:00, late; statutory 3 working days, 3 used, ends 2024-11-27T17:30:00, late
        clock of land from 2024-11-12T10:00:00, extended by 10; promised 15 working days, 15 used, ends 2024-12-06T17:30:00
        clock of plan from 2024-11-12T10:00:00; statutory 1 working day, 15 used, ends 2024-11-13T17:30:00, late
[2024-12-06T17:31] client:jz > SHOW 1
        bundle 1 land DEEMED grant by itself
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        fire ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        land ISSUED (deemed), job CANCELLED, attempt 0, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        result open
