# A broker without any calendar counts Monday to Friday, and says that it is provisional.
[2024-11-12T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-18T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 4 used, ends 2024-11-26T17:30:00, provisional; statutory 30 working days, 4 used, ends 2024-12-24T17:30:00, provisional
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 4 used, ends 2024-11-19T17:30:00, provisional; statutory 10 working days, 4 used, ends 2024-11-26T17:30:00, provisional
        clock of title from 2024-11-12T10:00:00; promised 8 working hours, 34:00 used, ends 2024-11-13T09:30:00, late, provisional; statutory 30 natural days, 6 used, ends 2024-12-12T17:30:00, provisional
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 4 used, ends 2024-11-21T17:30:00, provisional
