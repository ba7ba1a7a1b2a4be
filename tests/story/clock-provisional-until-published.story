# A limit that reaches into a year that is not published ends provisionally, by Monday to Friday. When the
# year arrives, the end is right, without anybody having asked for it: nothing was stored as a date.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml 2023 2024
        calendar of 2023, 2024 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-12-25T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-12-25T10:00] client:jz > CLOCKS 1
        clock of all from 2024-12-25T10:00:00; promised 10 working days, 0 used, ends 2025-01-08T17:30:00, provisional; statutory 30 working days, 0 used, ends 2025-02-05T17:30:00, provisional
        clock of plan from 2024-12-25T10:00:00; promised 5 working days, 0 used, ends 2025-01-01T17:30:00, provisional; statutory 10 working days, 0 used, ends 2025-01-08T17:30:00, provisional
        clock of title from 2024-12-25T10:00:00; promised 8 working hours, 0:00 used, ends 2024-12-26T11:00:00; statutory 30 natural days, 0 used, ends 2025-01-24T17:30:00, provisional
        clock of works from 2024-12-25T10:00:00; statutory 7 working days, 0 used, ends 2025-01-03T17:30:00, provisional
[2024-12-26T09:00] operator:ops > CALENDAR cn.yaml 2025
        calendar of 2025 published by ops
        reply operator:ops RECORDED
[2024-12-26T10:00] client:jz > CLOCKS 1
        clock of all from 2024-12-25T10:00:00; promised 10 working days, 1 used, ends 2025-01-09T17:30:00; statutory 30 working days, 1 used, ends 2025-02-12T17:30:00
        clock of plan from 2024-12-25T10:00:00; promised 5 working days, 1 used, ends 2025-01-02T17:30:00; statutory 10 working days, 1 used, ends 2025-01-09T17:30:00
        clock of title from 2024-12-25T10:00:00; promised 8 working hours, 7:00 used, ends 2024-12-26T11:00:00; statutory 30 natural days, 1 used, ends 2025-01-24T17:30:00
        clock of works from 2024-12-25T10:00:00; statutory 7 working days, 1 used, ends 2025-01-06T17:30:00
