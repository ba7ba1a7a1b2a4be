# A refusal without a reason is not taken: the applicant has a right to know why. The lease stays as it is.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > REFUSE 1 land credit=0
        reply land:a REASON_MISSING (reason)
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        bundle 1 ENDED none
        reply land:a RECORDED bundle 1
