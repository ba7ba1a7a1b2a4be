# Rule set default-1 on short limits: up to three working days only the 90 % rule makes a card yellow, and a
# limit of one day has no notice, since one day is left from its beginning. Of hours a working day has seven.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-short.yaml
        procedure watched-short 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-short k
        bundle 1 submitted by jz under watched-short 1
        bundle 1 land READY at land
        bundle 1 title READY at registry
        bundle 1 fire READY at fire
        reply client:jz RECORDED bundle 1
[2024-11-05T09:00] clock
        bundle 1 land YELLOW CARD by default-1
[2024-11-06T09:00] clock
        bundle 1 land RED CARD by default-1
        bundle 1 title NOTICE CARD by default-1
[2024-11-07T09:00] clock
        bundle 1 title YELLOW CARD by default-1
[2024-11-08T09:00] clock
        bundle 1 fire YELLOW CARD by default-1
        bundle 1 title RED CARD by default-1
[2024-11-11T09:00] clock
        bundle 1 fire NOTICE CARD by default-1
[2024-11-12T09:00] client:jz > CLOCKS 1
        bundle 1 fire RED CARD by default-1
        clock of land from 2024-11-04T10:00:00; promised 1 working day, 6 used, ends 2024-11-05T17:30:00, late
        clock of title from 2024-11-04T10:00:00; promised 3 working days, 6 used, ends 2024-11-07T17:30:00, late
        clock of fire from 2024-11-04T10:00:00; promised 40 working hours, 41:00 used, ends 2024-11-11T16:30:00, late
[2024-11-12T09:00] supervisor:sun > CARDS 1
        YELLOW card of land since 2024-11-05T09:00:00: raised
        RED card of land since 2024-11-06T09:00:00: raised
        NOTICE card of title since 2024-11-06T09:00:00: raised
        YELLOW card of title since 2024-11-07T09:00:00: raised
        YELLOW card of fire since 2024-11-08T09:00:00: raised
        RED card of title since 2024-11-08T09:00:00: raised
        NOTICE card of fire since 2024-11-11T09:00:00: raised
        RED card of fire since 2024-11-12T09:00:00: raised
