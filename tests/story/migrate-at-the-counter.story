# What stands at the counter can be migrated, too, as long as the other version has a counter and knows what the applicant was told to
# correct. Nothing opens by it.
[2024-12-02T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:10] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-12-02T09:20] clerk:li > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by li
        reply clerk:li RECORDED bundle 1
[2024-12-02T09:30] operator:ops > PUBLISH counter-2.yaml
        procedure counter 2 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:30] operator:ops > PUBLISH counter-4.yaml
        procedure counter 4 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:30] operator:ops > PUBLISH counter-5.yaml
        procedure counter 5 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:31] operator:ops > MIGRATE counter 4 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the applicant was told to supply what is not in version 4
[2024-12-02T09:31] operator:ops > MIGRATE counter 5 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the bundle is not accepted yet, and there is no counter in version 5
[2024-12-02T09:31] operator:ops > MIGRATE counter 2 1
        bundle 1 MIGRATED from version 1 to 2 by ops
        reply operator:ops RECORDED bundle 1
[2024-12-03T09:00] client:jz > SUPPLY 1 changed=deed
        bundle 1 SUPPLIED by jz (deed)
        reply client:jz RECORDED bundle 1
[2024-12-03T09:00] broker > RESTART
[2024-12-03T09:10] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-12-10T17:30:00 since 2024-12-03T09:00:00
[2024-12-03T09:10] client:jz > CLOCKS 1
        clock of the counter from 2024-12-03T09:00:00; statutory 5 working days, 0 used, ends 2024-12-10T17:30:00
        clock of the applicant from 2024-12-02T09:20:00 to 2024-12-03T09:00:00; statutory 10 working days, 1 used, ends 2024-12-16T17:30:00
        clock of works from 2024-12-02T09:10:00; statutory 7 working days, 0 used, ends 2024-12-12T17:30:00
