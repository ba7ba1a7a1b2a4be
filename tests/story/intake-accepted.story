# 接件, then 受理 (许可法 32(5)): what is complete is accepted by a clerk of the counter. Nothing opens before;
# the clock of the department counts from the acceptance (许可法 42), that of works from the receipt (建筑法 8).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:30] planning:p > HELLO
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-13T10:00] client:jz > CLOCKS 1
        clock of the counter from 2024-11-12T10:00:00; statutory 5 working days, 1 used, ends 2024-11-19T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-21T17:30:00
[2024-11-14T10:00] broker > RESTART
[2024-11-14T10:00] planning:p > HELLO
[2024-11-14T11:00] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 2024-11-14T11:00:30 (attempt 1)
        reply clerk:li RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-15T10:00] client:jz > CLOCKS 1
        bundle 1 plan READY (lease of attempt 1 expired)
        clock of all from 2024-11-14T11:00:00; promised 10 working days, 1 used, ends 2024-11-28T17:30:00; statutory 20 working days, 1 used, ends 2024-12-12T17:30:00
        clock of the counter from 2024-11-12T10:00:00 to 2024-11-14T11:00:00; statutory 5 working days, 2 used, ends 2024-11-19T17:30:00
        clock of plan from 2024-11-14T11:00:00; promised 5 working days, 1 used, ends 2024-11-21T17:30:00; statutory 20 working days, 1 used, ends 2024-12-12T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 3 used, ends 2024-11-21T17:30:00
[2024-11-15T10:00] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (1 here, 0 free) since 2024-11-15T10:00:00
        works review waits for milestone land since 2024-11-12T10:00:00
[2024-11-15T10:00] clerk:li > ACT accept 1
        reply clerk:li ACT_IMPOSSIBLE
