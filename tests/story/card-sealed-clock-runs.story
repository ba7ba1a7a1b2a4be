# A sealed stage's clock runs (domain.md 8.1, WAIT_PREREQ): its reviewer has finished, the decision waits for another's (滨州 16), and the time of the
# stage is used up all the same. So its cards are raised; explain says for whom it waits.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-chain.yaml
        procedure watched-chain 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-chain k
        bundle 1 submitted by jz under watched-chain 1
        bundle 1 scheme READY at design
        bundle 1 works READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-04T10:00] planning:p > HELLO
        bundle 1 works LEASED to planning:p until 2024-11-04T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 works (attempt 1)
[2024-11-04T10:00] planning:p > GRANT 1 works credit=0
        bundle 1 works SEALED grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-14T09:00] client:jz > EXPLAIN 1
        bundle 1 works YELLOW CARD by default-1
        scheme review waits for a free worker of design (0 here, 0 free) since 2024-11-04T10:00:00
        works decision waits for stage scheme at design since 2024-11-04T10:00:00
[2024-11-19T09:00] clock
        bundle 1 works NOTICE CARD by default-1
        bundle 1 works RED CARD by default-1
