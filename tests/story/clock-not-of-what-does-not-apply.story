# A stage that does not apply has no clock, also where limits run from the receipt; a restart agrees.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH special-limits.yaml
        procedure special-limits 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT special-limits k skipped=fire
        bundle 1 submitted by jz under special-limits 1
        bundle 1 fire SKIPPED: it does not apply
        bundle 1 build READY at housing
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] broker > RESTART
[2024-11-13T10:00] client:jz > CLOCKS 1
        clock of build from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-21T17:30:00
