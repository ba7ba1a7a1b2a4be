# Silence after the corrections came: deemed accepted from the day on which they were received, not from the first receipt
# (许可法 32(4): 自收到申请材料之日起).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by li
        reply clerk:li RECORDED bundle 1
[2024-11-18T10:00] client:jz > SUPPLY 1 "signed" changed=deed
        bundle 1 SUPPLIED by jz (deed)
        reply client:jz RECORDED bundle 1
[2024-11-25T17:31] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-18T10:00:00 by itself
        bundle 1 plan READY at planning
[2024-11-26T10:00] client:jz > CLOCKS 1
        clock of all from 2024-11-18T10:00:00; promised 10 working days, 6 used, ends 2024-12-02T17:30:00; statutory 20 working days, 6 used, ends 2024-12-16T17:30:00
        clock of the counter from 2024-11-18T10:00:00 to 2024-11-25T17:31:00; statutory 5 working days, 5 used, ends 2024-11-25T17:30:00, late
        clock of the applicant from 2024-11-13T10:00:00 to 2024-11-18T10:00:00; statutory 10 working days, 3 used, ends 2024-11-27T17:30:00
        clock of plan from 2024-11-18T10:00:00; promised 5 working days, 6 used, ends 2024-11-25T17:30:00, late; statutory 20 working days, 6 used, ends 2024-12-16T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 7 used, ends 2024-11-26T17:30:00
