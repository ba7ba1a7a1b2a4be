# In a pre-review, too, what is new begins if it may; nothing takes effect by it.
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
[2024-11-12T11:00] operator:ops > PUBLISH pre-review-2.yaml
        procedure pre-review 2 published by ops
        reply operator:ops RECORDED
[2024-11-12T11:00] operator:ops > MIGRATE pre-review 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        bundle 1 fire READY at fire
        reply operator:ops RECORDED bundle 1
[2024-11-12T11:00] client:jz > SHOW 1
        fire REVIEWING, job READY, attempt 0, failures 0
        plan SEALED, job DONE, attempt 1, failures 0
        title REVIEWING, job READY, attempt 0, failures 0
        works WAITING, job -, attempt 0, failures 0
        result open
