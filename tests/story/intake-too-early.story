# Before a bundle is accepted only the counter acts on it; the refusals come in their order all the same: first the reason.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:01] head:zhao@planning > ACT suspend 1
        reply head:zhao@planning REASON_MISSING (reason)
[2024-11-12T10:02] head:zhao@planning > ACT suspend 1 "a flood"
        reply head:zhao@planning ACT_IMPOSSIBLE
[2024-11-12T10:03] head:zhao@planning > ACT resume 1
        reply head:zhao@planning ACT_IMPOSSIBLE
