# The plot was not won: there is nothing to approve, and nothing was decided.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH pre-review.yaml
        procedure pre-review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT pre-review k
        bundle 1 submitted by jz under pre-review 1
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED pre-review grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-12T10:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2024-11-12T10:00:30 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2024-11-12T10:00] client:jz > SIGNAL 1 land called-off
        bundle 1 land called off
        bundle 1 pre-review came to nothing by itself
        bundle 1 ENDED none
        reply client:jz RECORDED bundle 1
        send registry:r CANCEL bundle 1 title (attempt 1)
[2024-11-12T10:00] client:jz > SHOW 1
        plan BLOCKED, job DONE, attempt 1, failures 0
        title BLOCKED, job CANCELLED, attempt 1, failures 0
        works BLOCKED, job -, attempt 0, failures 0
        result none
