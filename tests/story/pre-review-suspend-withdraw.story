# A bundle that is pre-reviewed runs no clock that a suspension could stop; it may be withdrawn at any time.
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
[2024-11-12T10:00] head:wang@planning > ACT suspend 1 "flood"
        reply head:wang@planning ACT_IMPOSSIBLE
[2024-11-12T10:00] officer:li@registry > ACT correct 1 "no survey" stage=title materials=deed
        bundle 1 title PAUSED to be corrected (deed) by li
        reply officer:li@registry RECORDED bundle 1
[2024-11-12T10:00] officer:li@registry > ACT retract 1 "found it" stage=title
        bundle 1 title needs no correction any more by li
        bundle 1 title READY again
        reply officer:li@registry RECORDED bundle 1
[2024-11-13T10:00] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
