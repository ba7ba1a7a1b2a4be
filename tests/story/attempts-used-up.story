# When all attempts are used up the job is parked until an operator retries it; then failures count from zero.
[   0s] operator:ops > PUBLISH fragile.yaml
        procedure fragile 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] client:jz > SUBMIT fragile park-7
        bundle 1 submitted by jz under fragile 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] land:a > FAIL 1 land "The land registry does not answer."
        bundle 1 land DELAYED until 11s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[  11s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 41s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[  12s] land:a > FAIL 1 land "The land registry does not answer."
        bundle 1 land DELAYED until 32s (attempt 2 failed)
        bundle 1 land PARKED (attempts used up)
        reply land:a RECORDED bundle 1
[  13s] client:jz > SHOW 1
        land REVIEWING, job PARKED, attempt 2, failures 2
        result open
[   1h] operator:ops > RETRY 1 land
        bundle 1 land READY at land (retried)
        bundle 1 land LEASED to land:a until 3630s (attempt 3)
        reply operator:ops RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 3)
[3601s] land:a > FAIL 1 land "The land registry does not answer."
        bundle 1 land DELAYED until 3611s (attempt 3 failed)
        reply land:a RECORDED bundle 1
[3611s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 3641s (attempt 4)
        send land:a JOB bundle 1 land (attempt 4)
[3612s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 4)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
