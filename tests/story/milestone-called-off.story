# A contract that will never be signed blocks what waits for it: without a review, and for good.
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 signed called-off
        bundle 1 signed called off
        bundle 1 land BLOCKED by signed
        bundle 1 ENDED none
        reply client:jz RECORDED bundle 1
