# A version that is published and not in force yet governs nothing: a submission that names none gets the newest in force on
# the day of receipt. In force is from midnight on, in the office's own time.
[2024-11-28T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] operator:ops > PUBLISH counter-2.yaml
        procedure counter 2 published by ops
        reply operator:ops RECORDED
[2024-11-28T09:00] client:jz > SUBMIT counter early
        reply client:jz PROCEDURE_UNKNOWN (procedure)
[2024-11-28T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-28T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-30T23:59] client:jz > SUBMIT counter l
        bundle 2 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-12-01T00:00] client:jz > SUBMIT counter m
        bundle 3 submitted by jz under counter 2, RECEIVED
        reply client:jz RECORDED bundle 3
[2024-12-01T00:00] client:jz > SUBMIT counter n version=1
        bundle 4 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 4
