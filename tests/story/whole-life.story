# One project's whole life under the law: received, told once what to correct and accepted (许可法 32); two rounds of corrections; a hearing that
# stops the clocks (45); an extension by a head (42); a card by rule and an order; two of three signers (34); a refusal that tells its
# remedies (38); the other permits issued together; one delivered, one lapsed (建筑法 9), one revoked (许可法 69).
[2025-02-28T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2025-02-28T09:00] operator:ops > PUBLISH whole-life.yaml
        procedure whole-life 1 published by ops
        reply operator:ops RECORDED
[2025-03-03T10:00] client:jz > SUBMIT whole-life park
        bundle 1 submitted by jz under whole-life 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2025-03-03T10:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2025-03-10T17:30:00 since 2025-03-03T10:00:00
[2025-03-04T10:00] clerk:chen > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by chen
        reply clerk:chen RECORDED bundle 1
[2025-03-05T10:00] client:jz > EXPLAIN 1
        bundle waits for the applicant to supply what must be corrected until 2025-03-18T17:30:00 since 2025-03-04T10:00:00
[2025-03-05T10:00] client:jz > CLOCKS 1
        clock of the applicant from 2025-03-04T10:00:00; statutory 10 working days, 1 used, ends 2025-03-18T17:30:00
        clock of works from 2025-03-03T10:00:00, stands since 2025-03-04T10:00:00 (correction before acceptance); statutory 7 working days, 1 used, ends 2025-03-13T17:30:00
[2025-03-06T10:00] client:jz > SUPPLY 1 "signed" changed=deed
        bundle 1 SUPPLIED by jz (deed)
        reply client:jz RECORDED bundle 1
[2025-03-06T11:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2025-03-13T17:30:00 since 2025-03-06T10:00:00
[2025-03-07T10:00] clerk:chen > ACT accept 1
        bundle 1 ACCEPTED by chen
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 title READY at registry
        bundle 1 works READY at construction
        reply clerk:chen RECORDED bundle 1
[2025-03-07T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00; statutory 45 working days, 0 used, ends 2025-05-14T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00; promised 10 working days, 0 used, ends 2025-03-21T17:30:00; statutory 20 working days, 0 used, ends 2025-04-07T17:30:00
        clock of plan from 2025-03-07T10:00:00; promised 10 working days, 0 used, ends 2025-03-21T17:30:00; statutory 20 working days, 0 used, ends 2025-04-07T17:30:00
        clock of title from 2025-03-07T10:00:00; statutory 30 working days, 0 used, ends 2025-04-21T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 2 used, ends 2025-03-14T17:30:00
[2025-03-10T09:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2025-03-11T09:00:00 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2025-03-10T09:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2025-03-11T09:00:00 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2025-03-10T09:00] registry:r > HELLO
        bundle 1 title LEASED to registry:r until 2025-03-11T09:00:00 (attempt 1)
        send registry:r JOB bundle 1 title (attempt 1)
[2025-03-10T09:00] construction:c > HELLO
        bundle 1 works LEASED to construction:c until 2025-03-11T09:00:00 (attempt 1)
        send construction:c JOB bundle 1 works (attempt 1)
[2025-03-10T10:00] land:l > CORRECT 1 land "the site plan has no scale" materials=site-plan
        bundle 1 land PAUSED to be corrected (site-plan) by land:l (attempt 1)
        reply land:l RECORDED bundle 1
[2025-03-10T11:00] registry:r > CORRECT 1 title "the survey has no boundary points" materials=survey
        bundle 1 title PAUSED to be corrected (survey) by registry:r (attempt 1)
        reply registry:r RECORDED bundle 1
[2025-03-10T11:00] client:jz > EXPLAIN 1
        land review waits for the notice that tells the applicant what to correct until 2025-03-17T17:30:00 since 2025-03-10T10:00:00
        plan decision waits for the verdict of planning until 2025-03-11T09:00:00 since 2025-03-10T09:00:00
        plan decision waits for stage land at land since 2025-03-10T09:00:00
        title review waits for the notice that tells the applicant what to correct until 2025-03-17T17:30:00 since 2025-03-10T11:00:00
        works decision waits for the verdict of construction until 2025-03-11T09:00:00 since 2025-03-10T09:00:00
        works decision waits for stage plan at planning since 2025-03-10T09:00:00
[2025-03-10T14:00] construction:c > GRANT 1 works credit=0
        bundle 1 works SEALED grant by construction:c (attempt 1)
        reply construction:c RECORDED bundle 1
[2025-03-10T15:00] planning:p > RELEASE 1 plan credit=0
        bundle 1 plan READY (attempt 1 given back)
        reply planning:p RECORDED bundle 1
[2025-03-13T09:00] clock
        bundle 1 works YELLOW CARD by default-1, head must act
        bundle 1 works NOTICE CARD by default-1
[2025-03-14T09:00] clock
[2025-03-14T17:31] clock
        bundle 1 works DEEP RED CARD by default-1
[2025-03-17T09:00] supervisor:sun > ACT order 1 "the law's time is over: say what it waits for" stage=works until=2025-03-24
        bundle 1 works ORDER issued to construction due 2025-03-25T00:00:00 by sun
        reply supervisor:sun RECORDED bundle 1
[2025-03-17T10:00] supervisor:sun > CARDS 1
        YELLOW card of works since 2025-03-13T09:00:00: raised; head must act
        NOTICE card of works since 2025-03-13T09:00:00: raised
        DEEP RED card of works since 2025-03-14T17:31:00: raised
        order to construction about works since 2025-03-17T09:00:00, due 2025-03-25T00:00:00: issued
[2025-03-17T10:00] client:jz > EXPLAIN 1
        land review waits for the notice that tells the applicant what to correct until 2025-03-17T17:30:00 since 2025-03-10T10:00:00
        plan review waits for a free worker of planning (1 here, 0 free) since 2025-03-10T15:00:00
        plan decision waits for stage land at land since 2025-03-10T15:00:00
        title review waits for the notice that tells the applicant what to correct until 2025-03-17T17:30:00 since 2025-03-10T11:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-03-17T17:31] clock
        bundle 1 NOTICE of corrections (survey, site-plan) by itself
        bundle 1 land waits for corrections
        bundle 1 title waits for corrections
[2025-03-18T09:00] client:jz > EXPLAIN 1
        land review waits for the applicant to supply what must be corrected until 2025-04-09T17:30:00 since 2025-03-17T17:31:00
        plan review waits for a free worker of planning (1 here, 0 free) since 2025-03-10T15:00:00
        plan decision waits for stage land at land since 2025-03-10T15:00:00
        title review waits for the applicant to supply what must be corrected until 2025-04-09T17:30:00 since 2025-03-17T17:31:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-03-18T09:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00, stands since 2025-03-17T17:31:00 (correction); statutory 45 working days, 6 used, ends 2025-05-15T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00, stands since 2025-03-17T17:31:00 (correction); promised 10 working days, 6 used, ends 2025-03-24T17:30:00; statutory 20 working days, 6 used, ends 2025-04-08T17:30:00
        clock of plan from 2025-03-07T10:00:00; promised 10 working days, 7 used, ends 2025-03-21T17:30:00; statutory 20 working days, 7 used, ends 2025-04-07T17:30:00
        clock of title from 2025-03-07T10:00:00, stands since 2025-03-17T17:31:00 (correction); statutory 30 working days, 6 used, ends 2025-04-22T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 9 used, ends 2025-03-14T17:30:00, late
[2025-03-20T10:00] client:jz > SUPPLY 1 "scale and boundary points" changed=site-plan,survey
        bundle 1 plan YELLOW CARD by default-1, head must act
        bundle 1 plan NOTICE CARD by default-1
        bundle 1 SUPPLIED by jz (survey, site-plan)
        bundle 1 land to be reviewed again
        bundle 1 title to be reviewed again
        bundle 1 land LEASED to land:l until 2025-03-21T10:00:00 (attempt 2)
        bundle 1 title LEASED to registry:r until 2025-03-21T10:00:00 (attempt 2)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 2)
        send registry:r JOB bundle 1 title (attempt 2)
[2025-03-20T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00; statutory 45 working days, 6 used, ends 2025-05-19T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00; promised 10 working days, 6 used, ends 2025-03-26T17:30:00; statutory 20 working days, 6 used, ends 2025-04-10T17:30:00
        clock of plan from 2025-03-07T10:00:00; promised 10 working days, 9 used, ends 2025-03-21T17:30:00; statutory 20 working days, 9 used, ends 2025-04-07T17:30:00
        clock of title from 2025-03-07T10:00:00; statutory 30 working days, 6 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 11 used, ends 2025-03-14T17:30:00, late
[2025-03-20T11:00] officer:wu@construction > ACT ack_order 1 stage=works
        bundle 1 works ORDER acknowledged at construction by wu
        reply officer:wu@construction RECORDED bundle 1
[2025-03-21T09:00] planning:p > CREDIT 1
        bundle 1 plan LEASED to planning:p until 2025-03-22T09:00:00 (attempt 2)
        send planning:p JOB bundle 1 plan (attempt 2)
[2025-03-21T09:10] land:l > GRANT 1 land attempt=2 credit=0
        bundle 1 land SEALED grant by land:l (attempt 2)
        reply land:l RECORDED bundle 1
[2025-03-21T09:20] registry:r > REFUSE 1 title "the parcel overlaps its neighbour" attempt=2 credit=0
        bundle 1 title REFUSED by registry:r (attempt 2)
        reply registry:r RECORDED bundle 1
[2025-03-21T09:20] client:jz > TOLD 1 title
        refuse: the parcel overlaps its neighbour
        remedies: 申请人如不服本决定，可以自知道本决定之日起六十日内依法申请行政复议，或者自知道本决定之日起六个月内依法向人民法院提起行政诉讼。
[2025-03-21T09:30] planning:p > CORRECT 1 plan "the setback is not shown" materials=site-plan attempt=2 credit=0
        bundle 1 plan PAUSED to be corrected (site-plan) by planning:p (attempt 2)
        bundle 1 NOTICE of corrections (site-plan) by itself
        bundle 1 plan waits for corrections
        reply planning:p RECORDED bundle 1
[2025-03-21T10:00] client:jz > EXPLAIN 1
        land decision waits for milestone contract since 2025-03-21T09:10:00
        plan review waits for the applicant to supply what must be corrected until 2025-04-14T17:30:00 since 2025-03-21T09:30:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-03-24T10:00] officer:wu@construction > ACT report_order 1 "its review is done; it waits for works planning" stage=works
        bundle 1 land YELLOW CARD by default-1, head must act
        bundle 1 works ORDER reported on at construction by wu
        reply officer:wu@construction RECORDED bundle 1
[2025-03-25T10:00] client:jz > SUPPLY 1 "setback shown" changed=site-plan
        bundle 1 land NOTICE CARD by default-1
        bundle 1 SUPPLIED by jz (site-plan)
        bundle 1 land to be reviewed again
        bundle 1 plan to be reviewed again
        reply client:jz RECORDED bundle 1
[2025-03-25T10:00] client:jz > EXPLAIN 1
        land review waits for a free worker of land (1 here, 0 free) since 2025-03-25T10:00:00
        land decision waits for milestone contract since 2025-03-25T10:00:00
        plan review waits for a free worker of planning (1 here, 0 free) since 2025-03-25T10:00:00
        plan decision waits for stage land at land since 2025-03-25T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-03-25T11:00] head:he@construction > ACT rectify_order 1 stage=works
        bundle 1 works ORDER being put right at construction by he
        reply head:he@construction RECORDED bundle 1
[2025-03-26T09:00] supervisor:sun > ACT verify_order 1 stage=works
        bundle 1 plan RED CARD by default-1, supervisor must act
        bundle 1 works ORDER verified at construction by sun
        reply supervisor:sun RECORDED bundle 1
[2025-03-26T09:01] supervisor:sun > ACT close_order 1 stage=works
        bundle 1 works ORDER closed at construction by sun
        reply supervisor:sun RECORDED bundle 1
[2025-03-26T10:00] officer:li@planning > ACT special_start 1 "neighbours asked for a hearing" stage=plan detail=hearing amount=15 until=2025-04-09
        bundle 1 plan PAUSED for hearing 15 working days planned to be held by 2025-04-10T00:00:00 by li
        reply officer:li@planning RECORDED bundle 1
[2025-03-26T11:00] land:l > CREDIT 1
        bundle 1 land LEASED to land:l until 2025-03-27T11:00:00 (attempt 3)
        send land:l JOB bundle 1 land (attempt 3)
[2025-03-26T11:30] land:l > GRANT 1 land attempt=3 credit=0
        bundle 1 land SEALED grant by land:l (attempt 3)
        reply land:l RECORDED bundle 1
[2025-03-31T10:00] client:jz > EXPLAIN 1
        bundle 1 land RED CARD by default-1, supervisor must act
        land decision waits for milestone contract since 2025-03-26T11:30:00
        plan review waits for the end of its hearing at planning, planned until 2025-04-17T17:30:00 since 2025-03-26T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-03-31T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00, stands since 2025-03-26T10:00:00 (special hearing; planned 15 working days, 3 used, ends 2025-04-17T17:30:00); statutory 45 working days, 8 used, ends 2025-05-26T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00; promised 10 working days, 13 used, ends 2025-03-26T17:30:00, late; statutory 20 working days, 13 used, ends 2025-04-10T17:30:00
        clock of plan from 2025-03-07T10:00:00, stands since 2025-03-26T10:00:00 (special hearing; planned 15 working days, 3 used, ends 2025-04-17T17:30:00); promised 10 working days, 11 used, ends 2025-03-25T17:30:00, late; statutory 20 working days, 11 used, ends 2025-04-14T17:30:00
        clock of title from 2025-03-07T10:00:00 to 2025-03-21T09:20:00; statutory 30 working days, 7 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 18 used, ends 2025-03-14T17:30:00, late
[2025-03-31T11:00] broker > RESTART
[2025-04-01T10:00] client:jz > EXPLAIN 1
        land decision waits for milestone contract since 2025-03-26T11:30:00
        plan review waits for the end of its hearing at planning, planned until 2025-04-17T17:30:00 since 2025-03-26T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-04-10T10:00] officer:li@planning > ACT special_end 1 "held on 9 April; see its record" stage=plan
        bundle 1 plan READY again after its special procedure by li
        reply officer:li@planning RECORDED bundle 1
[2025-04-10T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00; statutory 45 working days, 8 used, ends 2025-06-05T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00; promised 10 working days, 20 used, ends 2025-03-26T17:30:00, late; statutory 20 working days, 20 used, ends 2025-04-10T17:30:00
        clock of plan from 2025-03-07T10:00:00; promised 10 working days, 11 used, ends 2025-03-25T17:30:00, late; statutory 20 working days, 11 used, ends 2025-04-23T17:30:00
        clock of title from 2025-03-07T10:00:00 to 2025-03-21T09:20:00; statutory 30 working days, 7 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 25 used, ends 2025-03-14T17:30:00, late
[2025-04-10T11:00] head:qian@planning > ACT extend 1 "what was said at the hearing is to be weighed" stage=plan amount=10
        bundle 1 plan EXTENDED statutory 10 more by qian
        reply head:qian@planning RECORDED bundle 1
[2025-04-10T11:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00; statutory 45 working days, 8 used, ends 2025-06-05T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00; promised 10 working days, 20 used, ends 2025-03-26T17:30:00, late; statutory 20 working days, 20 used, ends 2025-04-10T17:30:00
        clock of plan from 2025-03-07T10:00:00, extended by 10; promised 10 working days, 11 used, ends 2025-03-25T17:30:00, late; statutory 30 working days, 11 used, ends 2025-05-09T17:30:00
        clock of title from 2025-03-07T10:00:00 to 2025-03-21T09:20:00; statutory 30 working days, 7 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00; statutory 7 working days, 25 used, ends 2025-03-14T17:30:00, late
[2025-04-11T09:00] planning:p > HELLO
        bundle 1 land DEEP RED CARD by default-1
        bundle 1 plan LEASED to planning:p until 2025-04-12T09:00:00 (attempt 3)
        send planning:p JOB bundle 1 plan (attempt 3)
[2025-04-11T10:00] planning:p > GRANT 1 plan credit=0
        bundle 1 plan TO SIGN grant by planning:p (attempt 3)
        reply planning:p RECORDED bundle 1
[2025-04-11T11:00] client:jz > EXPLAIN 1
        land decision waits for milestone contract since 2025-03-26T11:30:00
        plan decision waits for the signature of li at planning since 2025-04-11T10:00:00
        plan decision waits for the signature of wang at planning since 2025-04-11T10:00:00
        plan decision waits for the signature of zhao at planning since 2025-04-11T10:00:00
        plan decision waits for stage land at land since 2025-04-11T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-04-14T10:00] officer:zhao@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by zhao
        reply officer:zhao@planning RECORDED bundle 1
[2025-04-14T11:00] client:jz > EXPLAIN 1
        land decision waits for milestone contract since 2025-03-26T11:30:00
        plan decision waits for the signature of li at planning since 2025-04-11T10:00:00
        plan decision waits for the signature of wang at planning since 2025-04-11T10:00:00
        plan decision waits for stage land at land since 2025-04-11T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-04-15T10:00] officer:li@planning > ACT sign 1 stage=plan detail=agree
        bundle 1 plan SIGNED for by li
        bundle 1 plan SEALED by its signers
        reply officer:li@planning RECORDED bundle 1
[2025-04-15T11:00] client:jz > EXPLAIN 1
        land decision waits for milestone contract since 2025-03-26T11:30:00
        plan decision waits for stage land at land since 2025-04-15T10:00:00
        works decision waits for stage plan at planning since 2025-03-10T14:00:00
[2025-04-18T10:00] client:jz > SIGNAL 1 contract
        bundle 1 contract reached
        bundle 1 land GRANTED
        bundle 1 plan GRANTED
        bundle 1 works GRANTED
        bundle 1 gate together ISSUED land land-2025-00001, plan planning-2025-00001, works construction-2025-00001
        bundle 1 ENDED partial
        reply client:jz RECORDED bundle 1
[2025-04-18T10:00] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 3, failures 0
        plan ISSUED, job DONE, attempt 3, failures 0
        title REFUSED, job DONE, attempt 2, failures 0
        works ISSUED, job DONE, attempt 1, failures 0
        result partial
[2025-04-18T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00 to 2025-04-18T10:00:00; statutory 45 working days, 14 used, ends 2025-06-05T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00 to 2025-04-18T10:00:00; promised 10 working days, 26 used, ends 2025-03-26T17:30:00, late; statutory 20 working days, 26 used, ends 2025-04-10T17:30:00, late
        clock of plan from 2025-03-07T10:00:00 to 2025-04-18T10:00:00, extended by 10; promised 10 working days, 17 used, ends 2025-03-25T17:30:00, late; statutory 30 working days, 17 used, ends 2025-05-09T17:30:00
        clock of title from 2025-03-07T10:00:00 to 2025-03-21T09:20:00; statutory 30 working days, 7 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00 to 2025-04-18T10:00:00; statutory 7 working days, 31 used, ends 2025-03-14T17:30:00, late
        permit of land, to deliver, from 2025-04-18T10:00:00; 10 working days, 0 used, ends 2025-05-06T17:30:00
        permit of land, to begin works, from 2025-04-18T10:00:00; 12 months, 0 days used, ends 2026-04-20T17:30:00
        permit of plan, to deliver, from 2025-04-18T10:00:00; 10 working days, 0 used, ends 2025-05-06T17:30:00
        permit of works, to deliver, from 2025-04-18T10:00:00; 10 working days, 0 used, ends 2025-05-06T17:30:00
        permit of works, to begin works, from 2025-04-18T10:00:00; 3 months, 0 days used, ends 2025-07-18T17:30:00
[2025-04-18T10:00] supervisor:sun > CARDS 1
        YELLOW card of works since 2025-03-13T09:00:00: raised; head must act
        NOTICE card of works since 2025-03-13T09:00:00: raised
        DEEP RED card of works since 2025-03-14T17:31:00: raised
        order to construction about works since 2025-03-17T09:00:00, due 2025-03-25T00:00:00: closed
        YELLOW card of plan since 2025-03-20T10:00:00: raised; head must act
        NOTICE card of plan since 2025-03-20T10:00:00: raised
        YELLOW card of land since 2025-03-24T10:00:00: raised; head must act
        NOTICE card of land since 2025-03-25T10:00:00: raised
        RED card of plan since 2025-03-26T09:00:00: raised; supervisor must act: 约谈 the officer in charge
        RED card of land since 2025-03-31T10:00:00: raised; supervisor must act: 约谈 the officer in charge
        DEEP RED card of land since 2025-04-11T09:00:00: raised
[2025-04-21T10:00] client:jz > EXPLAIN 1
        land permit waits for its delivery until 2025-05-06T17:30:00 since 2025-04-18T10:00:00
        land permit waits for works to begin until 2026-04-20T17:30:00 since 2025-04-18T10:00:00
        plan permit waits for its delivery until 2025-05-06T17:30:00 since 2025-04-18T10:00:00
        works permit waits for its delivery until 2025-05-06T17:30:00 since 2025-04-18T10:00:00
        works permit waits for works to begin until 2025-07-18T17:30:00 since 2025-04-18T10:00:00
[2025-04-22T10:00] clerk:chen > ACT deliver 1 stage=land
        bundle 1 land DELIVERED by chen
        reply clerk:chen RECORDED bundle 1
[2025-04-22T10:01] clerk:chen > ACT deliver 1 stage=plan
        bundle 1 plan DELIVERED by chen
        reply clerk:chen RECORDED bundle 1
[2025-05-08T10:00] client:jz > EXPLAIN 1
        land permit waits for works to begin until 2026-04-20T17:30:00 since 2025-04-18T10:00:00
        works permit waits for its delivery until 2025-05-06T17:30:00 (overdue) since 2025-04-18T10:00:00
        works permit waits for works to begin until 2025-07-18T17:30:00 since 2025-04-18T10:00:00
[2025-05-08T11:00] clerk:chen > ACT deliver 1 stage=works
        bundle 1 works DELIVERED by chen
        reply clerk:chen RECORDED bundle 1
[2025-05-08T11:00] broker > RESTART
[2025-06-10T10:00] officer:gao@land > ACT start_works 1 stage=land
        bundle 1 land WORKS begun by gao
        reply officer:gao@land RECORDED bundle 1
[2025-07-18T17:30] client:jz > EXPLAIN 1
        works permit waits for works to begin until 2025-07-18T17:30:00 since 2025-04-18T10:00:00
[2025-07-18T17:31] client:jz > EXPLAIN 1
        bundle 1 works LAPSED since 2025-07-18T17:30:00 by itself
        ended partial
[2025-09-01T10:00] head:qian@planning > ACT revoke 1 "the site plan was forged" stage=plan detail=6
        bundle 1 plan REVOKED (fraud) by qian
        reply head:qian@planning RECORDED bundle 1
[2025-09-01T10:00] client:jz > SHOW 1
        land ISSUED, job DONE, attempt 3, failures 0
        plan ISSUED, job DONE, attempt 3, failures 0, revoked, exchange code 15
        title REFUSED, job DONE, attempt 2, failures 0
        works ISSUED, job DONE, attempt 1, failures 0, lapsed, exchange code 11
        result partial
[2025-09-01T10:00] client:jz > CLOCKS 1
        clock of all from 2025-03-07T10:00:00 to 2025-04-18T10:00:00; statutory 45 working days, 14 used, ends 2025-06-05T17:30:00
        clock of the counter from 2025-03-06T10:00:00 to 2025-03-07T10:00:00; statutory 5 working days, 1 used, ends 2025-03-13T17:30:00
        clock of the applicant from 2025-03-04T10:00:00 to 2025-03-06T10:00:00; statutory 10 working days, 2 used, ends 2025-03-18T17:30:00
        clock of land from 2025-03-07T10:00:00 to 2025-04-18T10:00:00; promised 10 working days, 26 used, ends 2025-03-26T17:30:00, late; statutory 20 working days, 26 used, ends 2025-04-10T17:30:00, late
        clock of plan from 2025-03-07T10:00:00 to 2025-04-18T10:00:00, extended by 10; promised 10 working days, 17 used, ends 2025-03-25T17:30:00, late; statutory 30 working days, 17 used, ends 2025-05-09T17:30:00
        clock of title from 2025-03-07T10:00:00 to 2025-03-21T09:20:00; statutory 30 working days, 7 used, ends 2025-04-24T17:30:00
        clock of works from 2025-03-03T10:00:00 to 2025-04-18T10:00:00; statutory 7 working days, 31 used, ends 2025-03-14T17:30:00, late
        permit of land, to deliver, from 2025-04-18T10:00:00 to 2025-04-22T10:00:00; 10 working days, 2 used, ends 2025-05-06T17:30:00
        permit of land, to begin works, from 2025-04-18T10:00:00 to 2025-06-10T10:00:00; 12 months, 53 days used, ends 2026-04-20T17:30:00
        permit of plan, to deliver, from 2025-04-18T10:00:00 to 2025-04-22T10:01:00; 10 working days, 2 used, ends 2025-05-06T17:30:00
        permit of works, to deliver, from 2025-04-18T10:00:00 to 2025-05-08T11:00:00; 10 working days, 12 used, ends 2025-05-06T17:30:00, late
        permit of works, to begin works, from 2025-04-18T10:00:00 to 2025-07-18T17:30:00; 3 months, 91 days used, ends 2025-07-18T17:30:00
[2025-09-01T10:00] client:jz > EXPLAIN 1
        ended partial
