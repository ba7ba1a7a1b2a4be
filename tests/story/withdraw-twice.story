# Withdrawing what is withdrawn is harmless; a bundle that ended otherwise cannot be withdrawn any more.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[   2s] client:jz > WITHDRAW 1 "Once more, to be sure."
        reply client:jz RECORDED bundle 1 repeated
[   3s] land:a > HELLO
[   3s] client:jz > SUBMIT one park-8
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        bundle 2 land LEASED to land:a until 33s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:a JOB bundle 2 land (attempt 1)
[   4s] land:a > GRANT 2 land
        bundle 2 land SEALED grant by land:a (attempt 1)
        bundle 2 land GRANTED
        bundle 2 ISSUED land land-2026-00001
        bundle 2 ENDED all
        reply land:a RECORDED bundle 2
[   5s] client:jz > WITHDRAW 2
        reply client:jz BUNDLE_ENDED (bundle)
[   6s] broker > RESTART
[   7s] client:jz > WITHDRAW 1
        reply client:jz RECORDED bundle 1 repeated
[   8s] client:jz > WITHDRAW 2
        reply client:jz BUNDLE_ENDED (bundle)
