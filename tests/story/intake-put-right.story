# What can be put right on the spot is put right on the spot, and the bundle is accepted (许可法 32(3)).
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:05] clerk:li > ACT put_right 1 materials=form,deed
        bundle 1 ACCEPTED, put right on the spot (form, deed) by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-11-12T10:06] client:jz > EXPLAIN 1
        plan review waits for a free worker of planning (0 here, 0 free) since 2024-11-12T10:05:00
        works review waits for milestone land since 2024-11-12T10:00:00
