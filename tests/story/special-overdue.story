# The days planned for a special procedure are over, and it goes on: whoever asks is told since when (domain.md 8.1,
# SPECIAL has a timer of its own). The clock of the stage stands all the same; nothing ends by itself.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "soil must be tested" stage=plan detail=testing amount=3
        bundle 1 plan PAUSED for testing 3 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-18T17:30] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 3 used, ends 2024-11-18T17:30:00); statutory 45 working days, 1 used, ends 2025-01-20T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 3 used, ends 2024-11-18T17:30:00); promised 5 working days, 1 used, ends 2024-11-22T17:30:00; statutory 20 working days, 1 used, ends 2024-12-13T17:30:00
[2024-11-18T17:31] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 3 used, ends 2024-11-18T17:30:00, late); statutory 45 working days, 1 used, ends 2025-01-20T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 3 used, ends 2024-11-18T17:30:00, late); promised 5 working days, 1 used, ends 2024-11-22T17:30:00; statutory 20 working days, 1 used, ends 2024-12-13T17:30:00
[2024-11-25T10:00] client:jz > EXPLAIN 1
        plan review waits for the end of its testing at planning, planned until 2024-11-18T17:30:00 since 2024-11-13T10:00:00
[2024-11-25T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 8 used, ends 2024-11-18T17:30:00, late); statutory 45 working days, 1 used, ends 2025-01-26T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special testing; planned 3 working days, 8 used, ends 2024-11-18T17:30:00, late); promised 5 working days, 1 used, ends 2024-11-29T17:30:00; statutory 20 working days, 1 used, ends 2024-12-20T17:30:00
[2024-11-25T10:00] officer:li@planning > ACT special_end 1 "clean" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-25T10:00] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (1 here, 0 free) since 2024-11-25T10:00:00
