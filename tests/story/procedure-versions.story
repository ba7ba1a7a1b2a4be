# A bundle lives and ends under the version it was submitted with; a new version is for new bundles.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT one before
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   2s] operator:ops > PUBLISH one-2.yaml
        procedure one 2 published by ops
        reply operator:ops RECORDED
[   3s] client:jz > SUBMIT one after
        bundle 2 submitted by jz under one 2
        bundle 2 tax READY at tax
        reply client:jz RECORDED bundle 2
[   4s] client:jz > SUBMIT one on-purpose version=1
        bundle 3 submitted by jz under one 1
        bundle 3 land READY at land
        reply client:jz RECORDED bundle 3
[   5s] client:jz > SUBMIT one before
        reply client:jz RECORDED bundle 1 repeated
[   6s] client:jz > SUBMIT one future version=3
        reply client:jz PROCEDURE_UNKNOWN (procedure)
[   7s] land:a > HELLO
        bundle 1 land LEASED to land:a until 37s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
[   8s] land:a > GRANT 1 land credit=0
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
