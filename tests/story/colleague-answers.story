# The token counts, not the desk: a colleague of the same department may answer with it, and the journal says who did.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:b > HELLO credit=0
[   2s] land:b > GRANT 1 land of=land:a credit=0
        bundle 1 land SEALED grant by land:b (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:b RECORDED bundle 1
