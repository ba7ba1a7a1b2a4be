# What a bundle has gone through moves with it, by the names of its stages: a hearing that lasts, a bar, permits and their gate. A version that does not
# know one of them, or would read it otherwise, is refused, and says why. Clocks that the old version did not have begin at the receipt or now.
[2024-12-02T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] operator:ops > PUBLISH moved.yaml
        procedure moved 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:10] client:jz > SUBMIT moved k
        bundle 1 submitted by jz under moved 1
        bundle 1 plan READY at planning
        bundle 1 fire READY at fire
        bundle 1 air READY at fire
        bundle 1 heat READY at heat
        reply client:jz RECORDED bundle 1
[2024-12-02T09:20] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-12-02T09:20:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-12-02T09:20] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply planning:p RECORDED bundle 1
[2024-12-02T09:21] fire:f > HELLO credit=2
        bundle 1 fire LEASED to fire:f until 2024-12-02T09:21:30 (attempt 1)
        bundle 1 air LEASED to fire:f until 2024-12-02T09:21:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
        send fire:f JOB bundle 1 air (attempt 1)
[2024-12-02T09:21] fire:f > GRANT 1 fire credit=0
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        bundle 1 fire GRANTED
        reply fire:f RECORDED bundle 1
[2024-12-02T09:21] fire:f > REFUSE 1 air "no shelter" credit=0
        bundle 1 air REFUSED by fire:f (attempt 1)
        bundle 1 gate both ISSUED fire fire-2024-00001
        reply fire:f RECORDED bundle 1
[2024-12-02T09:30] officer:wu@heat > ACT special_start 1 "the pipes" stage=heat detail=4 amount=10
        bundle 1 heat PAUSED for inspection 10 working days planned by wu
        reply officer:wu@heat RECORDED bundle 1
[2024-12-02T09:40] head:he@construction > ACT bar_commitment 1 "a false one last year" stage=works
        bundle 1 works commitments BARRED by he
        reply head:he@construction RECORDED bundle 1
[2024-12-03T09:00] operator:ops > PUBLISH moved-2.yaml
        procedure moved 2 published by ops
        reply operator:ops RECORDED
[2024-12-03T09:00] operator:ops > PUBLISH moved-3.yaml
        procedure moved 3 published by ops
        reply operator:ops RECORDED
[2024-12-03T09:00] operator:ops > PUBLISH moved-4.yaml
        procedure moved 4 published by ops
        reply operator:ops RECORDED
[2024-12-03T09:00] operator:ops > PUBLISH moved-5.yaml
        procedure moved 5 published by ops
        reply operator:ops RECORDED
[2024-12-03T09:00] operator:ops > PUBLISH moved-6.yaml
        procedure moved 6 published by ops
        reply operator:ops RECORDED
[2024-12-03T09:01] operator:ops > MIGRATE moved 3 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the dossier speaks of stages that are not in version 3: "works"
[2024-12-03T09:01] operator:ops > MIGRATE moved 4 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since a gate has settled whose members are others in version 4: "fire", "air"
[2024-12-03T09:01] operator:ops > MIGRATE moved 5 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since permits are issued that would be numbered otherwise in version 5: "plan"
[2024-12-03T09:01] operator:ops > MIGRATE moved 6 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages are granted, issued or lapsed in another gate than in version 6: "fire"
[2024-12-03T09:01] operator:ops > MIGRATE moved 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[2024-12-04T09:00] client:jz > CLOCKS 1
        clock of works from 2024-12-02T09:10:00; statutory 9 working days, 2 used, ends 2024-12-13T17:30:00
        clock of heat from 2024-12-03T09:01:00, stands since 2024-12-02T09:30:00 (special inspection; planned 10 working days, 2 used, ends 2024-12-16T17:30:00); promised 7 working days, 0 used, ends 2024-12-13T17:30:00
[2024-12-04T09:00] client:jz > EXPLAIN 1
        works review waits for milestone land since 2024-12-02T09:10:00
        heat review waits for the end of its inspection at heat, planned until 2024-12-16T17:30:00 since 2024-12-02T09:30:00
[2024-12-04T09:00] broker > RESTART
[2024-12-04T09:10] officer:wu@heat > ACT special_end 1 "they hold" stage=heat
        bundle 1 heat READY again after its special procedure by wu
        reply officer:wu@heat RECORDED bundle 1
[2024-12-04T09:20] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-12-04T09:21] client:jz > ACT commit 1 stage=works
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-12-05T09:00] client:jz > CLOCKS 1
        clock of works from 2024-12-02T09:10:00; statutory 9 working days, 3 used, ends 2024-12-13T17:30:00
        clock of heat from 2024-12-03T09:01:00; promised 7 working days, 1 used, ends 2024-12-13T17:30:00
[2024-12-05T09:00] client:jz > SHOW 1
        works REVIEWING, job READY, attempt 0, failures 0
        heat REVIEWING, job READY, attempt 0, failures 0
        fire ISSUED, job DONE, attempt 1, failures 0
        air REFUSED, job DONE, attempt 1, failures 0
        plan ISSUED, job DONE, attempt 1, failures 0
        result open
