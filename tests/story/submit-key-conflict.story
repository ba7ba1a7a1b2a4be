# The same key with another application is refused; another submitter may use the key for a bundle of its own.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SUBMIT one park-7 content=another
        reply client:jz KEY_CONFLICT (key)
[   2s] client:wang > SUBMIT one park-7 content=another
        bundle 2 submitted by wang under one 1
        bundle 2 land READY at land
        reply client:wang RECORDED bundle 2
