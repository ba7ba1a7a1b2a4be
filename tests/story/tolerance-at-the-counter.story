# With a counter nothing is refused for a missing material: what may not miss is asked for, all at once; what may come later comes with a
# new application, or over the counter, also before acceptance.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH tolerance-counter.yaml
        procedure tolerance-counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT tolerance-counter k without=form,drawing,safety
        bundle 1 submitted by jz under tolerance-counter 1, RECEIVED
        bundle 1 taken with materials MISSING (drawing, safety)
        reply client:jz RECORDED bundle 1
[2024-11-12T11:00] clerk:zhou > ACT ask_corrections 1 "the form is missing" materials=form
        bundle 1 TO BE CORRECTED before acceptance (form) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-12T12:00] clerk:zhou > ACT material_supplied 1 materials=safety
        bundle 1 missing materials SUPPLIED (safety) by zhou
        reply clerk:zhou RECORDED bundle 1
[2024-11-13T10:00] client:jz > SUPPLY 1 "the form" changed=form content=c2
        bundle 1 SUPPLIED by jz (form)
        reply client:jz RECORDED bundle 1
[2024-11-13T11:00] client:jz > SUPPLY 1 "the drawing" changed=drawing content=c3
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-13T12:00] clerk:zhou > ACT accept 1
        bundle 1 ACCEPTED by zhou
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply clerk:zhou RECORDED bundle 1
[2024-11-14T10:00] client:jz > SUPPLY 1 "the drawing" changed=drawing content=c3
        bundle 1 SUPPLIED by jz (drawing)
        reply client:jz RECORDED bundle 1
[2024-11-14T11:00] client:jz > SUPPLY 1 "the drawing" changed=drawing content=c4
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-14T12:00] client:jz > CLOCKS 1
        clock of the counter from 2024-11-13T10:00:00 to 2024-11-13T12:00:00; statutory 5 working days, 0 used, ends 2024-11-20T17:30:00
        clock of the applicant from 2024-11-12T11:00:00 to 2024-11-13T10:00:00; statutory 5 working days, 1 used, ends 2024-11-19T17:30:00
