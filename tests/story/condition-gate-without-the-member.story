# A gate does not wait for a member that does not apply, and issues all that do. A gate without any has nothing to issue.
[   0s] operator:ops > PUBLISH special-gate.yaml
        procedure special-gate 1 published by ops
        reply operator:ops RECORDED
[   0s] land:l > HELLO
[   0s] housing:h > HELLO
[   1s] client:jz > SUBMIT special-gate site-1 skipped=demolition,heritage,survey
        bundle 1 submitted by jz under special-gate 1
        bundle 1 land READY at land
        bundle 1 demolition SKIPPED: it does not apply
        bundle 1 heritage SKIPPED: it does not apply
        bundle 1 survey SKIPPED: it does not apply
        bundle 1 gate culture LAPSED
        bundle 1 land LEASED to land:l until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 1)
[   2s] land:l > GRANT 1 land
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 gate together ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:l RECORDED bundle 1
