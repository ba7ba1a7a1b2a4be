# A suspended bundle stands still (domain.md 8.1, SUSPENDED): reviews stop, nothing takes effect, clocks stand.
# Milestones are taken all the same, and take effect when it is resumed. The review begins again.
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
[2024-11-12T11:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T11:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T15:00] head:wang@planning > ACT suspend 1 "the court has seized the plot"
        bundle 1 plan READY (lease of attempt 1 expired)
        bundle 1 SUSPENDED by wang
        bundle 1 plan PAUSED
        reply head:wang@planning RECORDED bundle 1
[2024-11-12T15:00] planning:p > GRANT 1 plan credit=1
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[2024-11-14T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        reply client:jz RECORDED bundle 1
[2024-11-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00, stands since 2024-11-12T15:00:00 (suspension); promised 10 working days, 0 used, ends 2024-12-04T17:30:00; statutory 30 working days, 0 used, ends 2025-01-02T17:30:00
        clock of plan from 2024-11-12T10:00:00, stands since 2024-11-12T15:00:00 (suspension); promised 5 working days, 0 used, ends 2024-11-27T17:30:00; statutory 10 working days, 0 used, ends 2024-12-04T17:30:00
        clock of title from 2024-11-12T10:00:00, stands since 2024-11-12T15:00:00 (suspension); promised 8 working hours, 3:30 used, ends 2024-11-20T16:00:00; statutory 30 natural days, 0 used, ends 2024-12-20T17:30:00
        clock of works from 2024-11-12T10:00:00, stands since 2024-11-12T15:00:00 (suspension); statutory 7 working days, 0 used, ends 2024-11-29T17:30:00
[2024-11-20T10:00] client:jz > EXPLAIN 1
        bundle waits for the end of its suspension since 2024-11-12T15:00:00
[2024-11-20T10:00] broker > RESTART
[2024-11-20T16:00] head:wang@planning > ACT resume 1
        bundle 1 RESUMED by wang
        bundle 1 plan READY again
        bundle 1 title GRANTED
        bundle 1 ISSUED title
        reply head:wang@planning RECORDED bundle 1
[2024-11-21T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 1 used, ends 2024-12-04T17:30:00; statutory 30 working days, 1 used, ends 2025-01-02T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 1 used, ends 2024-11-27T17:30:00; statutory 10 working days, 1 used, ends 2024-12-04T17:30:00
        clock of title from 2024-11-12T10:00:00 to 2024-11-20T16:00:00; promised 8 working hours, 3:30 used, ends 2024-11-21T12:00:00; statutory 30 natural days, 0 used, ends 2024-12-20T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-29T17:30:00
[2024-11-21T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-21T10:00:30 (attempt 2)
        send planning:p JOB bundle 1 plan (attempt 2)
[2024-11-21T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan
        bundle 1 works READY at construction
        bundle 1 fire READY at fire
        bundle 1 opinion READY at fire
        reply planning:p RECORDED bundle 1
