# A withdrawn bundle leaves nothing behind that would come back later: no retry, no parked job.
[   0s] operator:ops > PUBLISH serial.yaml
        procedure serial 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT serial park-7
        bundle 1 submitted by jz under serial 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > FAIL 1 land "The land registry does not answer." delay-ms=60000
        bundle 1 land DELAYED until 61s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[   2s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[  61s] clock
[  62s] client:jz > SHOW 1
        land WITHDRAWN, job CANCELLED, attempt 1, failures 1
        plan WITHDRAWN, job -, attempt 0, failures 0
        build WITHDRAWN, job -, attempt 0, failures 0
        result withdrawn
