# A limit that counts from the receipt (建筑法 8) is used up while the bundle is still at the counter, and its cards are raised then: the
# clock runs, whoever has the bundle. Nobody can appeal against them before it is accepted.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-counter.yaml
        procedure watched-counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-counter k
        bundle 1 submitted by jz under watched-counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-10T23:59] clock
[2024-11-11T09:00] supervisor:sun > CARDS 1
        bundle 1 works YELLOW CARD by default-1
        YELLOW card of works since 2024-11-11T09:00:00: raised
[2024-11-11T10:00] head:wang@construction > ACT appeal_card 1 "the counter has it" stage=works detail=2
        reply head:wang@construction ACT_IMPOSSIBLE
[2024-11-11T11:00] broker > RESTART
[2024-11-11T16:00] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        reply clerk:li RECORDED bundle 1
[2024-11-11T17:00] head:wang@construction > ACT appeal_card 1 "the counter had it" stage=works detail=2
        bundle 1 works YELLOW CARD appealed against by wang
        reply head:wang@construction RECORDED bundle 1
[2024-11-11T17:00] supervisor:sun > CARDS 1
        YELLOW card of works since 2024-11-11T09:00:00: appealed against
[2024-11-11T17:00] client:jz > CLOCKS 1
        clock of all from 2024-11-11T16:00:00; promised 10 working days, 0 used, ends 2024-11-25T17:30:00; statutory 20 working days, 0 used, ends 2024-12-09T17:30:00
        clock of the counter from 2024-11-04T10:00:00 to 2024-11-11T16:00:00; statutory 5 working days, 5 used, ends 2024-11-11T17:30:00
        clock of plan from 2024-11-11T16:00:00; promised 5 working days, 0 used, ends 2024-11-18T17:30:00; statutory 20 working days, 0 used, ends 2024-12-09T17:30:00
        clock of works from 2024-11-04T10:00:00; statutory 7 working days, 5 used, ends 2024-11-13T17:30:00
