# A sealed grant that waits for a payment takes effect in the instant the payment is signalled.
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 signed
        bundle 1 signed reached
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   2s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        reply land:a RECORDED bundle 1
[   2d] client:jz > SIGNAL 1 paid
        bundle 1 paid reached
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply client:jz RECORDED bundle 1
