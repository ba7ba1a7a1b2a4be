# Tender, auction, inspection, testing, quarantine, appraisal, expert review: 许可法 45 names them, and other laws
# may name more. What begins and ends on one day takes no day away (domain.md 6).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH review.yaml
        procedure review 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT review k
        bundle 1 submitted by jz under review 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=tender amount=1
        bundle 1 plan PAUSED for tender 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-13T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=auction amount=1
        bundle 1 plan PAUSED for auction 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-14T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-15T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=inspection amount=1
        bundle 1 plan PAUSED for inspection 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-15T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-18T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=testing amount=1
        bundle 1 plan PAUSED for testing 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-18T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-19T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=quarantine amount=1
        bundle 1 plan PAUSED for quarantine 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-19T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-20T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=appraisal amount=1
        bundle 1 plan PAUSED for appraisal 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-20T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-21T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=expert_review amount=1
        bundle 1 plan PAUSED for expert_review 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-21T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-22T10:00] officer:li@planning > ACT special_start 1 "needed" stage=plan detail=other amount=1
        bundle 1 plan PAUSED for other 1 working days planned by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-22T16:00] officer:li@planning > ACT special_end 1 "done" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-22T16:30] client:jz > CLOCKS 1
        clock of all from 2024-11-12T10:00:00; statutory 45 working days, 8 used, ends 2025-01-15T17:30:00
        clock of plan from 2024-11-12T10:00:00; promised 5 working days, 8 used, ends 2024-11-19T17:30:00, late; statutory 20 working days, 8 used, ends 2024-12-10T17:30:00
