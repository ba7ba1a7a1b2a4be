# A bundle is governed by the version that is in force when it is accepted. One that came into force while the bundle stood at the
# counter governs from then on, and its limits count; what was accepted before stays as it is.
[2024-11-28T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] operator:ops > PUBLISH counter-2.yaml
        procedure counter 2 published by ops
        reply operator:ops RECORDED
[2024-11-29T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-29T10:00] client:jz > SUBMIT counter l
        bundle 2 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-11-29T11:00] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-12-02T11:00] clerk:li > ACT accept 2
        bundle 2 MIGRATED from version 1 to 2, which is in force as it is accepted
        bundle 2 ACCEPTED by li
        bundle 2 fire READY at fire
        bundle 2 plan READY at planning
        reply clerk:li RECORDED bundle 2
[2024-12-02T12:00] client:jz > CLOCKS 1
        clock of all from 2024-11-29T11:00:00; promised 10 working days, 1 used, ends 2024-12-13T17:30:00; statutory 20 working days, 1 used, ends 2024-12-27T17:30:00
        clock of the counter from 2024-11-29T10:00:00 to 2024-11-29T11:00:00; statutory 5 working days, 0 used, ends 2024-12-06T17:30:00
        clock of plan from 2024-11-29T11:00:00; promised 5 working days, 1 used, ends 2024-12-06T17:30:00; statutory 20 working days, 1 used, ends 2024-12-27T17:30:00
        clock of works from 2024-11-29T10:00:00; statutory 7 working days, 1 used, ends 2024-12-10T17:30:00
[2024-12-02T12:00] client:jz > CLOCKS 2
        clock of all from 2024-12-02T11:00:00; promised 8 working days, 0 used, ends 2024-12-12T17:30:00; statutory 20 working days, 0 used, ends 2024-12-30T17:30:00
        clock of the counter from 2024-11-29T10:00:00 to 2024-12-02T11:00:00; statutory 5 working days, 1 used, ends 2024-12-06T17:30:00
        clock of fire from 2024-12-02T11:00:00; promised 3 working days, 0 used, ends 2024-12-05T17:30:00
        clock of plan from 2024-12-02T11:00:00; promised 3 working days, 0 used, ends 2024-12-05T17:30:00; statutory 20 working days, 0 used, ends 2024-12-30T17:30:00
        clock of works from 2024-11-29T10:00:00; statutory 7 working days, 1 used, ends 2024-12-10T17:30:00
[2024-12-02T12:00] broker > RESTART
[2024-12-02T12:01] client:jz > EXPLAIN 2
        fire review waits for a free worker of fire (0 here, 0 free) since 2024-12-02T11:00:00
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-12-02T11:00:00
        works review waits for milestone land since 2024-11-29T10:00:00
