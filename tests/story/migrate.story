# tongfa migrate: named open bundles are moved to another version. Stages keep by their names what was done; new ones wait, and begin if they may; clocks
# go on under the new limits. A job whose stage has another place now is called back and goes out again.
[2024-12-02T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-12-02T09:30] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-12-02T09:30] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-12-02T09:40] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-12-02T09:40:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-12-02T09:40] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works
        reply construction:c RECORDED bundle 1
[2024-12-02T09:40] client:jz > SUBMIT counter l
        bundle 2 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-12-02T09:40] clerk:li > ACT accept 2
        bundle 2 ACCEPTED by li
        bundle 2 plan READY at planning
        reply clerk:li RECORDED bundle 2
[2024-12-02T09:41] client:jz > SIGNAL 2 land
        bundle 2 land reached
        bundle 2 works READY at construction
        reply client:jz RECORDED bundle 2
[2024-12-02T09:42] construction:c > CREDIT 1
        bundle 2 works LEASED to construction:c until 2024-12-02T09:42:30 (attempt 1)
        send construction:c JOB bundle 2 works (attempt 1)
[2024-12-02T10:00] operator:ops > PUBLISH counter-2.yaml
        bundle 2 works READY (lease of attempt 1 expired)
        procedure counter 2 published by ops
        reply operator:ops RECORDED
[2024-12-02T10:00] operator:ops > MIGRATE counter 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages are decided that may not be decided yet in version 2: "works"
[2024-12-02T10:00] construction:c > HELLO
        bundle 2 works LEASED to construction:c until 2024-12-02T10:00:30 (attempt 2)
        send construction:c JOB bundle 2 works (attempt 2)
[2024-12-02T10:00] operator:ops > MIGRATE counter 2 2
        bundle 2 MIGRATED from version 1 to 2 by ops
        bundle 2 fire READY at fire
        send construction:c CANCEL bundle 2 works (attempt 2)
        reply operator:ops RECORDED bundle 2
[2024-12-02T10:00] construction:c > GRANT 2 works attempt=2 credit=0
        bundle 2 plan claim of c refused (attempt 2)
        reply construction:c LEASE_STALE (token)
[2024-12-02T10:00] construction:c > GRANT 2 works credit=0
        reply construction:c LEASE_STALE (token)
[2024-12-03T10:00] client:jz > CLOCKS 2
        clock of all from 2024-12-02T09:40:00; promised 8 working days, 1 used, ends 2024-12-12T17:30:00; statutory 20 working days, 1 used, ends 2024-12-30T17:30:00
        clock of the counter from 2024-12-02T09:40:00 to 2024-12-02T09:40:00; statutory 5 working days, 0 used, ends 2024-12-09T17:30:00
        clock of fire from 2024-12-02T10:00:00; promised 3 working days, 1 used, ends 2024-12-05T17:30:00
        clock of plan from 2024-12-02T09:40:00; promised 3 working days, 1 used, ends 2024-12-05T17:30:00; statutory 20 working days, 1 used, ends 2024-12-30T17:30:00
        clock of works from 2024-12-02T09:40:00; statutory 7 working days, 1 used, ends 2024-12-11T17:30:00
[2024-12-03T10:00] broker > RESTART
[2024-12-03T10:00] fire:f > HELLO
        bundle 2 fire LEASED to fire:f until 2024-12-03T10:00:30 (attempt 1)
        send fire:f JOB bundle 2 fire (attempt 1)
[2024-12-03T10:00] fire:f > GRANT 2 fire credit=0
        bundle 2 fire SEALED grant by fire:f (attempt 1)
        bundle 2 fire GRANTED
        bundle 2 ISSUED fire
        reply fire:f RECORDED bundle 2
[2024-12-03T10:00] client:jz > EXPLAIN 2
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-12-02T09:40:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-12-02T10:00:00
[2024-12-03T10:00] client:jz > SHOW 2
        fire ISSUED, job DONE, attempt 1, failures 0
        plan REVIEWING, job READY, attempt 0, failures 0
        works REVIEWING, job READY, attempt 2, failures 1
        result open
