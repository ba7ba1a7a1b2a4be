# The hold of a permit whose material is missing does not run: it cannot be delivered. The other one is issued when its own hold is over, and
# the late one as soon as its material comes.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH hold-tolerance.yaml
        procedure hold-tolerance 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT hold-tolerance k without=drawing
        bundle 1 submitted by jz under hold-tolerance 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 taken with materials MISSING (drawing)
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan SEALED grant by planning:p (attempt 1)
        bundle 1 plan GRANTED
        reply planning:p RECORDED bundle 1
[2024-11-13T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-11-13T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-11-13T10:00] land:l > GRANT 1 land
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        reply land:l RECORDED bundle 1
[2024-11-14T18:00] client:jz > EXPLAIN 1
        land permit waits for the missing material drawing, due until 2024-11-26T17:30:00 since 2024-11-13T10:00:00
        land permit waits for the end of its gate's hold until 2024-11-15T17:30:00 since 2024-11-13T10:00:00
        plan permit waits for the missing material drawing, due until 2024-11-26T17:30:00 since 2024-11-12T10:00:00
[2024-11-15T17:30] clock
        bundle 1 gate together ISSUED land land-2024-00001
[2024-11-18T10:00] client:jz > EXPLAIN 1
        plan permit waits for the missing material drawing, due until 2024-11-26T17:30:00 since 2024-11-12T10:00:00
[2024-11-19T10:00] clerk:zhou > ACT material_supplied 1 materials=drawing
        bundle 1 missing materials SUPPLIED (drawing) by zhou
        bundle 1 ISSUED plan planning-2024-00001
        bundle 1 ENDED all
        reply clerk:zhou RECORDED bundle 1
