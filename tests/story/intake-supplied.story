# The applicant supplies what was asked for: 补正结束. The counter looks at it afresh and has its whole time again; what counts from
# the receipt goes on (建筑法 8). Corrections are not told a second time; what is still not right is not accepted.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > SUPPLY 1 changed=deed
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by li
        reply clerk:li RECORDED bundle 1
[2024-11-18T10:00] client:jz > SUPPLY 1 "signed" changed=deed
        bundle 1 SUPPLIED by jz (deed)
        reply client:jz RECORDED bundle 1
[2024-11-18T10:01] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-11-25T17:30:00 since 2024-11-18T10:00:00
[2024-11-18T10:01] client:jz > CLOCKS 1
        clock of the counter from 2024-11-18T10:00:00; statutory 5 working days, 0 used, ends 2024-11-25T17:30:00
        clock of the applicant from 2024-11-13T10:00:00 to 2024-11-18T10:00:00; statutory 10 working days, 3 used, ends 2024-11-27T17:30:00
        clock of works from 2024-11-12T10:00:00; statutory 7 working days, 1 used, ends 2024-11-26T17:30:00
[2024-11-18T10:02] client:jz > SUPPLY 1 "again" changed=deed
        reply client:jz ACT_IMPOSSIBLE (bundle)
[2024-11-18T10:03] clerk:li > ACT ask_corrections 1 "and the form" materials=form
        reply clerk:li ACT_IMPOSSIBLE
[2024-11-19T10:00] broker > RESTART
[2024-11-19T10:00] clerk:li > ACT not_accept 1 "the deed is still not signed"
        bundle 1 NOT ACCEPTED by li
        bundle 1 ENDED not accepted
        reply clerk:li RECORDED bundle 1
