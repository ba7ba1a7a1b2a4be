# What a return reaches: every stage that rests on the named one, by either kind of edge, sealed, granted or under review; and what was
# refused stays refused.
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
[3s] garden:g > REFUSE 1 garden "no green space"
        bundle 1 garden REFUSED by garden:g (attempt 1)
        reply garden:g RECORDED bundle 1
[3s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[4s] housing:h > RETURN 1 works "the basement is missing" on=design
        bundle 1 works RETURNED to design by housing:h (attempt 1)
        bundle 1 plan WAITING again
        bundle 1 works WAITING again
        bundle 1 design LEASED to design:d until 34s (attempt 2)
        reply housing:h RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[5s] client:jz > SHOW 1
        design REVIEWING, job LEASED, attempt 2, failures 0
        plan WAITING, job CANCELLED, attempt 1, failures 0
        garden REFUSED, job DONE, attempt 1, failures 0
        works WAITING, job CANCELLED, attempt 1, failures 0
        result open
[6s] design:d > GRANT 1 design
        bundle 1 design SEALED grant by design:d (attempt 2)
        bundle 1 design GRANTED
        bundle 1 plan READY at planning
        bundle 1 works READY at housing
        bundle 1 plan LEASED to planning:p until 36s (attempt 2)
        bundle 1 works LEASED to housing:h until 36s (attempt 2)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
        send housing:h JOB bundle 1 works (attempt 2)
[7s] housing:h > GRANT 1 works
        bundle 1 works SEALED grant by housing:h (attempt 2)
        bundle 1 works GRANTED
        reply housing:h RECORDED bundle 1
[8s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan GRANTED
        bundle 1 gate together ISSUED design design-2026-00001, plan planning-2026-00001, works housing-2026-00001
        bundle 1 ENDED partial
        reply planning:p RECORDED bundle 1
