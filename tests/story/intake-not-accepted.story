# 不予受理 (许可法 32(2)): the matter is another authority's. The clerk decides so at once, with the reason and where to
# go; without that it is refused. Nothing of the bundle is reviewed.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] clerk:li > ACT not_accept 1
        reply clerk:li REASON_MISSING (reason)
[2024-11-12T10:10] clerk:li > ACT not_accept 1 "this is for the county"
        reply clerk:li ACT_IMPOSSIBLE (on)
[2024-11-12T10:11] clerk:li > ACT not_accept 1 "this is for the county" on=county.planning
        bundle 1 NOT ACCEPTED, to be taken to county.planning by li
        bundle 1 ENDED not accepted
        reply clerk:li RECORDED bundle 1
[2024-11-12T10:12] client:jz > SHOW 1
        plan WITHDRAWN, job -, attempt 0, failures 0
        works WITHDRAWN, job -, attempt 0, failures 0
        result not accepted
[2024-11-12T10:12] client:jz > EXPLAIN 1
        ended not accepted
[2024-11-12T10:12] client:jz > CLOCKS 1
        clock of the counter from 2024-11-12T10:00:00 to 2024-11-12T10:11:00; statutory 5 working days, 0 used, ends 2024-11-19T17:30:00, provisional
        clock of works from 2024-11-12T10:00:00 to 2024-11-12T10:11:00; statutory 7 working days, 0 used, ends 2024-11-21T17:30:00, provisional
[2024-11-12T10:13] clerk:li > ACT accept 1
        reply clerk:li BUNDLE_ENDED (bundle)
