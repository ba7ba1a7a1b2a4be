# 延续 (许可法 50): asked for thirty days before the end and granted, the permit is valid for three years more. It is asked for once in a term.
[2023-03-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-03-01T09:00] operator:ops > PUBLISH licence.yaml
        procedure licence 1 published by ops
        reply operator:ops RECORDED
[2023-03-01T09:30] client:jz > SUBMIT licence k
        bundle 1 submitted by jz under licence 1
        bundle 1 operate READY at trade
        reply client:jz RECORDED bundle 1
[2023-03-01T10:00] trade:t > HELLO
        bundle 1 operate LEASED to trade:t until 2023-03-01T10:00:30 (attempt 1)
        send trade:t JOB bundle 1 operate (attempt 1)
[2023-03-01T10:00] trade:t > GRANT 1 operate credit=0
        bundle 1 operate SEALED grant by trade:t (attempt 1)
        bundle 1 operate GRANTED
        bundle 1 ISSUED operate trade-2023-00001
        bundle 1 ENDED all
        reply trade:t RECORDED bundle 1
[2023-03-01T11:00] broker > RESTART
[2026-01-20T10:00] officer:wu@trade > ACT renew 1 stage=operate
        reply officer:wu@trade ACT_IMPOSSIBLE (act)
[2026-01-20T10:00] client:jz > ACT ask_renewal 1 stage=operate
        bundle 1 operate RENEWAL asked for by jz
        reply client:jz RECORDED bundle 1
[2026-01-20T10:00] client:jz > ACT ask_renewal 1 stage=operate
        reply client:jz ACT_IMPOSSIBLE (act)
[2026-02-02T10:00] client:jz > EXPLAIN 1
        operate permit waits for trade to decide on a renewal until 2026-03-02T17:30:00 since 2026-01-20T10:00:00
[2026-02-02T10:00] officer:wu@trade > ACT renew 1 stage=operate
        bundle 1 operate RENEWED by wu
        reply officer:wu@trade RECORDED bundle 1
[2026-02-02T10:00] client:jz > CLOCKS 1
        permit of operate, valid, from 2023-03-01T10:00:00; 72 months, 1069 days used, ends 2029-03-01T17:30:00, provisional
[2026-02-03T10:00] client:jz > ACT ask_renewal 1 stage=operate
        reply client:jz ACT_IMPOSSIBLE (act)
[2026-03-03T10:00] client:jz > EXPLAIN 1
        ended all
