# What is submitted on a Saturday counts as received on Monday: the first day that is counted is Tuesday.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH one-day.yaml
        procedure one-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-16T11:00] client:jz > SUBMIT one-day k
        bundle 1 submitted by jz under one-day 1
        bundle 1 review READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-16T11:00] client:jz > CLOCKS 1
        clock of review from 2024-11-16T11:00:00; promised 1 working day, 0 used, ends 2024-11-19T17:30:00
[2024-11-18T17:29] client:jz > CLOCKS 1
        clock of review from 2024-11-16T11:00:00; promised 1 working day, 0 used, ends 2024-11-19T17:30:00
[2024-11-19T09:00] client:jz > CLOCKS 1
        clock of review from 2024-11-16T11:00:00; promised 1 working day, 1 used, ends 2024-11-19T17:30:00
