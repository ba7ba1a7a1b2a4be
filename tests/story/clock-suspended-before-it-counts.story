# What comes at a weekend counts from Monday on, and Monday is not counted; so also while the bundle is suspended that Sunday.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH one-day.yaml
        procedure one-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-17T10:00] client:jz > SUBMIT one-day k
        bundle 1 submitted by jz under one-day 1
        bundle 1 review READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-17T10:30] government:mayor > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by mayor
        bundle 1 review PAUSED
        reply government:mayor RECORDED bundle 1
[2024-11-17T11:00] client:jz > CLOCKS 1
        clock of review from 2024-11-17T10:00:00, stands since 2024-11-17T10:30:00 (suspension); promised 1 working day, 0 used, ends 2024-11-19T17:30:00
[2024-11-17T12:00] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        bundle 1 review READY again
        reply government:mayor RECORDED bundle 1
[2024-11-17T12:00] client:jz > CLOCKS 1
        clock of review from 2024-11-17T10:00:00; promised 1 working day, 0 used, ends 2024-11-19T17:30:00
