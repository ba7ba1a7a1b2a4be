# The higher level may revoke what a department has granted (许可法 69: 作出行政许可决定的行政机关或者其上级行政机关); recalling and
# striking off are for the department alone. What else was issued stays in force: three permits, three acts.
[2024-03-04T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-03-04T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-03-04T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-03-04T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-03-04T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-03-04T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-03-04T10:00] fire:f > HELLO
        bundle 1 opinion LEASED to fire:f until 2024-03-04T10:00:30 (attempt 1)
        send fire:f JOB bundle 1 opinion (attempt 1)
[2024-03-04T10:00] fire:f > GRANT 1 opinion credit=0
        bundle 1 opinion SEALED grant by fire:f (attempt 1)
        bundle 1 opinion GRANTED
        bundle 1 ISSUED opinion
        reply fire:f RECORDED bundle 1
[2024-03-04T10:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2024-03-04T10:00:30 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2024-03-04T10:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 ISSUED works construction-2024-00001
        bundle 1 ENDED all
        reply construction:c RECORDED bundle 1
[2024-03-05T10:00] broker > RESTART
[2024-03-05T10:00] government:mayor > ACT revoke 1 "granted beyond the department's powers" stage=land detail=2
        bundle 1 land REVOKED (powers) by mayor
        reply government:mayor RECORDED bundle 1
[2024-03-05T10:00] government:mayor > ACT recall 1 "the plan has changed" stage=works
        reply government:mayor NOT_ALLOWED (role)
[2024-03-05T10:01] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 1, failures 0, revoked, exchange code 15
        works ISSUED, job DONE, attempt 1, failures 0
        opinion ISSUED, job DONE, attempt 1, failures 0
        result all
[2024-03-05T10:02] clerk:li > ACT deliver 1 stage=works
        bundle 1 works DELIVERED by li
        reply clerk:li RECORDED bundle 1
[2024-03-05T10:02] clerk:li > ACT deliver 1 stage=land
        reply clerk:li ACT_IMPOSSIBLE (act)
