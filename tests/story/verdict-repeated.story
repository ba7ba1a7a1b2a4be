# The same verdict again is answered again and decides nothing; another verdict on a decided job is refused.
[   0s] operator:ops > PUBLISH three.yaml
        procedure three 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT three park-7
        bundle 1 submitted by jz under three 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 build READY at housing
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        reply land:a RECORDED bundle 1
[   2s] land:a > GRANT 1 land credit=0
        reply land:a RECORDED bundle 1 repeated
[   3s] broker > RESTART
[   4s] land:a > HELLO credit=0
[   5s] land:a > GRANT 1 land credit=0
        reply land:a RECORDED bundle 1 repeated
[   6s] land:a > REFUSE 1 land "On second thoughts, no." credit=0
        bundle 1 land claim of a refused (attempt 1)
        reply land:a LEASE_STALE (token)
