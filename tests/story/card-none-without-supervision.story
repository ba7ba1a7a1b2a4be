# A procedure without a section `supervision` raises no card, however late it is.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2025-03-04T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-04T10:00:00; promised 10 working days, 81 used, ends 2024-11-18T17:30:00, late; statutory 30 working days, 81 used, ends 2024-12-16T17:30:00, late
        clock of plan from 2024-11-04T10:00:00; promised 5 working days, 81 used, ends 2024-11-11T17:30:00, late; statutory 10 working days, 81 used, ends 2024-11-18T17:30:00, late
        clock of title from 2024-11-04T10:00:00; promised 8 working hours, 567:00 used, ends 2024-11-05T11:00:00, late; statutory 30 natural days, 120 used, ends 2024-12-04T17:30:00, late
        clock of works from 2024-11-04T10:00:00; statutory 7 working days, 81 used, ends 2024-11-13T17:30:00, late
[2025-03-04T10:00] supervisor:sun > CARDS 1
        no card
