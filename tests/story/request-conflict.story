# A request id that comes back with another request is refused: one id, one meaning.
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SIGNAL 1 signed id=s1
        bundle 1 signed reached
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   2s] client:jz > SIGNAL 1 paid id=s1
        reply client:jz REQUEST_CONFLICT (request-id)
[   3s] client:wang > SIGNAL 1 paid id=s1
        bundle 1 paid reached
        reply client:wang RECORDED bundle 1
[   4s] broker > RESTART
[   5s] client:jz > SIGNAL 1 signed id=s1
        reply client:jz RECORDED bundle 1 repeated
[   6s] client:jz > WITHDRAW 1 id=s1
        reply client:jz REQUEST_CONFLICT (request-id)
