# Whoever has asked in time does not lose the permit while nobody decides (建筑法 9: 既不开工又不申请延期). When the deferral is refused
# after the three months, it lapses at once.
[2024-01-15T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-01-15T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-01-15T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-01-15T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-01-15T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-01-15T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-01-15T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-01-15T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-01-15T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-01-15T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-04-15T10:00] client:jz > ACT ask_deferral 1 "short of funds" stage=works
        bundle 1 works DEFERRAL asked for by jz
        reply client:jz RECORDED bundle 1
[2024-04-15T11:00] broker > RESTART
[2024-05-06T10:00] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2024-01-29T17:30:00 (overdue) since 2024-01-15T10:00:00
        land permit waits for works to begin until 2025-01-15T17:30:00 since 2024-01-15T10:00:00
        works permit waits for its delivery until 2024-01-29T17:30:00 (overdue) since 2024-01-15T10:00:00
        works permit waits for construction to decide on a deferral since 2024-04-15T10:00:00
[2024-05-07T10:00] officer:sun@construction > ACT refuse_deferral 1 stage=works
        reply officer:sun@construction REASON_MISSING (reason)
[2024-05-07T10:00] officer:sun@construction > ACT refuse_deferral 1 "no proof was given" stage=works
        bundle 1 works DEFERRAL refused by sun
        reply officer:sun@construction RECORDED bundle 1
        bundle 1 works LAPSED since 2024-04-15T17:30:00 by itself
[2024-05-07T10:01] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0
        works ISSUED, job DONE, attempt 1, failures 0, lapsed, exchange code 11
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
