# To what a review can be returned, and to what not: never what was issued, nor what it does not rest on.
[0s] operator:ops > PUBLISH loose.yaml
        procedure loose 1 published by ops
        reply operator:ops RECORDED
[0s] land:l > HELLO
[0s] planning:p > HELLO
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
[1s] client:jz > SUBMIT loose k2
        bundle 2 submitted by jz under loose 1
        bundle 2 land READY at land
        bundle 2 plan READY at planning
        bundle 2 land LEASED to land:l until 31s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:l JOB bundle 2 land (attempt 1)
[2s] land:l > GRANT 2 land
        bundle 2 land SEALED grant by land:l (attempt 1)
        bundle 2 land GRANTED
        bundle 2 ISSUED land land-2026-00001
        reply land:l RECORDED bundle 2
[2s] planning:p > RETURN 1 plan on=design credit=0
        reply planning:p REASON_MISSING (reason)
[2s] planning:p > RETURN 1 plan "why" on=nowhere credit=0
        reply planning:p STAGE_UNKNOWN (on)
[2s] planning:p > RETURN 1 plan "not reviewed yet" on=design credit=0
        reply planning:p ACT_IMPOSSIBLE (on)
[2s] planning:p > RETURN 1 plan "downstream" on=works credit=0
        reply planning:p ACT_IMPOSSIBLE (on)
[2s] planning:p > RETURN 1 plan "no upstream" on=title credit=0
        reply planning:p ACT_IMPOSSIBLE (on)
[2s] planning:p > RETURN 1 plan "itself" on=plan credit=0
        reply planning:p ACT_IMPOSSIBLE (on)
[3s] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 2 plan LEASED to planning:p until 303s (attempt 1)
        reply planning:p RECORDED bundle 1
        send planning:p JOB bundle 2 plan (attempt 1)
[4s] planning:p > RETURN 2 plan "it was issued" on=land credit=0
        reply planning:p ACT_IMPOSSIBLE (on)
[5s] officer:li@planning > ACT return 2 "it was issued" stage=plan on=land
        reply officer:li@planning ACT_IMPOSSIBLE (on)
[5s] officer:li@planning > ACT return 1 "sealed already" stage=plan on=design
        reply officer:li@planning ACT_IMPOSSIBLE (stage)
[5s] officer:li@planning > ACT return 1 "not ours" stage=works on=plan
        reply officer:li@planning NOT_ALLOWED (department)
[5s] client:jz > ACT return 1 "no" stage=plan on=design
        reply client:jz NOT_ALLOWED (role)
