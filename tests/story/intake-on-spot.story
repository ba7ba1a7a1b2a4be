# Who is not told on the spot that the application is not accepted has had it accepted (登记 17): silence counts from the end
# of the day of receipt. What comes after the office has closed is received on the next working day.
[2024-11-15T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-15T09:00] operator:ops > PUBLISH counter-on-spot.yaml
        procedure counter-on-spot 1 published by ops
        reply operator:ops RECORDED
[2024-11-15T10:00] client:jz > SUBMIT counter-on-spot k
        bundle 1 submitted by jz under counter-on-spot 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-15T10:01] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-11-15T17:30:00 since 2024-11-15T10:00:00
[2024-11-15T17:31] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-15T10:00:00 by itself
        bundle 1 title READY at registry
[2024-11-15T18:00] client:jz > SUBMIT counter-on-spot late
        bundle 2 submitted by jz under counter-on-spot 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-11-16T12:00] client:jz > EXPLAIN 2
        bundle waits for the counter to accept it or not until 2024-11-18T17:30:00 since 2024-11-15T18:00:00
[2024-11-18T17:30] registry:r > HELLO credit=0
[2024-11-18T17:31] clock
        bundle 2 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-15T18:00:00 by itself
        bundle 2 title READY at registry
[2024-11-18T17:31] client:jz > CLOCKS 1
        clock of title from 2024-11-15T10:00:00; promised 1 working day, 1 used, ends 2024-11-18T17:30:00, late; statutory 30 working days, 1 used, ends 2024-12-27T17:30:00
[2024-11-18T17:31] client:jz > CLOCKS 2
        clock of title from 2024-11-15T18:00:00; promised 1 working day, 0 used, ends 2024-11-19T17:30:00; statutory 30 working days, 0 used, ends 2024-12-30T17:30:00
