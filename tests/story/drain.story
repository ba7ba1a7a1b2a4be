# A broker that shuts down takes no new work and offers none, but takes the verdicts and renewals of what is out.
[   0s] operator:ops > PUBLISH serial.yaml
        procedure serial 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT serial park-7
        bundle 1 submitted by jz under serial 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[   1s] broker > DRAIN
[   2s] client:jz > SUBMIT serial park-8
        reply client:jz DRAINING
[   2s] client:jz > SUBMIT serial park-7
        reply client:jz DRAINING
[   2s] client:jz > WITHDRAW 1
        reply client:jz DRAINING
[   2s] operator:ops > PUBLISH one.yaml
        reply operator:ops DRAINING
[   3s] land:a > RENEW 1 land
        bundle 1 land lease renewed until 33s
        reply land:a RECORDED bundle 1 until 33s
[   4s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 plan READY at planning
        reply land:a RECORDED bundle 1
[   5s] broker > RESTART
[   6s] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 36s (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
