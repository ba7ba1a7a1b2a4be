# A special procedure goes on for a stage whose upstream is returned to by another one: what it was about may have
# changed, so it ends with the return, and the review waits and begins again.
[0s] operator:ops > PUBLISH fan.yaml
        procedure fan 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] planning:p > HELLO
[0s] garden:g > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT fan k
        bundle 1 submitted by jz under fan 1
        bundle 1 design READY at design
        bundle 1 plan READY at planning
        bundle 1 garden READY at garden
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 plan LEASED to planning:p until 31s (attempt 1)
        bundle 1 garden LEASED to garden:g until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
        send garden:g JOB bundle 1 garden (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 1)
        bundle 1 design GRANTED
        bundle 1 works READY at housing
        bundle 1 works LEASED to housing:h until 32s (attempt 1)
        reply design:d RECORDED bundle 1
        send housing:h JOB bundle 1 works (attempt 1)
[3s] garden:g > SPECIAL 1 garden "the old trees" detail=inspection days=3
        bundle 1 garden PAUSED for inspection 3 working days planned by garden:g (attempt 1)
        reply garden:g RECORDED bundle 1
[4s] planning:p > RETURN 1 plan "the road has moved" on=design
        bundle 1 plan RETURNED to design by planning:p (attempt 1)
        bundle 1 plan WAITING again
        bundle 1 garden WAITING again
        bundle 1 works WAITING again
        bundle 1 design LEASED to design:d until 34s (attempt 2)
        send housing:h CANCEL bundle 1 works (attempt 1)
        reply planning:p RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[5s] client:jz > EXPLAIN 1
        design decision waits for the verdict of design until 34s since 4s
        plan review waits for stage design at design since 4s
        garden review waits for stage design at design since 4s
        works review waits for stage design at design since 4s
[6s] officer:xu@garden > ACT special_end 1 "seen" stage=garden
        reply officer:xu@garden ACT_IMPOSSIBLE (stage)
[7s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        bundle 1 garden READY at garden
        bundle 1 works READY at housing
        bundle 1 plan LEASED to planning:p until 37s (attempt 2)
        bundle 1 garden LEASED to garden:g until 37s (attempt 2)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
        send garden:g JOB bundle 1 garden (attempt 2)
[8s] garden:g > GRANT 1 garden
        bundle 1 garden SEALED grant by garden:g (attempt 2)
        bundle 1 garden GRANTED
        reply garden:g RECORDED bundle 1
[9s] housing:h > GRANT 1 works
        bundle 1 works claim of h refused (attempt 1)
        bundle 1 works LEASED to housing:h until 39s (attempt 2)
        reply housing:h LEASE_STALE (token)
        send housing:h JOB bundle 1 works (attempt 2)
[10s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
