# One who disagrees does not decide where two of three must agree; the second one does: it cannot come about any more.
# The refusal carries the reason of the signature that decided (许可法 38). The review of what was to rest on it goes on, so that
# the applicant learns everything.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-two.yaml
        procedure sign-two 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-two k
        bundle 1 submitted by jz under sign-two 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT sign 1 "the road is too narrow" stage=plan detail=disagree
        bundle 1 plan SIGNED against by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-13T11:00] officer:wang@planning > ACT sign 1 "too close to the river" stage=plan detail=disagree
        bundle 1 plan SIGNED against by wang
        bundle 1 plan REFUSED by its signers
        reply officer:wang@planning RECORDED bundle 1
[2024-11-13T12:00] client:jz > EXPLAIN 1
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
