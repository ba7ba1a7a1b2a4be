# ... when the decision has taken effect, also while its gate holds the permit.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment.yaml
        procedure commitment 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment k
        bundle 1 submitted by jz under commitment 1
        bundle 1 fire READY at fire
        bundle 1 works READY at construction
        bundle 1 title READY at registry
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 fire GRANTED
        reply client:jz RECORDED bundle 1
[2024-11-13T11:00] client:jz > ACT withdraw_commitment 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
