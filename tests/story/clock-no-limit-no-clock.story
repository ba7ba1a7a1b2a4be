# Where a procedure sets no limits, nothing is counted.
[2024-11-12T09:00] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT one k
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > CLOCKS 1
        no clock
