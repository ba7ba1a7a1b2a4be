# The same submission twice is one bundle: the second answer is the first again, now, after a restart, and after the end.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one park-7
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > SUBMIT one park-7
        reply client:jz RECORDED bundle 1 repeated
[   2s] broker > RESTART
[   3s] client:jz > SUBMIT one park-7
        reply client:jz RECORDED bundle 1 repeated
[   4s] land:a > HELLO
        bundle 1 land LEASED to land:a until 34s (attempt 1)
        send land:a JOB bundle 1 land (attempt 1)
[   5s] land:a > GRANT 1 land
        bundle 1 land SEALED grant by land:a (attempt 1)
        bundle 1 land GRANTED
        bundle 1 ISSUED land land-2026-00001
        bundle 1 ENDED all
        reply land:a RECORDED bundle 1
[   6s] client:jz > SUBMIT one park-7
        reply client:jz RECORDED bundle 1 repeated
[   7s] broker > RESTART
[   8s] client:jz > SUBMIT one park-7
        reply client:jz RECORDED bundle 1 repeated
[   9s] client:jz > SUBMIT one park-7 content=another
        reply client:jz KEY_CONFLICT (key)
