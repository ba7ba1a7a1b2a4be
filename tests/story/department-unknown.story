# A worker of a department that no procedure names is sent away until there is one.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] tax:t > HELLO
        reply tax:t DEPARTMENT_UNKNOWN (department)
[   2s] operator:ops > PUBLISH one-2.yaml
        procedure one 2 published by ops
        reply operator:ops RECORDED
[   3s] tax:t > HELLO
[   4s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 2
        bundle 1 tax READY at tax
        bundle 1 tax LEASED to tax:t until 34s (attempt 1)
        reply client:jz RECORDED bundle 1
        send tax:t JOB bundle 1 tax (attempt 1)
