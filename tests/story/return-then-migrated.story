# What waits because of a return waits on under another version, by its name; and goes on when the named stage is decided again.
[0s] operator:ops > PUBLISH chain.yaml
        procedure chain 1 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH chain-2.yaml
        procedure chain 2 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[1s] client:jz > SUBMIT chain k version=1
        bundle 1 submitted by jz under chain 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
[2s] design:d > GRANT 1 design credit=0
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[3s] officer:li@planning > ACT return 1 "two plots, not one" stage=plan on=design
        bundle 1 plan RETURNED to design by li
        bundle 1 plan WAITING again
        reply officer:li@planning RECORDED bundle 1
[4s] operator:ops > MIGRATE chain 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[4s] client:jz > EXPLAIN 1
        title review waits for a free worker of registry (0 here, 0 free) since 1s
        design review waits for a free worker of design (1 here, 0 free) since 3s
        plan review waits for stage design at design since 3s
        works review waits for stage plan at planning since 1s
[5s] broker > RESTART
[6s] client:jz > EXPLAIN 1
        title review waits for a free worker of registry (0 here, 0 free) since 1s
        design review waits for a free worker of design (0 here, 0 free) since 3s
        plan review waits for stage design at design since 3s
        works review waits for stage plan at planning since 1s
[7s] design:e > HELLO
        bundle 1 design LEASED to design:e until 37s (attempt 2)
        send design:e JOB bundle 1 design (attempt 2)
[8s] design:e > GRANT 1 design
        bundle 1 design SEALED grant by design:e (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        reply design:e RECORDED bundle 1
