# The right token in the wrong department is worthless: nobody acts outside their department.
[   0s] operator:ops > PUBLISH loose.yaml
        procedure loose 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO credit=0
[   0s] client:jz > SUBMIT loose park-7
        bundle 1 submitted by jz under loose 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] planning:p > REFUSE 1 land "Not on my watch." of=land:a credit=0
        bundle 1 land claim of p refused (attempt 1)
        reply planning:p LEASE_STALE (token)
[   2s] planning:p > RENEW 1 land of=land:a
        reply planning:p LEASE_STALE (token)
[   3s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        reply land:a RECORDED bundle 1
