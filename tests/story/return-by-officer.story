# An officer of the department returns the review; whoever has a job that waits from now on is told.
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
[2s] design:d > GRANT 1 design credit=1
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        reply design:d RECORDED bundle 1
[3s] officer:li@planning > ACT return 1 "two plots, not one" stage=plan on=design
        bundle 1 plan RETURNED to design by li
        bundle 1 plan WAITING again
        bundle 1 design LEASED to design:d until 33s (attempt 2)
        send planning:p CANCEL bundle 1 plan (attempt 1)
        reply officer:li@planning RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[3s] planning:p > GRANT 1 plan credit=0
        bundle 1 plan claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[4s] client:jz > EXPLAIN 1
        design decision waits for the verdict of design until 33s since 3s
        plan review waits for stage design at design since 3s
        works review waits for stage plan at planning since 1s
        title decision waits for the verdict of registry until 31s since 1s
[5s] design:d > GRANT 1 design attempt=2
        bundle 1 design SEALED grant by design:d (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        reply design:d RECORDED bundle 1
