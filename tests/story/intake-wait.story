# on_silence: wait. For a matter that is not under 许可法 32(4) silence is no acceptance: the bundle waits, its counter
# is late, and what is accepted in the end is accepted from then on.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH counter-wait.yaml
        procedure counter-wait 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter-wait k
        bundle 1 submitted by jz under counter-wait 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-25T10:00] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not since 2024-11-12T10:00:00
[2024-11-25T10:00] client:jz > CLOCKS 1
        clock of the counter from 2024-11-12T10:00:00; statutory 3 working days, 9 used, ends 2024-11-15T17:30:00, late
[2024-11-25T11:00] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 record READY at records
        reply clerk:li RECORDED bundle 1
[2024-11-26T10:00] client:jz > CLOCKS 1
        clock of the counter from 2024-11-12T10:00:00 to 2024-11-25T11:00:00; statutory 3 working days, 9 used, ends 2024-11-15T17:30:00, late
        clock of record from 2024-11-25T11:00:00; statutory 5 working days, 1 used, ends 2024-12-02T17:30:00
