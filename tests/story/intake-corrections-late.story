# National law is silent on an applicant who does not correct in time; places differ. on_lapse: return, 逾期退件.
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
[2024-11-27T17:30] client:jz > EXPLAIN 1
        bundle waits for the applicant to supply what must be corrected until 2024-11-27T17:30:00 since 2024-11-13T10:00:00
[2024-11-27T17:31] clock
        bundle 1 LAPSED, since corrections did not come in time by itself
        bundle 1 ENDED returned
[2024-11-28T10:00] client:jz > SHOW 1
        plan WITHDRAWN, job -, attempt 0, failures 0
        works WITHDRAWN, job -, attempt 0, failures 0
        result returned
