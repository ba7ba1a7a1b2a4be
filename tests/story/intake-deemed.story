# Nobody says anything in five working days: it is deemed accepted by itself, from the day on which the
# materials were received (许可法 32(4)). So the clock of the department counts from then.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-19T17:30] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-11-19T17:30:00 since 2024-11-12T10:00:00
[2024-11-19T17:31] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-12T10:00:00 by itself
        bundle 1 plan READY at planning
[2024-11-20T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; promised 10 working days, 6 used, ends 2024-11-26T17:30:00; statutory 20 working days, 6 used, ends 2024-12-10T17:30:00
        clock of the counter from 2024-11-12T10:00:00 to 2024-11-19T17:31:00; statutory 5 working days, 5 used, ends 2024-11-19T17:30:00, late
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 6 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 6 used, ends 2024-12-10T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 6 used, ends 2024-11-21T17:30:00
[2024-11-20T10:00] clerk:li > ACT accept 1
        reply clerk:li ACT_IMPOSSIBLE
[2024-11-20T10:00] clerk:li > ACT not_accept 1 "wrong office" on=county
        reply clerk:li ACT_IMPOSSIBLE
