# A return within a return: the planning permit is returned to, and returns to the design itself. Each waits for the one
# that it was returned to.
[0s] operator:ops > PUBLISH chain.yaml
        procedure chain 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] planning:p > HELLO
[0s] housing:h > HELLO
[0s] registry:r > HELLO
[1s] client:jz > SUBMIT chain k
        bundle 1 submitted by jz under chain 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 title LEASED to registry:r until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[3s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 33s (attempt 1)
        reply planning:p RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 1)
[4s] housing:h > RETURN 1 works "no parking" on=plan
        bundle 1 works RETURNED to plan by housing:h (attempt 1)
        bundle 1 works WAITING again
        bundle 1 plan LEASED to planning:p until 34s (attempt 2)
        reply housing:h RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[5s] planning:p > RETURN 1 plan "the design has none" on=design
        bundle 1 plan RETURNED to design by planning:p (attempt 2)
        bundle 1 plan WAITING again
        bundle 1 design LEASED to design:d until 35s (attempt 2)
        reply planning:p RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[5s] client:jz > EXPLAIN 1
        design decision waits for the verdict of design until 35s since 5s
        plan review waits for stage design at design since 5s
        works review waits for stage plan at planning since 4s
        title decision waits for the verdict of registry until 31s since 1s
[6s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 36s (attempt 3)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 3)
[7s] client:jz > EXPLAIN 1
        design permit waits for plan at planning, member of its gate since 6s
        design permit waits for works at housing, member of its gate since 6s
        design permit waits for title at registry, member of its gate since 6s
        plan decision waits for the verdict of planning until 36s since 6s
        works review waits for stage plan at planning since 4s
        title decision waits for the verdict of registry until 31s since 1s
[8s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 3)
        bundle 1 plan GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 38s (attempt 2)
        reply planning:p RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 2)
[9s] housing:h > GRANT 1 works
        bundle 1 works SEALED grant by housing:h (attempt 2)
        bundle 1 works GRANTED
        reply housing:h RECORDED bundle 1
[10s] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 gate together ISSUED design design-2026-00001, plan planning-2026-00001, works housing-2026-00001, title registry-2026-00001
        bundle 1 ENDED all
        reply registry:r RECORDED bundle 1
