# SUPPLY in the order of its refusals: nobody may give a new application where nobody has asked for one.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one k
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] operator:ops > SUPPLY 1
        reply operator:ops NOT_ALLOWED (role)
[   2s] client:jz > SUPPLY 7
        reply client:jz BUNDLE_UNKNOWN (bundle)
[   3s] client:jz > SUPPLY 1 unknown-material=photo
        reply client:jz MATERIAL_UNKNOWN (materials)
[   4s] client:jz > SUPPLY 1 "unasked"
        reply client:jz ACT_IMPOSSIBLE (bundle)
[   5s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[   6s] client:jz > SUPPLY 1
        reply client:jz BUNDLE_ENDED (bundle)
