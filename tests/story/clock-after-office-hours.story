# What comes after the office has closed counts as received on the next working day; what comes at the
# closing minute is still in time.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH one-day.yaml
        procedure one-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T17:30] client:jz > SUBMIT one-day in-time
        bundle 1 submitted by jz under one-day 1
        bundle 1 review READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T17:31] client:jz > SUBMIT one-day too-late
        bundle 2 submitted by jz under one-day 1
        bundle 2 review READY at planning
        reply client:jz RECORDED bundle 2
[2024-11-12T17:31] client:jz > CLOCKS 1
        clock of review from 2024-11-12T17:30:00; promised 1 working day, 0 used, ends 2024-11-13T17:30:00
[2024-11-12T17:31] client:jz > CLOCKS 2
        clock of review from 2024-11-12T17:31:00; promised 1 working day, 0 used, ends 2024-11-14T17:30:00
