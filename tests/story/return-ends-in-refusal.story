# What was returned to is refused this time: the others are still reviewed, so that the applicant learns everything in one
# round, and what rests on it is blocked.
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
[3s] planning:p > RETURN 1 plan "too tall" on=design
        bundle 1 plan RETURNED to design by planning:p (attempt 1)
        bundle 1 plan WAITING again
        bundle 1 design LEASED to design:d until 33s (attempt 2)
        reply planning:p RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 2)
[4s] design:d > REFUSE 1 design "too tall indeed"
        bundle 1 design REFUSED by design:d (attempt 2)
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 34s (attempt 2)
        reply design:d RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 2)
[5s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 2)
        bundle 1 plan BLOCKED by design
        bundle 1 works BLOCKED by plan
        reply planning:p RECORDED bundle 1
[6s] registry:r > GRANT 1 title
        bundle 1 title SEALED grant by registry:r (attempt 1)
        bundle 1 title GRANTED
        bundle 1 gate together ISSUED title registry-2026-00001
        bundle 1 ENDED partial
        reply registry:r RECORDED bundle 1
