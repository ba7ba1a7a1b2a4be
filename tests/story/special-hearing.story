# A hearing, seen from the counter: its time is not counted (许可法 45), its day is told seven working days before,
# and it is held within twenty (许可法 47, 48). The planned days are told, and end nothing by themselves.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "neighbours asked for a hearing" stage=plan detail=hearing amount=10 until=2024-11-22
        bundle 1 plan PAUSED for hearing 10 working days planned to be held by 2024-11-23T00:00:00 by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-15T10:00] client:jz > EXPLAIN 1
        plan review waits for the end of its hearing at planning, planned until 2024-11-27T17:30:00 since 2024-11-13T10:00:00
[2024-11-15T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special hearing; planned 10 working days, 2 used, ends 2024-11-27T17:30:00); statutory 45 working days, 1 used, ends 2025-01-17T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (special hearing; planned 10 working days, 2 used, ends 2024-11-27T17:30:00); promised 5 working days, 1 used, ends 2024-11-21T17:30:00; statutory 20 working days, 1 used, ends 2024-12-12T17:30:00
[2024-11-15T10:00] client:jz > SHOW 1
        plan PAUSED, job CANCELLED, attempt 0, failures 0
        result open
[2024-11-15T10:00] broker > RESTART
[2024-11-26T16:00] officer:li@planning > ACT special_end 1 "the hearing was held on 22 November; see its record" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-27T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 2 used, ends 2025-01-27T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 2 used, ends 2024-12-02T17:30:00; statutory 20 working days, 2 used, ends 2024-12-23T17:30:00
[2024-11-27T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-27T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-27T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply planning:p RECORDED bundle 1
