# A material that is missing is one that may come later, under any version that governs: else the bundle is not moved. Its time is that of
# the version that governs, by its name, wherever it stands in the list.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance.yaml
        procedure tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-2.yaml
        procedure tolerance 2 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-3.yaml
        procedure tolerance 3 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance k version=1 without=drawing,safety
        bundle 1 submitted by jz under tolerance 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (drawing, safety)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:10] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:10:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:10] planning:p > GRANT 1 plan credit=0
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-13T09:00] operator:ops > MIGRATE tolerance 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since materials are missing that may not come later in version 2
[2024-11-13T09:00] operator:ops > MIGRATE tolerance 3 1
        bundle 1 MIGRATED from version 1 to 3 by ops
        reply operator:ops RECORDED bundle 1
[2024-11-13T10:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material drawing, due until 2024-12-10T17:30:00 since 2024-11-12T10:10:00
        plan permit waits for works at construction, member of its gate since 2024-11-12T10:10:00
        works review waits for a free worker of construction (0 here, 0 free) since 2024-11-12T10:00:00
[2024-11-14T10:00] clerk:zhou > ACT material_supplied 1 materials=safety
        bundle 1 missing materials SUPPLIED (safety) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-14T11:00] operator:ops > MIGRATE tolerance 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since materials are missing that may not come later in version 2
[2024-11-14T12:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        bundle 1 missing materials SUPPLIED (drawing) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-14T13:00] operator:ops > MIGRATE tolerance 2 1
        bundle 1 MIGRATED from version 3 to 2 by ops
        reply operator:ops RECORDED bundle 1
