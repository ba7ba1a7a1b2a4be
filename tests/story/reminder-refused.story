# Nobody is reminded of what is not under review, and officers do not remind.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-chain.yaml
        procedure watched-chain 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-chain k
        bundle 1 submitted by jz under watched-chain 1
        bundle 1 scheme READY at design
        bundle 1 works READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-04T10:00] officer:li@planning > ACT remind 1 stage=works
        reply officer:li@planning NOT_ALLOWED (role)
[2024-11-04T10:00] client:jz > ACT remind 1 stage=nowhere
        reply client:jz STAGE_UNKNOWN (stage)
[2024-11-04T10:00] planning:p > HELLO
        bundle 1 works LEASED to planning:p until 2024-11-04T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 works (attempt 1)
[2024-11-04T10:00] planning:p > GRANT 1 works credit=0
        bundle 1 works SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-04T10:02] client:jz > ACT remind 1 stage=works
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-04T10:03] head:wang@design > ACT suspend 1 "flood"
        bundle 1 SUSPENDED by wang
        bundle 1 scheme PAUSED
        reply head:wang@design RECORDED bundle 1
[2024-11-04T10:04] client:jz > ACT remind 1 stage=scheme
        reply client:jz ACT_IMPOSSIBLE (stage)
