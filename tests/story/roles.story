# Who accepts does not decide: workers submit nothing, applicants publish nothing, operators withdraw nothing.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   1s] land:a > SUBMIT one park-7
        reply land:a NOT_ALLOWED (role)
[   2s] client:jz > PUBLISH one-2.yaml
        reply client:jz NOT_ALLOWED (role)
[   3s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 33s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   4s] client:jz > GRANT 1 land of=land:a
        reply client:jz NOT_ALLOWED (role)
[   5s] operator:ops > GRANT 1 land of=land:a
        reply operator:ops NOT_ALLOWED (role)
[   6s] operator:ops > WITHDRAW 1
        reply operator:ops NOT_ALLOWED (role)
[   7s] client:jz > RETRY 1 land
        reply client:jz NOT_ALLOWED (role)
