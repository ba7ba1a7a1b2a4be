# A refusal tells its reasons and what can be done against it (许可法 38). A worker that gives a reason alone has the
# remedies of the procedure, or where it has none those of the law; it may also name others.
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review-own.yaml
        procedure review-own 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] planning:p > HELLO credit=3
[2024-11-12T10:00] client:jz > SUBMIT review k1
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 1
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] client:jz > SUBMIT review-own k2
        bundle 2 submitted by jz under review-own 1
        bundle 2 plan READY at planning
        bundle 2 fire READY at fire
        bundle 2 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 2
        send planning:p JOB bundle 2 plan (attempt 1)
[2024-11-12T10:00] client:jz > SUBMIT review k3
        bundle 3 submitted by jz under review 1
        bundle 3 plan READY at planning
        bundle 3 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        reply client:jz RECORDED bundle 3
        send planning:p JOB bundle 3 plan (attempt 1)
[2024-11-12T10:00] planning:p > REFUSE 1 plan
        reply planning:p REASON_MISSING (reason)
[2024-11-12T10:00] planning:p > REFUSE 1 plan "密度超过上限"
        bundle 1 plan REFUSED by planning:p (attempt 1)
        bundle 1 ENDED none
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] client:jz > TOLD 1 plan
        refuse: 密度超过上限
        remedies: 申请人如不服本决定，可以自知道本决定之日起六十日内依法申请行政复议，或者自知道本决定之日起六个月内依法向人民法院提起行政诉讼。
[2024-11-12T10:00] planning:p > REFUSE 2 plan "密度超过上限"
        bundle 2 plan REFUSED by planning:p (attempt 1)
        reply planning:p RECORDED bundle 2
[2024-11-12T10:00] client:jz > TOLD 2 plan
        refuse: 密度超过上限
        remedies: 可以在六十日内向市人民政府申请行政复议，也可以在六个月内向铁路运输法院起诉。
[2024-11-12T10:00] planning:p > REFUSE 3 plan "密度超过上限" remedies=可以向区人民政府申请行政复议。
        bundle 3 plan REFUSED by planning:p (attempt 1)
        bundle 3 ENDED none
        reply planning:p RECORDED bundle 3
[2024-11-12T10:00] client:jz > TOLD 3 plan
        refuse: 密度超过上限
        remedies: 可以向区人民政府申请行政复议。
