# 受审分离 for officers and heads, too: what they do in the office they do not do to what they accepted at the counter. What is
# deemed accepted was accepted by nobody.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:01] head:wang@planning > ACT suspend 1 "a flood"
        reply head:wang@planning ACT_IMPOSSIBLE
[2024-11-12T10:02] clerk:wang > ACT accept 1
        bundle 1 ACCEPTED by wang
        bundle 1 plan READY at planning
        reply clerk:wang RECORDED bundle 1
[2024-11-12T10:03] head:wang@planning > ACT suspend 1 "a flood"
        reply head:wang@planning SEPARATION (principal)
[2024-11-12T10:03] head:zhao@planning > ACT suspend 1 "a flood"
        bundle 1 SUSPENDED by zhao
        bundle 1 plan PAUSED
        reply head:zhao@planning RECORDED bundle 1
[2024-11-12T10:04] head:wang@planning > ACT resume 1
        reply head:wang@planning SEPARATION (principal)
[2024-11-12T10:05] head:zhao@planning > ACT resume 1
        bundle 1 RESUMED by zhao
        bundle 1 plan READY again
        reply head:zhao@planning RECORDED bundle 1
