# Where the rest is issued, a member that does not apply is no refusal: all that apply are issued, so the result is all.
[   0s] operator:ops > PUBLISH special-rest.yaml
        procedure special-rest 1 published by ops
        reply operator:ops RECORDED
[   0s] land:l > HELLO
[   0s] housing:h > HELLO
[   0s] culture:c > HELLO credit=2
[   1s] client:jz > SUBMIT special-rest site-1 skipped=demolition
        bundle 1 submitted by jz under special-rest 1
        bundle 1 land READY at land
        bundle 1 demolition SKIPPED: it does not apply
        bundle 1 heritage READY at culture
        bundle 1 survey READY at culture
        bundle 1 land LEASED to land:l until 31s (attempt 1)
        bundle 1 heritage LEASED to culture:c until 31s (attempt 1)
        bundle 1 survey LEASED to culture:c until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 1)
        send culture:c JOB bundle 1 heritage (attempt 1)
        send culture:c JOB bundle 1 survey (attempt 1)
[   2s] land:l > GRANT 1 land
        bundle 1 land SEALED grant by land:l (attempt 1)
        bundle 1 land GRANTED
        bundle 1 gate together ISSUED land land-2026-00001
        reply land:l RECORDED bundle 1
[   3s] culture:c > GRANT 1 heritage
        bundle 1 heritage SEALED grant by culture:c (attempt 1)
        bundle 1 heritage GRANTED
        reply culture:c RECORDED bundle 1
[   4s] client:jz > EXPLAIN 1
        heritage permit waits for survey at culture, member of its gate since 3s
        survey decision waits for the verdict of culture until 31s since 1s
[   5s] culture:c > GRANT 1 survey
        bundle 1 survey SEALED grant by culture:c (attempt 1)
        bundle 1 survey GRANTED
        bundle 1 gate culture ISSUED heritage, survey
        bundle 1 ENDED all
        reply culture:c RECORDED bundle 1
