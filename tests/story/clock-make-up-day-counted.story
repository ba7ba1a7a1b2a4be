# A Sunday that is worked for a holiday counts like a Monday: 2025-01-26 for the Spring Festival.
[2025-01-24T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2025-01-24T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2025-01-24T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2025-01-25T10:00] client:jz > CLOCKS 1
        clock of all from 2025-01-24T10:00:00; promised 10 working days, 0 used, ends 2025-02-13T17:30:00; statutory 30 working days, 0 used, ends 2025-03-13T17:30:00
        clock of plan from 2025-01-24T10:00:00; promised 5 working days, 0 used, ends 2025-02-07T17:30:00; statutory 10 working days, 0 used, ends 2025-02-13T17:30:00
        clock of title from 2025-01-24T10:00:00; promised 8 working hours, 6:00 used, ends 2025-01-26T11:00:00; statutory 30 natural days, 1 used, ends 2025-02-24T17:30:00
        clock of works from 2025-01-24T10:00:00; statutory 7 working days, 0 used, ends 2025-02-10T17:30:00
[2025-01-26T10:00] client:jz > CLOCKS 1
        clock of all from 2025-01-24T10:00:00; promised 10 working days, 1 used, ends 2025-02-13T17:30:00; statutory 30 working days, 1 used, ends 2025-03-13T17:30:00
        clock of plan from 2025-01-24T10:00:00; promised 5 working days, 1 used, ends 2025-02-07T17:30:00; statutory 10 working days, 1 used, ends 2025-02-13T17:30:00
        clock of title from 2025-01-24T10:00:00; promised 8 working hours, 7:00 used, ends 2025-01-26T11:00:00; statutory 30 natural days, 2 used, ends 2025-02-24T17:30:00
        clock of works from 2025-01-24T10:00:00; statutory 7 working days, 1 used, ends 2025-02-10T17:30:00
