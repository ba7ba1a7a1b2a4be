# A stage that waits for another has no clock yet, unless the law counts from receipt (建筑法 8: works).
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
[2024-11-14T11:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-14T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-14T11:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan
        bundle 1 works READY at construction
        bundle 1 fire READY at fire
        bundle 1 opinion READY at fire
        reply planning:p RECORDED bundle 1
[2024-11-14T11:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 2 used, ends 2024-11-26T17:30:00; statutory 30 working days, 2 used, ends 2024-12-24T17:30:00
        clock of plan from 2024-11-12T10:00:00 to 2024-11-14T11:00:00; promised 5 working days, 2 used, ends 2024-11-19T17:30:00; statutory 10 working days, 2 used, ends 2024-11-26T17:30:00
        clock of title from 2024-11-12T10:00:00; promised 8 working hours, 15:00 used, ends 2024-11-13T11:00:00, late; statutory 30 natural days, 2 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 2 used, ends 2024-11-21T17:30:00
        clock of fire from 2024-11-14T11:00:00; promised 3 working days, 0 used, ends 2024-11-19T17:30:00
