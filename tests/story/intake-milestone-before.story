# A milestone that is reached while the bundle is still at the counter is taken down, and takes effect as it is accepted.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:05] client:jz > SIGNAL 1 land
        bundle 1 land reached
        reply client:jz RECORDED bundle 1
[2024-11-12T10:06] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply clerk:li RECORDED bundle 1
