# Working hours are counted from the minute, and stand over lunch and over night.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T11:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T13:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T11:00:00; promised 10 working days, 0 used, ends 2024-11-26T17:30:00; statutory 30 working days, 0 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T11:00:00; promised 5 working days, 0 used, ends 2024-11-19T17:30:00; statutory 10 working days, 0 used, ends 2024-11-26T17:30:00
        clock of title from 2024-11-12T11:00:00; promised 8 working hours, 1:00 used, ends 2024-11-13T12:00:00; statutory 30 natural days, 0 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T11:00:00; statutory 7 working days, 0 used, ends 2024-11-21T17:30:00
[2024-11-13T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T11:00:00; promised 10 working days, 1 used, ends 2024-11-26T17:30:00; statutory 30 working days, 1 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T11:00:00; promised 5 working days, 1 used, ends 2024-11-19T17:30:00; statutory 10 working days, 1 used, ends 2024-11-26T17:30:00
        clock of title from 2024-11-12T11:00:00; promised 8 working hours, 6:00 used, ends 2024-11-13T12:00:00; statutory 30 natural days, 1 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T11:00:00; statutory 7 working days, 1 used, ends 2024-11-21T17:30:00
