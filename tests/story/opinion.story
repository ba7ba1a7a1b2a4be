# An opinion is decided like a permit but bears no number: the permit that rests on it does.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH one-2.yaml
        procedure one 2 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] tax:t > HELLO
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 2
        bundle 1 tax READY at tax
        bundle 1 tax LEASED to tax:t until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send tax:t JOB bundle 1 tax (attempt 1)
[   1s] tax:t > GRANT 1 tax
        bundle 1 tax SEALED grant by tax:t (attempt 1)
        bundle 1 tax GRANTED
        bundle 1 ISSUED tax
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 31s (attempt 1)
        reply tax:t RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   2s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
