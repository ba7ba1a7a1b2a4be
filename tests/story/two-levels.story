# City and district both have a say: either counter accepts, as the applicant wishes, and each stage goes to the level whose matter it is (滨州 15). Where it
# was accepted decides nothing.
[2024-12-02T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:00] operator:ops > PUBLISH two-levels.yaml
        procedure two-levels 1 published by ops
        reply operator:ops RECORDED
[2024-12-02T09:10] client:district-hall > SUBMIT two-levels a skipped=plan-district
        bundle 1 submitted by district-hall under two-levels 1, RECEIVED
        bundle 1 plan-district SKIPPED: it does not apply
        reply client:district-hall RECORDED bundle 1
[2024-12-02T09:10] client:city-hall > SUBMIT two-levels b skipped=plan-city
        bundle 2 submitted by city-hall under two-levels 1, RECEIVED
        bundle 2 plan-city SKIPPED: it does not apply
        reply client:city-hall RECORDED bundle 2
[2024-12-02T09:20] clerk:district-li > ACT accept 1
        bundle 1 ACCEPTED by district-li
        bundle 1 plan-city READY at city-planning
        bundle 1 works READY at district-construction
        reply clerk:district-li RECORDED bundle 1
[2024-12-02T09:20] clerk:city-wu > ACT accept 2
        bundle 2 ACCEPTED by city-wu
        bundle 2 plan-district READY at district-planning
        bundle 2 works READY at district-construction
        reply clerk:city-wu RECORDED bundle 2
[2024-12-02T09:30] city-planning:p > HELLO
        bundle 1 plan-city LEASED to city-planning:p until 2024-12-02T09:30:30 (attempt 1)
        send city-planning:p JOB bundle 1 plan-city (attempt 1)
[2024-12-02T09:30] city-planning:p > GRANT 1 plan-city credit=0
        bundle 1 plan-city SEALED grant by city-planning:p (attempt 1)
        bundle 1 plan-city GRANTED
        reply city-planning:p RECORDED bundle 1
[2024-12-02T09:30] district-planning:q > HELLO
        bundle 2 plan-district LEASED to district-planning:q until 2024-12-02T09:30:30 (attempt 1)
        send district-planning:q JOB bundle 2 plan-district (attempt 1)
[2024-12-02T09:30] district-planning:q > GRANT 2 plan-district credit=0
        bundle 2 plan-district SEALED grant by district-planning:q (attempt 1)
        bundle 2 plan-district GRANTED
        reply district-planning:q RECORDED bundle 2
[2024-12-02T09:31] district-construction:c > HELLO credit=2
        bundle 1 works LEASED to district-construction:c until 2024-12-02T09:31:30 (attempt 1)
        bundle 2 works LEASED to district-construction:c until 2024-12-02T09:31:30 (attempt 1)
        send district-construction:c JOB bundle 1 works (attempt 1)
        send district-construction:c JOB bundle 2 works (attempt 1)
[2024-12-02T09:31] district-construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by district-construction:c (attempt 1)
        bundle 1 works GRANTED
        bundle 1 gate all ISSUED plan-city city-planning-2024-00001, works district-construction-2024-00001
        bundle 1 ENDED all
        reply district-construction:c RECORDED bundle 1
[2024-12-02T09:31] district-construction:c > GRANT 2 works credit=0
        bundle 2 works SEALED grant by district-construction:c (attempt 1)
        bundle 2 works GRANTED
        bundle 2 gate all ISSUED plan-district district-planning-2024-00001, works district-construction-2024-00002
        bundle 2 ENDED all
        reply district-construction:c RECORDED bundle 2
