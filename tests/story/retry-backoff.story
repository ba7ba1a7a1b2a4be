# A review that fails is tried again after ten seconds, then twenty, then forty, and never waits longer than that.
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
[   1s] land:a > FAIL 1 land "The land registry does not answer."
        bundle 1 land DELAYED until 11s (attempt 1 failed)
        reply land:a RECORDED bundle 1
[10.999s] clock
[  11s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 41s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[  12s] land:a > FAIL 1 land
        bundle 1 land DELAYED until 32s (attempt 2 failed)
        reply land:a RECORDED bundle 1
[  32s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 62s (attempt 3)
        send land:a JOB bundle 1 land (attempt 3)
[  33s] land:a > FAIL 1 land
        bundle 1 land DELAYED until 73s (attempt 3 failed)
        reply land:a RECORDED bundle 1
[  73s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 103s (attempt 4)
        send land:a JOB bundle 1 land (attempt 4)
[  74s] land:a > FAIL 1 land
        bundle 1 land DELAYED until 114s (attempt 4 failed)
        reply land:a RECORDED bundle 1
[ 114s] clock
        bundle 1 land READY at land (delay over)
        bundle 1 land LEASED to land:a until 144s (attempt 5)
        send land:a JOB bundle 1 land (attempt 5)
[ 115s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 5)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
