# A bundle that was withdrawn keeps what had been issued before: it is delivered. Withdrawing once more is answered with the withdrawal, not
# with what came after it.
[2024-01-15T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:00] operator:ops > PUBLISH after.yaml
        procedure after 1 published by ops
        reply operator:ops RECORDED
[2024-01-15T09:30] client:jz > SUBMIT after k
        bundle 1 submitted by jz under after 1
        bundle 1 land READY at land
        bundle 1 works READY at construction
        bundle 1 opinion READY at fire
        reply client:jz RECORDED bundle 1
[2024-01-15T10:00] land:l > HELLO
        bundle 1 land LEASED to land:l until 2024-01-15T10:00:30 (attempt 1)
        send land:l JOB bundle 1 land (attempt 1)
[2024-01-15T10:00] land:l > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2024-00001
        reply land:l RECORDED bundle 1
[2024-01-15T11:00] client:jz > WITHDRAW 1 "no funds"
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=land
        bundle 1 land DELIVERED by li
        reply clerk:li RECORDED bundle 1
[2024-01-16T10:00] clerk:li > ACT deliver 1 stage=works
        reply clerk:li ACT_IMPOSSIBLE (act)
[2024-01-16T10:00] client:jz > WITHDRAW 1 "no funds"
        reply client:jz RECORDED bundle 1 repeated
[2024-01-16T10:00] broker > RESTART
[2024-01-16T10:00] client:jz > WITHDRAW 1 "no funds"
        reply client:jz RECORDED bundle 1 repeated
[2024-01-16T10:00] head:qian@land > ACT recall 1 "the plan has changed" stage=land detail=2
        bundle 1 land RECALLED (circumstances) by qian
        reply head:qian@land RECORDED bundle 1
[2024-01-16T10:00] client:jz > WITHDRAW 1 "no funds"
        reply client:jz RECORDED bundle 1 repeated
