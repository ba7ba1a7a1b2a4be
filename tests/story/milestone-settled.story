# A milestone is settled once: the same again is answered as repeated, the opposite is refused.
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 paid
        bundle 1 paid reached
        reply client:jz RECORDED bundle 1
[   2s] client:jz > SIGNAL 1 paid
        reply client:jz RECORDED bundle 1 repeated
[   3s] client:jz > SIGNAL 1 paid called-off
        reply client:jz MILESTONE_SETTLED (milestone)
[   4s] broker > RESTART
[   5s] client:jz > SIGNAL 1 paid called-off
        reply client:jz MILESTONE_SETTLED (milestone)
