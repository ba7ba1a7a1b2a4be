# on_lapse: withdraw. Who does not correct in time is taken to have withdrawn the application (安阳 24, 36).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter-withdraw.yaml
        procedure counter-withdraw 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter-withdraw k
        bundle 1 submitted by jz under counter-withdraw 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by li
        reply clerk:li RECORDED bundle 1
[2024-11-27T17:31] clock
        bundle 1 LAPSED, since corrections did not come in time by itself
        bundle 1 ENDED withdrawn
[2024-11-28T10:00] client:jz > WITHDRAW 1
        reply client:jz RECORDED bundle 1 repeated
