# 不受理 (许可法 32(1)): for what is asked no licence is needed, which the applicant is told at once, with the reason.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:05] clerk:li > ACT not_require 1
        reply clerk:li REASON_MISSING (reason)
[2024-11-12T10:05] clerk:li > ACT not_require 1 "repairs inside a house need no permit"
        bundle 1 NOT REQUIRED by li
        bundle 1 ENDED not required
        reply clerk:li RECORDED bundle 1
[2024-11-12T10:06] broker > RESTART
[2024-11-12T10:06] client:jz > WITHDRAW 1
        reply client:jz BUNDLE_ENDED (bundle)
