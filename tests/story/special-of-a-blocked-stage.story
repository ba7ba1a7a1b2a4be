# A special procedure ends with its stage: once that is blocked, the time of all stages together runs again.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH special-cancel.yaml
        procedure special-cancel 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT special-cancel k
        bundle 1 submitted by jz under special-cancel 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 survey READY at survey
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil" stage=plan detail=testing amount=5
        bundle 1 plan PAUSED for testing 5 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 5 working days, 1 used, ends 2024-11-20T17:30:00); statutory 20 working days, 1 used, ends 2024-12-11T17:30:00
[2024-11-15T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-11-15T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-11-15T10:00] land:l > REFUSE 1 land "flood plain"
        bundle 1 land REFUSED by land:l (attempt 1)
        bundle 1 plan BLOCKED by gate together
        bundle 1 gate together LAPSED
        reply land:l RECORDED bundle 1
[2024-11-18T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 20 working days, 2 used, ends 2024-12-12T17:30:00
[2024-11-18T10:00] client:jz > EXPLAIN 1
        survey review waits for a free worker of survey (0 here, 0 free) since 2024-11-12T10:00:00
