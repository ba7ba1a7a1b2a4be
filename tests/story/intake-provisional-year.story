# The limit of the counter follows the calendar that is published while it runs: 2025-01-01 is a holiday, which nobody
# knew here before the year was published (许可法 82; 民法典 203).
[2024-12-26T09:00] operator:ops > CALENDAR cn.yaml 2024
        calendar of 2024 published by ops
        reply operator:ops RECORDED
[2024-12-26T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-12-26T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-12-26T11:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2025-01-02T17:30:00 since 2024-12-26T10:00:00
[2024-12-26T11:00] client:jz > CLOCKS 1
        clock of the counter from 2024-12-26T10:00:00; statutory 5 working days, 0 used, ends 2025-01-02T17:30:00, provisional
        clock of works from 2024-12-26T10:00:00; statutory 7 working days, 0 used, ends 2025-01-06T17:30:00, provisional
[2024-12-30T10:00] operator:ops > CALENDAR cn.yaml 2025
        calendar of 2025 published by ops
        reply operator:ops RECORDED
[2024-12-30T11:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2025-01-03T17:30:00 since 2024-12-26T10:00:00
[2025-01-02T18:00] clock
[2025-01-03T18:00] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-12-26T10:00:00 by itself
        bundle 1 plan READY at planning
