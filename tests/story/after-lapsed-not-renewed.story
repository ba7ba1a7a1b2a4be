# What has lapsed is not renewed (建筑法 9, 许可法 50): a permit lapses while its renewal is asked for, since works have not begun, and
# nobody can grant the renewal then, or ask for another.
[2024-01-15T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:00] operator:ops > PUBLISH after-both.yaml
        procedure after-both 1 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:30] client:jz > SUBMIT after-both k
        bundle 1 submitted by jz under after-both 1
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-01-15T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-01-15T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-01-15T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-01-15T11:00] broker > RESTART
[2024-04-10T10:00] client:jz > ACT ask_renewal 1 stage=works
        bundle 1 works RENEWAL asked for by jz
        reply client:jz RECORDED bundle 1
[2024-04-15T17:30] client:jz > EXPLAIN 1
        works permit waits for works to begin until 2024-04-15T17:30:00 since 2024-01-15T10:00:00
        works permit waits for construction to decide on a renewal until 2025-01-15T17:30:00 since 2024-04-10T10:00:00
[2024-04-16T10:00] officer:sun@construction > ACT renew 1 stage=works
        bundle 1 works LAPSED since 2024-04-15T17:30:00 by itself
        reply officer:sun@construction ACT_IMPOSSIBLE (act)
[2024-04-16T10:00] client:jz > ACT ask_renewal 1 stage=works
        reply client:jz ACT_IMPOSSIBLE (act)
[2024-04-16T10:00] client:jz > CLOCKS 1
        permit of works, to begin works, from 2024-01-15T10:00:00 to 2024-04-15T17:30:00; 3 months, 91 days used, ends 2024-04-15T17:30:00
        permit of works, valid, from 2024-01-15T10:00:00 to 2024-04-15T17:30:00; 12 months, 91 days used, ends 2025-01-15T17:30:00
[2025-01-16T10:00] client:jz > CLOCKS 1
        permit of works, to begin works, from 2024-01-15T10:00:00 to 2024-04-15T17:30:00; 3 months, 91 days used, ends 2024-04-15T17:30:00
        permit of works, valid, from 2024-01-15T10:00:00 to 2024-04-15T17:30:00; 12 months, 91 days used, ends 2025-01-15T17:30:00
