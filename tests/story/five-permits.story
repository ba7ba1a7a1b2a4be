# Five permits issued together: five departments review at once, and all five permits come out in one instant.
#
# The plot is won but the land contract is not signed yet. The officers answer in any order, construction
# first; their grants are sealed. When the contract is signed, the decisions take effect in the order of
# the law - land use, design, planning, title, construction - and the gate opens.
[   0s] operator:ops > PUBLISH five-permits.yaml
        procedure five-permits 2 published by ops
        reply operator:ops RECORDED
[   0s] land:li > HELLO
[   0s] design:du > HELLO
[   0s] planning:bai > HELLO
[   0s] registry:chen > HELLO
[   0s] construction:fang > HELLO
[   0s] client:jz > SUBMIT five-permits zhongke-zhigu
        bundle 1 submitted by jz under five-permits 2
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
[   2s] construction:fang > GRANT 1 construction
        bundle 1 construction SEALED grant by construction:fang (attempt 1)
        reply construction:fang RECORDED bundle 1
[   3s] planning:bai > GRANT 1 works-planning
        bundle 1 works-planning SEALED grant by planning:bai (attempt 1)
        reply planning:bai RECORDED bundle 1
[   4s] land:li > GRANT 1 land-use
        bundle 1 land-use SEALED grant by land:li (attempt 1)
        reply land:li RECORDED bundle 1
[   5s] design:du > GRANT 1 design-scheme
        bundle 1 design-scheme SEALED grant by design:du (attempt 1)
        reply design:du RECORDED bundle 1
[   6s] registry:chen > GRANT 1 real-estate-title
        bundle 1 real-estate-title SEALED grant by registry:chen (attempt 1)
        reply registry:chen RECORDED bundle 1
[   7s] client:jz > SIGNAL 1 price-paid
        bundle 1 price-paid reached
        reply client:jz RECORDED bundle 1
[   8s] client:jz > SIGNAL 1 deed-tax-paid
        bundle 1 deed-tax-paid reached
        reply client:jz RECORDED bundle 1
[   9s] client:jz > EXPLAIN 1
        land-use decision waits for milestone land-contract since 4s
        design-scheme decision waits for milestone land-contract since 5s
        works-planning decision waits for milestone land-contract since 3s
        works-planning decision waits for stage design-scheme at design since 3s
        real-estate-title decision waits for milestone land-contract since 6s
        construction decision waits for stage land-use at land since 2s
        construction decision waits for stage works-planning at planning since 2s
[  10s] client:jz > SIGNAL 1 land-contract
        bundle 1 land-contract reached
        bundle 1 land-use GRANTED
        bundle 1 design-scheme GRANTED
        bundle 1 works-planning GRANTED
        bundle 1 real-estate-title GRANTED
        bundle 1 construction GRANTED
        bundle 1 gate five-permits ISSUED land-use land-2026-00001, design-scheme design-2026-00001, works-planning planning-2026-00001, real-estate-title registry-2026-00001, construction construction-2026-00001
        bundle 1 ENDED all
        reply client:jz RECORDED bundle 1
