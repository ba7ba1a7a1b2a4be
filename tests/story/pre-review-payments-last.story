# The contract converts the bundle, and the permits come with the last payment, all in one step.
[2023-03-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2023-03-01T09:00] operator:ops > PUBLISH five-permits-pre-review.yaml
        procedure five-permits-pre-review 2 published by ops
        reply operator:ops RECORDED
[2023-03-01T10:00] client:jz > SUBMIT five-permits-pre-review k
        bundle 1 submitted by jz under five-permits-pre-review 2
        bundle 1 land-use READY at land
        bundle 1 design-scheme READY at design
        bundle 1 works-planning READY at planning
        bundle 1 real-estate-title READY at registry
        bundle 1 construction READY at construction
        reply client:jz RECORDED bundle 1
[2023-03-01T10:00] land:w > HELLO
        bundle 1 land-use LEASED to land:w until 2023-03-01T10:00:30 (attempt 1)
        send land:w JOB bundle 1 land-use (attempt 1)
[2023-03-01T10:00] land:w > GRANT 1 land-use
        bundle 1 land-use SEALED pre-review grant by land:w (attempt 1)
        reply land:w RECORDED bundle 1
[2023-03-01T10:00] design:w > HELLO
        bundle 1 design-scheme LEASED to design:w until 2023-03-01T10:00:30 (attempt 1)
        send design:w JOB bundle 1 design-scheme (attempt 1)
[2023-03-01T10:00] design:w > GRANT 1 design-scheme
        bundle 1 design-scheme SEALED pre-review grant by design:w (attempt 1)
        reply design:w RECORDED bundle 1
[2023-03-01T10:00] planning:w > HELLO
        bundle 1 works-planning LEASED to planning:w until 2023-03-01T10:00:30 (attempt 1)
        send planning:w JOB bundle 1 works-planning (attempt 1)
[2023-03-01T10:00] planning:w > GRANT 1 works-planning
        bundle 1 works-planning SEALED pre-review grant by planning:w (attempt 1)
        reply planning:w RECORDED bundle 1
[2023-03-01T10:00] registry:w > HELLO
        bundle 1 real-estate-title LEASED to registry:w until 2023-03-01T10:00:30 (attempt 1)
        send registry:w JOB bundle 1 real-estate-title (attempt 1)
[2023-03-01T10:00] registry:w > GRANT 1 real-estate-title
        bundle 1 real-estate-title SEALED pre-review grant by registry:w (attempt 1)
        reply registry:w RECORDED bundle 1
[2023-03-01T10:00] construction:w > HELLO
        bundle 1 construction LEASED to construction:w until 2023-03-01T10:00:30 (attempt 1)
        send construction:w JOB bundle 1 construction (attempt 1)
[2023-03-01T10:00] construction:w > GRANT 1 construction
        bundle 1 construction SEALED pre-review grant by construction:w (attempt 1)
        reply construction:w RECORDED bundle 1
[2023-03-30T09:30] client:jz > SIGNAL 1 land-contract
        bundle 1 land-contract reached
        bundle 1 ACCEPTED after pre-review by itself
        bundle 1 design-scheme GRANTED
        bundle 1 works-planning GRANTED
        reply client:jz RECORDED bundle 1
[2023-03-30T09:30] client:jz > CLOCKS 1
        clock of land-use from 2023-03-30T09:30:00; promised 1 working day, 0 used, ends 2023-03-31T17:30:00; statutory 20 working days, 0 used, ends 2023-04-27T17:30:00
        clock of design-scheme from 2023-03-30T09:30:00 to 2023-03-30T09:30:00; promised 5 working days, 0 used, ends 2023-04-07T17:30:00; statutory 30 working days, 0 used, ends 2023-05-15T17:30:00
        clock of works-planning from 2023-03-30T09:30:00 to 2023-03-30T09:30:00; promised 1 working day, 0 used, ends 2023-03-31T17:30:00; statutory 20 working days, 0 used, ends 2023-04-27T17:30:00
        clock of real-estate-title from 2023-03-30T09:30:00; promised 1 working day, 0 used, ends 2023-03-31T17:30:00; statutory 30 working days, 0 used, ends 2023-05-15T17:30:00
        clock of construction from 2023-03-30T09:30:00; promised 1 working day, 0 used, ends 2023-03-31T17:30:00; statutory 7 natural days, 0 used, ends 2023-04-06T17:30:00
[2023-03-30T09:45] client:jz > SIGNAL 1 project-record
        bundle 1 project-record reached
        bundle 1 land-use GRANTED
        bundle 1 construction GRANTED
        reply client:jz RECORDED bundle 1
[2023-03-30T09:50] client:jz > SIGNAL 1 price-paid
        bundle 1 price-paid reached
        reply client:jz RECORDED bundle 1
[2023-03-30T10:00] client:jz > SIGNAL 1 deed-tax-paid
        bundle 1 deed-tax-paid reached
        bundle 1 real-estate-title GRANTED
        bundle 1 gate five-permits ISSUED land-use land-2023-00001, design-scheme design-2023-00001, works-planning planning-2023-00001, real-estate-title registry-2023-00001, construction construction-2023-00001
        bundle 1 ENDED all
        reply client:jz RECORDED bundle 1
