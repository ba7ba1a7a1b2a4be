# A newer version that does not fit, since its conditions were never asked of this application, does not govern: what was received
# under version 1 is accepted under version 1.
[2024-11-28T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-29T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-29T11:00] operator:ops > PUBLISH counter-3.yaml
        procedure counter 3 published by ops
        reply operator:ops RECORDED
[2024-11-29T12:00] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-11-29T12:01] operator:ops > MIGRATE counter 3 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the conditions of stages are others in version 3: "plan"
