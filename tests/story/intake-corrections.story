# 一次告知 (许可法 32(4)): what is incomplete is told once, all of it, with named materials and the reason. The clock of the counter
# is off, that of the applicant on; what counts from the receipt stands (建筑法 8: the days of correction do not count).
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 "the deed is not signed"
        reply clerk:li FIELD_MISSING (materials)
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 materials=deed
        reply clerk:li REASON_MISSING (reason)
[2024-11-13T10:00] clerk:li > ACT ask_corrections 1 "the deed is not signed" materials=deed
        bundle 1 TO BE CORRECTED before acceptance (deed) by li
        reply clerk:li RECORDED bundle 1
[2024-11-14T10:00] client:jz > EXPLAIN 1
        bundle waits for the applicant to supply what must be corrected until 2024-11-27T17:30:00 since 2024-11-13T10:00:00
[2024-11-14T10:00] client:jz > CLOCKS 1
        clock of the applicant from 2024-11-13T10:00:00; statutory 10 working days, 1 used, ends 2024-11-27T17:30:00
        clock of works from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (correction before acceptance); statutory 7 working days, 1 used, ends 2024-11-22T17:30:00
[2024-11-14T11:00] clerk:li > ACT ask_corrections 1 "and the form" materials=form
        reply clerk:li ACT_IMPOSSIBLE
[2024-11-14T11:00] clerk:li > ACT accept 1
        reply clerk:li ACT_IMPOSSIBLE
[2024-11-15T10:00] broker > RESTART
[2024-11-25T10:00] client:jz > CLOCKS 1
        clock of the applicant from 2024-11-13T10:00:00; statutory 10 working days, 8 used, ends 2024-11-27T17:30:00
        clock of works from 2024-11-12T10:00:00, stands since 2024-11-13T10:00:00 (correction before acceptance); statutory 7 working days, 1 used, ends 2024-12-03T17:30:00
