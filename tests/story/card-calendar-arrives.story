# A year that is not published counts Monday to Friday. When it is, what has not been raised yet is found anew, and nothing that was raised is
# taken back: New Year's Day is a holiday, so the yellow card comes a day later than it would have.
[2024-12-19T09:00] operator:ops > CALENDAR cn.yaml 2023 2024
        calendar of 2023, 2024 published by ops
        reply operator:ops RECORDED
[2024-12-19T09:00] operator:ops > PUBLISH watched.yaml
        procedure watched 1 published by ops
        reply operator:ops RECORDED
[2024-12-20T10:00] client:jz > SUBMIT watched k
        bundle 1 submitted by jz under watched 1
        bundle 1 plan READY at planning
        reply client:jz RECORDED bundle 1
[2024-12-20T10:00] client:jz > CLOCKS 1
        clock of plan from 2024-12-20T10:00:00; promised 10 working days, 0 used, ends 2025-01-03T17:30:00, provisional; statutory 20 working days, 0 used, ends 2025-01-17T17:30:00, provisional
[2024-12-30T10:00] operator:ops > CALENDAR cn.yaml 2025
        calendar of 2025 published by ops
        reply operator:ops RECORDED
[2024-12-31T10:00] client:jz > CLOCKS 1
        clock of plan from 2024-12-20T10:00:00; promised 10 working days, 7 used, ends 2025-01-06T17:30:00; statutory 20 working days, 7 used, ends 2025-01-20T17:30:00
[2025-01-01T10:00] clock
[2025-01-02T10:00] clock
        bundle 1 plan YELLOW CARD by default-1, head must act
[2025-01-03T10:00] clock
        bundle 1 plan NOTICE CARD by default-1
