# What was decided under a version without limits, and is returned under one with, counts from its next review and not while it waits.
[2026-03-02T10:00] operator:ops > PUBLISH chain.yaml
        procedure chain 1 published by ops
        reply operator:ops RECORDED
[2026-03-02T10:00] operator:ops > PUBLISH chain-in-time.yaml
        procedure chain 2 published by ops
        reply operator:ops RECORDED
[2026-03-02T10:00] design:d > HELLO
[2026-03-02T10:00] planning:p > HELLO
[2026-03-02T10:00] client:jz > SUBMIT chain k version=1
        bundle 1 submitted by jz under chain 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 design LEASED to design:d until 2026-03-02T10:00:30 (attempt 1)
        bundle 1 plan LEASED to planning:p until 2026-03-02T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2026-03-02T10:00] design:d > GRANT 1 design credit=0
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[2026-03-02T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 works READY at housing
        reply planning:p RECORDED bundle 1
[2026-03-03T10:00] operator:ops > MIGRATE chain 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[2026-03-03T10:00] officer:li@housing > ACT return 1 "two plots, not one" stage=works on=design
        bundle 1 works RETURNED to design by li
        bundle 1 plan WAITING again
        bundle 1 works WAITING again
        reply officer:li@housing RECORDED bundle 1
[2026-03-03T10:00] client:jz > CLOCKS 1
        clock of works from 2026-03-03T10:00:00; promised 5 working days, 0 used, ends 2026-03-10T17:30:00, provisional
[2026-03-04T10:00] design:e > HELLO
        bundle 1 design LEASED to design:e until 2026-03-04T10:00:30 (attempt 2)
        send design:e JOB bundle 1 design (attempt 2)
[2026-03-04T10:00] design:e > GRANT 1 design
        bundle 1 design SEALED grant by design:e (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        reply design:e RECORDED bundle 1
[2026-03-04T10:00] client:jz > CLOCKS 1
        clock of plan from 2026-03-04T10:00:00; promised 5 working days, 0 used, ends 2026-03-11T17:30:00, provisional
        clock of works from 2026-03-03T10:00:00; promised 5 working days, 1 used, ends 2026-03-10T17:30:00, provisional
