# Rule set apl-1 (APL): yellow when two days or 48 hours are left, red when nothing is left. The law's limit counts where nothing was
# promised. A natural day that is a rest day is a day like others; only the end of a period moves (民法典 203).
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-apl.yaml
        procedure watched-apl 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-apl k
        bundle 1 submitted by jz under watched-apl 1
        bundle 1 plan READY at planning
        bundle 1 night READY at fire
        bundle 1 law READY at land
        reply client:jz RECORDED bundle 1
[2024-11-06T09:59] clock
[2024-11-06T10:00] clock
        bundle 1 night YELLOW CARD by apl-1
[2024-11-07T09:00] clock
        bundle 1 plan YELLOW CARD by apl-1
[2024-11-08T09:59] clock
[2024-11-08T10:00] clock
        bundle 1 night RED CARD by apl-1
[2024-11-11T17:29] clock
[2024-11-11T17:30] clock
        bundle 1 plan RED CARD by apl-1
[2024-11-16T23:59] clock
[2024-11-17T00:00] clock
        bundle 1 law YELLOW CARD by apl-1
[2024-11-19T17:29] clock
[2024-11-19T17:30] clock
        bundle 1 law RED CARD by apl-1
[2024-11-20T09:00] client:jz > CLOCKS 1
        clock of plan from 2024-11-04T10:00:00; promised 5 working days, 12 used, ends 2024-11-11T17:30:00, late; statutory 20 working days, 12 used, ends 2024-12-02T17:30:00
        clock of night from 2024-11-04T10:00:00; promised 96 natural hours, 383:00 used, ends 2024-11-08T10:00:00, late
        clock of law from 2024-11-04T10:00:00; statutory 15 natural days, 16 used, ends 2024-11-19T17:30:00, late
