# Before the milestone no clock runs, neither the departments' nor that of all together; with it those of reviews under way begin,
# and those that count from receipt (建筑法 8). A review that may not begin before another's grant does not.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH pre-review.yaml
        procedure pre-review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT pre-review k
        bundle 1 submitted by jz under pre-review 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED pre-review grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-20T10:00] client:jz > CLOCKS 1
        no clock
[2024-11-20T10:00] client:jz > EXPLAIN 1
        plan decision waits for milestone land since 2024-11-12T10:00:00
        title review waits for a free worker of registry (0 here, 0 free) since 2024-11-12T10:00:00
        title decision waits for milestone land since 2024-11-12T10:00:00
        title decision waits for milestone price since 2024-11-12T10:00:00
        works review waits for stage plan at planning since 2024-11-12T10:00:00
[2024-11-21T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-22T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-21T10:00:00; statutory 30 working days, 1 used, ends 2025-01-03T17:30:00
        clock of plan from 2024-11-21T10:00:00 to 2024-11-21T10:00:00; promised 5 working days, 0 used, ends 2024-11-28T17:30:00
        clock of title from 2024-11-21T10:00:00; statutory 7 natural days, 1 used, ends 2024-11-28T17:30:00
        clock of works from 2024-11-21T10:00:00; promised 3 working days, 1 used, ends 2024-11-26T17:30:00
