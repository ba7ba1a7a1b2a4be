# A version is judged by its own conditions: the next one may ask for something else.
[   0s] operator:ops > PUBLISH heritage.yaml
        procedure heritage 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH heritage-2.yaml
        procedure heritage 2 published by ops
        reply operator:ops RECORDED
[   0s] culture:c > HELLO credit=2
[   1s] client:jz > SUBMIT heritage garden-1 version=1
        bundle 1 submitted by jz under heritage 1
        bundle 1 heritage READY at culture
        bundle 1 heritage LEASED to culture:c until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send culture:c JOB bundle 1 heritage (attempt 1)
[   2s] client:jz > SUBMIT heritage garden-2 skipped=heritage
        bundle 2 submitted by jz under heritage 2
        bundle 2 heritage SKIPPED: it does not apply
        bundle 2 water READY at water
        reply client:jz RECORDED bundle 2
