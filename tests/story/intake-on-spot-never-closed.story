# On the spot is the day of receipt, also where the office never closes: its last instant still is that day (民法典 203), not the first
# of the next one.
[2024-11-15T09:00] operator:ops > CALENDAR never-closed.yaml
        calendar of 2024 published by ops
        reply operator:ops RECORDED
[2024-11-15T09:00] operator:ops > PUBLISH counter-on-spot.yaml
        procedure counter-on-spot 1 published by ops
        reply operator:ops RECORDED
[2024-11-15T22:00] client:jz > SUBMIT counter-on-spot k
        bundle 1 submitted by jz under counter-on-spot 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-15T22:01] client:jz > EXPLAIN 1
        bundle waits for the counter to accept it or not until 2024-11-15T23:59:59 since 2024-11-15T22:00:00
[2024-11-16T00:00] clock
        bundle 1 DEEMED ACCEPTED, since nobody said anything, with effect from 2024-11-15T22:00:00 by itself
        bundle 1 title READY at registry
