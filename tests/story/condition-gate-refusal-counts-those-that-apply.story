# All or nothing is judged by the members that apply: their only refusal lets the gate lapse.
[   0s] operator:ops > PUBLISH special-gate.yaml
        procedure special-gate 1 published by ops
        reply operator:ops RECORDED
[   0s] land:l > HELLO
[   0s] culture:c > HELLO credit=2
[   1s] client:jz > SUBMIT special-gate site-1 skipped=demolition,survey
        bundle 1 submitted by jz under special-gate 1
        bundle 1 land READY at land
        bundle 1 demolition SKIPPED: it does not apply
        bundle 1 heritage READY at culture
        bundle 1 survey SKIPPED: it does not apply
        bundle 1 land LEASED to land:l until 31s (attempt 1)
        bundle 1 heritage LEASED to culture:c until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:l JOB bundle 1 land (attempt 1)
        send culture:c JOB bundle 1 heritage (attempt 1)
[   2s] culture:c > GRANT 1 heritage
        bundle 1 heritage SEALED grant by culture:c (attempt 1)
        bundle 1 heritage GRANTED
        bundle 1 gate culture ISSUED heritage
        reply culture:c RECORDED bundle 1
[   3s] land:l > REFUSE 1 land "No right to the land."
        bundle 1 land REFUSED by land:l (attempt 1)
        bundle 1 gate together LAPSED
        bundle 1 ENDED partial
        reply land:l RECORDED bundle 1
