# A bundle that has ended cannot be changed any more: no milestone, no withdrawal, no retry, no verdict.
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
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 ENDED none
        reply land:a RECORDED bundle 1
[   3s] client:jz > SIGNAL 1 paid
        reply client:jz BUNDLE_ENDED (bundle)
[   4s] client:jz > WITHDRAW 1
        reply client:jz BUNDLE_ENDED (bundle)
[   5s] operator:ops > RETRY 1 land
        reply operator:ops BUNDLE_ENDED (bundle)
[   6s] land:a > GRANT 1 land credit=0
        reply land:a LEASE_STALE (token)
[   7s] client:jz > EXPLAIN 1
        ended none
[   8s] broker > RESTART
[   9s] client:jz > SIGNAL 1 paid
        reply client:jz BUNDLE_ENDED (bundle)
[  10s] client:jz > SIGNAL 1 harvest
        reply client:jz MILESTONE_UNKNOWN (milestone)
[  11s] land:a > HELLO
[  12s] land:a > GRANT 1 land credit=0
        reply land:a LEASE_STALE (token)
