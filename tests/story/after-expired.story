# A permit that is valid for a time expires by itself, here after three years in which its bundle was not in memory; then it is struck
# off (许可法 70, ground 1).
[2023-04-03T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-04-03T09:00] operator:ops > PUBLISH licence.yaml
        procedure licence 1 published by ops
        reply operator:ops RECORDED
[2023-04-03T09:30] client:jz > SUBMIT licence k
        bundle 1 submitted by jz under licence 1
        bundle 1 operate READY at trade
        reply client:jz RECORDED bundle 1
[2023-04-03T10:00] trade:t > HELLO
        bundle 1 operate LEASED to trade:t until 2023-04-03T10:00:30 (attempt 1)
        send trade:t JOB bundle 1 operate (attempt 1)
[2023-04-03T10:00] trade:t > GRANT 1 operate credit=0
        bundle 1 operate SEALED grant by trade:t (attempt 1)
        bundle 1 operate GRANTED
        bundle 1 ISSUED operate trade-2023-00001
        bundle 1 ENDED all
        reply trade:t RECORDED bundle 1
[2023-04-03T11:00] broker > RESTART
[2026-04-03T17:00] client:jz > CLOCKS 1
        permit of operate, valid, from 2023-04-03T10:00:00; 36 months, 1096 days used, ends 2026-04-03T17:30:00
[2026-04-03T18:00] client:jz > CLOCKS 1
        bundle 1 operate EXPIRED since 2026-04-03T17:30:00 by itself
        permit of operate, valid, from 2023-04-03T10:00:00 to 2026-04-03T17:30:00; 36 months, 1096 days used, ends 2026-04-03T17:30:00
[2026-04-07T10:00] client:jz > ACT ask_renewal 1 stage=operate
        reply client:jz ACT_IMPOSSIBLE (act)
[2026-04-07T10:00] head:li@trade > ACT deregister 1 "expired" stage=operate detail=1
        bundle 1 operate DEREGISTERED (expired) by li
        reply head:li@trade RECORDED bundle 1
