# What is required and may not come later must be there: the application is not taken, and nothing is recorded. What is not required may be missing.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance.yaml
        procedure tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance k without=form,drawing
        reply client:jz MATERIAL_MISSING (materials)
[2024-11-12T10:00] client:jz > SUBMIT tolerance k2 without=photo
        bundle 1 submitted by jz under tolerance 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
