# Of the five permits the scheme is refused: planning and construction rest on it and are blocked; land use and title are issued.
#
# This is the procedure with "issue the rest". The officers of planning and construction had granted; that stays as advice.
[   0s] operator:ops > PUBLISH five-permits-issue-rest.yaml
        procedure five-permits-issue-rest 2 published by ops
        reply operator:ops RECORDED
[   0s] land:li > HELLO
[   0s] design:du > HELLO
[   0s] planning:bai > HELLO
[   0s] registry:chen > HELLO
[   0s] construction:fang > HELLO
[   0s] client:jz > SUBMIT five-permits-issue-rest zhongke-zhigu
        bundle 1 submitted by jz under five-permits-issue-rest 2
        bundle 1 land-use READY at land
        bundle 1 design-scheme READY at design
        bundle 1 works-planning READY at planning
        bundle 1 real-estate-title READY at registry
        bundle 1 construction READY at construction
        bundle 1 land-use LEASED to land:li until 30s (attempt 1)
        bundle 1 design-scheme LEASED to design:du until 30s (attempt 1)
        bundle 1 works-planning LEASED to planning:bai until 30s (attempt 1)
        bundle 1 real-estate-title LEASED to registry:chen until 30s (attempt 1)
        bundle 1 construction LEASED to construction:fang until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:li JOB bundle 1 land-use (attempt 1)
        send design:du JOB bundle 1 design-scheme (attempt 1)
        send planning:bai JOB bundle 1 works-planning (attempt 1)
        send registry:chen JOB bundle 1 real-estate-title (attempt 1)
        send construction:fang JOB bundle 1 construction (attempt 1)
[   1s] client:jz > SIGNAL 1 project-record
        bundle 1 project-record reached
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 land-contract
        bundle 1 land-contract reached
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 price-paid
        bundle 1 price-paid reached
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 deed-tax-paid
        bundle 1 deed-tax-paid reached
        reply client:jz RECORDED bundle 1
[   2s] construction:fang > GRANT 1 construction
        bundle 1 construction SEALED grant by construction:fang (attempt 1)
        reply construction:fang RECORDED bundle 1
[   3s] planning:bai > GRANT 1 works-planning
        bundle 1 works-planning SEALED grant by planning:bai (attempt 1)
        reply planning:bai RECORDED bundle 1
[   4s] land:li > GRANT 1 land-use
        bundle 1 land-use SEALED grant by land:li (attempt 1)
        bundle 1 land-use GRANTED
        reply land:li RECORDED bundle 1
[   5s] design:du > REFUSE 1 design-scheme "The green ratio is 18 per cent; the plot's conditions ask for 20."
        bundle 1 design-scheme REFUSED by design:du (attempt 1)
        bundle 1 works-planning BLOCKED by design-scheme
        bundle 1 construction BLOCKED by works-planning
        reply design:du RECORDED bundle 1
[   6s] registry:chen > GRANT 1 real-estate-title
        bundle 1 real-estate-title SEALED grant by registry:chen (attempt 1)
        bundle 1 real-estate-title GRANTED
        bundle 1 gate five-permits ISSUED land-use land-2026-00001, real-estate-title registry-2026-00001
        bundle 1 ENDED partial
        reply registry:chen RECORDED bundle 1
