# A review that is done does not stop the clock: the decision does. The time between is used up by what
# the decision waits for, here the land contract.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH clocks.yaml
        procedure clocks 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT clocks k
        bundle 1 submitted by jz under clocks 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T11:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T11:00] registry:r > GRANT 1 title credit=0
        bundle 1 title SEALED grant by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2024-11-13T15:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 1 used, ends 2024-11-26T17:30:00; statutory 30 working days, 1 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 1 used, ends 2024-11-19T17:30:00; statutory 10 working days, 1 used, ends 2024-11-26T17:30:00
        clock of title from 2024-11-12T10:00:00; promised 8 working hours, 10:30 used, ends 2024-11-13T11:00:00, late; statutory 30 natural days, 1 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-21T17:30:00
[2024-11-14T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 title GRANTED
        bundle 1 ISSUED title
        reply client:jz RECORDED bundle 1
[2024-11-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 6 used, ends 2024-11-26T17:30:00; statutory 30 working days, 6 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 6 used, ends 2024-11-19T17:30:00, late; statutory 10 working days, 6 used, ends 2024-11-26T17:30:00
        clock of title from 2024-11-12T10:00:00 to 2024-11-14T10:00:00; promised 8 working hours, 14:00 used, ends 2024-11-13T11:00:00, late; statutory 30 natural days, 2 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 6 used, ends 2024-11-21T17:30:00
