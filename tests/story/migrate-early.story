# A pre-review goes on under another version only if it is until the same milestone, wherever that stands in the list. No clock runs before,
# whatever the version says of clocks; they begin with the acceptance.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH early.yaml
        procedure early 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH early-2.yaml
        procedure early 2 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH early-3.yaml
        procedure early 3 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH early-4.yaml
        procedure early 4 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT early k version=1
        bundle 1 submitted by jz under early 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] operator:ops > MIGRATE early 3 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since there is no pre-review, or another one, in version 3
[2024-11-12T11:00] operator:ops > MIGRATE early 4 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since there is no pre-review, or another one, in version 4
[2024-11-12T11:00] operator:ops > MIGRATE early 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[2024-11-12T11:10] client:jz > CLOCKS 1
        no clock
[2024-11-12T11:10] broker > RESTART
[2024-11-13T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 ACCEPTED after pre-review by itself
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] client:jz > CLOCKS 1
        clock of plan from 2024-11-13T10:00:00; promised 5 working days, 1 used, ends 2024-11-20T17:30:00
        clock of works from 2024-11-13T10:00:00; promised 3 working days, 1 used, ends 2024-11-18T17:30:00
[2024-11-14T10:00] operator:ops > MIGRATE early 3 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since there is no pre-review, or another one, in version 3
