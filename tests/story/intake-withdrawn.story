# 撤件: an applicant who takes the application back before it is accepted; afterwards it is 撤回 (办理状态 2 and 14).
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:05] client:jz > WITHDRAW 1 "wrong plot"
        bundle 1 withdrawn by jz before acceptance
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[2024-11-12T10:06] client:jz > SUBMIT counter l
        bundle 2 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-11-12T10:07] clerk:li > ACT accept 2
        bundle 2 ACCEPTED by li
        bundle 2 plan READY at planning
        reply clerk:li RECORDED bundle 2
[2024-11-12T10:08] client:jz > WITHDRAW 2 "no money"
        bundle 2 withdrawn by jz
        bundle 2 ENDED withdrawn
        reply client:jz RECORDED bundle 2
[2024-11-12T10:09] clerk:li > ACT accept 1
        reply clerk:li BUNDLE_ENDED (bundle)
