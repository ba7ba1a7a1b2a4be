# A worker that needs longer renews: each renewal gives one whole lease from now.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   1s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[  11s] land:a > RENEW 1 land
        bundle 1 land lease renewed until 41s
        reply land:a RECORDED bundle 1 until 41s
[  40s] land:a > RENEW 1 land
        bundle 1 land lease renewed until 70s
        reply land:a RECORDED bundle 1 until 70s
[  69s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
