# An application to which no stage applies is not taken: there is nothing to approve.
[   0s] operator:ops > PUBLISH heritage.yaml
        procedure heritage 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT heritage garden-1 skipped=heritage
        reply client:jz NOTHING_APPLIES (application)
[   2s] client:jz > SUBMIT heritage garden-1
        bundle 1 submitted by jz under heritage 1
        bundle 1 heritage READY at culture
        reply client:jz RECORDED bundle 1
