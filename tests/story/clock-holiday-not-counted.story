# Over the Spring Festival no time is used: 5 working days from 2024-02-07 end on 2024-02-20, since the
# holiday lasts from the 10th to the 17th, and the 18th, a Sunday, is worked for it.
[2024-02-07T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-02-07T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-02-07T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-02-17T10:00] client:jz > CLOCKS 1
        clock of all from 2024-02-07T10:00:00; promised 10 working days, 2 used, ends 2024-02-27T17:30:00; statutory 30 working days, 2 used, ends 2024-03-26T17:30:00
        clock of plan from 2024-02-07T10:00:00; promised 5 working days, 2 used, ends 2024-02-20T17:30:00; statutory 10 working days, 2 used, ends 2024-02-27T17:30:00
        clock of title from 2024-02-07T10:00:00; promised 8 working hours, 20:00 used, ends 2024-02-08T11:00:00, late; statutory 30 natural days, 10 used, ends 2024-03-08T17:30:00
        clock of works from 2024-02-07T10:00:00; statutory 7 working days, 2 used, ends 2024-02-22T17:30:00
[2024-02-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-02-07T10:00:00; promised 10 working days, 5 used, ends 2024-02-27T17:30:00; statutory 30 working days, 5 used, ends 2024-03-26T17:30:00
        clock of plan from 2024-02-07T10:00:00; promised 5 working days, 5 used, ends 2024-02-20T17:30:00; statutory 10 working days, 5 used, ends 2024-02-27T17:30:00
        clock of title from 2024-02-07T10:00:00; promised 8 working hours, 35:00 used, ends 2024-02-08T11:00:00, late; statutory 30 natural days, 13 used, ends 2024-03-08T17:30:00
        clock of works from 2024-02-07T10:00:00; statutory 7 working days, 5 used, ends 2024-02-22T17:30:00
