# Natural days count weekends and holidays, but a last day on a rest day is moved to the next working day
# (民法典 203): ten days from 2025-01-24 end on 2025-02-03, in the Spring Festival, so on 2025-02-05. Hours
# run on through the night and end wherever they end.
[2025-01-24T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2025-01-24T09:00] operator:ops > PUBLISH natural.yaml
        procedure natural 1 published by ops
        reply operator:ops RECORDED
[2025-01-24T10:00] client:jz > SUBMIT natural k
        bundle 1 submitted by jz under natural 1
        bundle 1 review READY at planning
        reply client:jz RECORDED bundle 1
[2025-01-26T10:00] client:jz > CLOCKS 1
        clock of review from 2025-01-24T10:00:00; promised 48 natural hours, 48:00 used, ends 2025-01-26T10:00:00; statutory 10 natural days, 2 used, ends 2025-02-05T17:30:00
[2025-02-04T10:00] client:jz > CLOCKS 1
        clock of review from 2025-01-24T10:00:00; promised 48 natural hours, 264:00 used, ends 2025-01-26T10:00:00, late; statutory 10 natural days, 11 used, ends 2025-02-05T17:30:00
