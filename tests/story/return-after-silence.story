# The lead is not content with a silence that counts, and returns to it: now an answer is owed, and silence counts no more
# as long as the lead waits.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH consult-day.yaml
        procedure consult-day 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] housing:h > HELLO
[2024-11-12T10:00] client:jz > SUBMIT consult-day k
        bundle 1 submitted by jz under consult-day 1
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[2024-11-14T10:00] housing:h > RETURN 1 permit "we need to know about the stairs" on=fire
        bundle 1 fire DEEMED agree by itself
        bundle 1 fire GRANTED
        bundle 1 permit READY at housing
        bundle 1 permit LEASED to housing:h until 2024-11-14T10:00:30 (attempt 1)
        send housing:h JOB bundle 1 permit (attempt 1), told: fire agree (deemed) at 4
        bundle 1 permit RETURNED to fire by housing:h (attempt 1)
        bundle 1 permit WAITING again
        reply housing:h RECORDED bundle 1
[2024-11-14T10:00] client:jz > SHOW 1
        fire REVIEWING, job READY, attempt 0, failures 0
        permit WAITING, job CANCELLED, attempt 1, failures 0
        result open
[2024-11-20T10:00] client:jz > EXPLAIN 1
        fire review waits for a free worker of fire (0 here, 0 free) since 2024-11-14T10:00:00
        permit review waits for stage fire at fire since 2024-11-14T10:00:00
[2024-11-20T10:00] broker > RESTART
[2024-11-20T10:00] fire:f > HELLO
        bundle 1 fire LEASED to fire:f until 2024-11-20T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 fire (attempt 1)
[2024-11-20T10:00] fire:f > DISAGREE 1 fire "one stair is not enough"
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 permit READY at housing
        reply fire:f RECORDED bundle 1
[2024-11-20T10:00] housing:h > HELLO
        bundle 1 permit LEASED to housing:h until 2024-11-20T10:00:30 (attempt 2)
        send housing:h JOB bundle 1 permit (attempt 2), told: fire disagree at 8
[2024-11-20T10:00] housing:h > GRANT 1 permit
        bundle 1 permit SEALED grant by housing:h (attempt 2)
        bundle 1 permit GRANTED
        bundle 1 gate together ISSUED fire, permit housing-2024-00001
        bundle 1 ENDED all
        reply housing:h RECORDED bundle 1
