# A suspension may say until when it lasts; then the bundle goes on by itself, also where the broker was restarted in between.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH one-day.yaml
        procedure one-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT one-day k
        bundle 1 submitted by jz under one-day 1
        bundle 1 review READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:30] government:mayor > ACT suspend 1 "flood" until=2024-11-14
        bundle 1 SUSPENDED until 2024-11-15T00:00:00 by mayor
        bundle 1 review PAUSED
        reply government:mayor RECORDED bundle 1
[2024-11-13T09:00] client:jz > CLOCKS 1
        clock of review from 2024-11-12T10:00:00, stands since 2024-11-12T10:30:00 (suspension); promised 1 working day, 0 used, ends 2024-11-14T17:30:00
[2024-11-13T09:00] broker > RESTART
[2024-11-15T09:00] client:jz > EXPLAIN 1
        bundle 1 RESUMED by itself
        bundle 1 review READY again
        review review waits for a free worker of planning (0 here, 0 free) since 2024-11-15T09:00:00
[2024-11-15T09:00] client:jz > CLOCKS 1
        clock of review from 2024-11-12T10:00:00; promised 1 working day, 0 used, ends 2024-11-18T17:30:00
