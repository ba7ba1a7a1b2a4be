# An act names materials by their places in the procedure; a place that there is not is refused for every act alike.
[2024-12-02T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:10] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-12-02T09:20] clerk:li > ACT put_right 1 materials=deed,9
        reply clerk:li MATERIAL_UNKNOWN (materials)
[2024-12-02T09:20] clerk:li > ACT put_right 1 materials=deed
        bundle 1 ACCEPTED, put right on the spot (deed) by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
