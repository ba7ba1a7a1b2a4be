# What is deemed accepted was accepted on the day of receipt (许可法 32(4)), so the version of that day governs it, whatever has come into
# force since.
[2024-11-28T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] operator:ops > PUBLISH counter-2.yaml
        procedure counter 2 published by ops
        reply operator:ops RECORDED
[2024-11-29T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-12-06T18:00] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-29T10:00:00 by itself
        bundle 1 plan READY at planning
