# What was skipped stays skipped over a restart, from images and from the journal, and is never evaluated again.
[   0s] operator:ops > PUBLISH special-gate.yaml
        procedure special-gate 1 published by ops
        reply operator:ops RECORDED
[   0s] land:l > HELLO
[   1s] client:jz > SUBMIT special-gate site-1 skipped=demolition,survey
        bundle 1 submitted by jz under special-gate 1
        bundle 1 land READY at land
        bundle 1 demolition SKIPPED: it does not apply
        bundle 1 heritage READY at culture
        bundle 1 survey SKIPPED: it does not apply
        bundle 1 land LEASED to land:l until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 1)
[   2s] broker > RESTART
[   3s] client:jz > SHOW 1
        land REVIEWING, job LEASED, attempt 1, failures 0
        demolition SKIPPED, job -, attempt 0, failures 0
        heritage REVIEWING, job READY, attempt 0, failures 0
        survey SKIPPED, job -, attempt 0, failures 0
        result open
[   4s] client:jz > SUBMIT special-gate site-1
        reply client:jz RECORDED bundle 1 repeated
[   5s] client:jz > EXPLAIN 1
        land decision waits for the verdict of land until 31s since 1s
        heritage review waits for a free worker of culture (0 here, 0 free) since 1s
[   6s] land:l > HELLO
[   7s] land:l > GRANT 1 land
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 gate together ISSUED land land-2026-00001
        reply land:l RECORDED bundle 1
[   8s] broker > RESTART
[   9s] culture:c > HELLO
        bundle 1 heritage LEASED to culture:c until 39s (attempt 1)
        send culture:c JOB bundle 1 heritage (attempt 1)
[  10s] culture:c > GRANT 1 heritage
        bundle 1 heritage SEALED grant by culture:c (attempt 1)
        bundle 1 heritage GRANTED
        bundle 1 gate culture ISSUED heritage
        bundle 1 ENDED all
        reply culture:c RECORDED bundle 1
