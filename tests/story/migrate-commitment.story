# A commitment is to be checked in some time: where one was given, the bundle is not moved to a version that takes none of its stage. When it
# has been checked, it may be.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment.yaml
        procedure commitment 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-2.yaml
        procedure commitment 2 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment k version=1
        bundle 1 submitted by jz under commitment 1
        bundle 1 fire READY at fire
        bundle 1 works READY at construction
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] operator:ops > MIGRATE commitment 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages stand on commitments that are not taken in version 2: "fire"
[2024-11-13T10:00] officer:ma@fire > ACT commitment_kept 1 stage=fire
        bundle 1 fire commitment KEPT by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-13T11:00] operator:ops > MIGRATE commitment 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[2024-11-13T11:10] client:jz > SHOW 1
        fire SEALED, job CANCELLED, attempt 0, failures 0
        works REVIEWING, job READY, attempt 0, failures 0
        title REVIEWING, job READY, attempt 0, failures 0
        result open
