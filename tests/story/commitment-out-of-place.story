# A commitment takes the place of a review: there is none before the review may begin, while the bundle stands still, or after a decision. It is
# checked, or taken back, while the bundle moves, and once.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH commitment-late.yaml
        procedure commitment-late 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT commitment-late k
        bundle 1 submitted by jz under commitment-late 1
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:10] client:jz > SIGNAL 1 land
        bundle 1 land reached
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[2024-11-12T10:20] head:he@fire > ACT suspend 1 "a law suit"
        bundle 1 SUSPENDED by he
        bundle 1 fire PAUSED
        bundle 1 works PAUSED
        reply head:he@fire RECORDED bundle 1
[2024-11-12T10:20] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:30] head:he@fire > ACT resume 1
        bundle 1 RESUMED by he
        bundle 1 fire READY again
        bundle 1 works READY again
        reply head:he@fire RECORDED bundle 1
[2024-11-12T10:40] client:jz > ACT commit 1 stage=fire
        bundle 1 fire COMMITTED: SEALED without a review by jz
        reply client:jz RECORDED bundle 1
[2024-11-12T10:40] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:50] head:he@fire > ACT suspend 1 "a law suit"
        bundle 1 SUSPENDED by he
        bundle 1 works PAUSED
        reply head:he@fire RECORDED bundle 1
[2024-11-12T10:50] client:jz > ACT withdraw_commitment 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T10:50] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-12T10:50] officer:ma@fire > ACT commitment_false 1 "no sprinklers" stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-12T11:00] head:he@fire > ACT resume 1
        bundle 1 RESUMED by he
        bundle 1 works READY again
        reply head:he@fire RECORDED bundle 1
[2024-11-12T11:10] client:jz > ACT withdraw_commitment 1 stage=fire
        bundle 1 fire commitment WITHDRAWN: READY for review by jz
        reply client:jz RECORDED bundle 1
[2024-11-12T11:10] client:jz > ACT withdraw_commitment 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T11:10] officer:ma@fire > ACT commitment_kept 1 stage=fire
        reply officer:ma@fire ACT_IMPOSSIBLE (stage)
[2024-11-12T11:20] officer:ma@fire > ACT special_start 1 "the stairs" stage=fire detail=4 amount=3
        bundle 1 fire PAUSED for inspection 3 working days planned by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-12T11:20] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T11:30] officer:ma@fire > ACT special_end 1 "good" stage=fire
        bundle 1 fire READY again after its special procedure by ma
        reply officer:ma@fire RECORDED bundle 1
[2024-11-12T11:40] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-12T11:40:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-12T11:40] fire:f > GRANT 1 fire credit=0
        bundle 1 fire SEALED grant by fire:f (attempt 1)
        reply fire:f RECORDED bundle 1
[2024-11-12T11:40] client:jz > ACT commit 1 stage=fire
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-12T11:50] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-11-12T11:50:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-11-12T11:50] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire fire-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
