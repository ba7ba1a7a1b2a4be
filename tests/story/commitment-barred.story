# Of an applicant whose credit is bad no commitment is taken (安阳 29): the stage is reviewed. Nor is it of a stage that the procedure does not
# decide in this way, and nobody but the applicant commits.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-alone.yaml
        procedure commitment-alone 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment-alone k
        bundle 1 submitted by jz under commitment-alone 1
        bundle 1 fire READY at fire
        bundle 1 opinion READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-12T10:05] head:he@fire > ACT bar_commitment 1 "a false commitment last year"
        bundle 1 commitments BARRED by he
        reply head:he@fire RECORDED bundle 1
[2024-11-12T10:10] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:10] client:jz > ACT commit 1 stage=opinion
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:10] officer:ma@fire > ACT commit 1 stage=fire
        reply officer:ma@fire NOT_ALLOWED (role)
[2024-11-12T10:10] client:jz > EXPLAIN 1
        fire review waits for a free worker of fire (2 here, 0 free) since 2024-11-12T10:00:00
        opinion review waits for a free worker of planning (0 here, 0 free) since 2024-11-12T10:00:00
