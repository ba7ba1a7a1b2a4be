# Only what is awaited can be supplied, once, and only at the counter.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance.yaml
        procedure tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance k without=safety
        bundle 1 submitted by jz under tolerance 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        bundle 1 taken with materials MISSING (safety)
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
[2024-11-13T10:00] officer:li@planning > ACT material_supplied 1 materials=safety
        reply officer:li@planning NOT_ALLOWED (role)
[2024-11-13T10:00] clerk:zhou > ACT material_supplied 1 materials=safety
        bundle 1 missing materials SUPPLIED (safety) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-13T10:00] clerk:zhou > ACT material_supplied 1 materials=safety
        reply clerk:zhou ACT_IMPOSSIBLE (materials)
