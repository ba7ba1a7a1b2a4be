# Leases that run out use up attempts, too: a job that kills its workers does not go round for ever.
[   0s] operator:ops > PUBLISH fragile.yaml
        procedure fragile 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO credit=5
[   0s] client:jz > SUBMIT fragile park-7
        bundle 1 submitted by jz under fragile 1
        bundle 1 land READY at land
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
[  30s] clock
        bundle 1 land READY (lease of attempt 1 expired)
        bundle 1 land LEASED to land:a until 60s (attempt 2)
        send land:a JOB bundle 1 land (attempt 2)
[  60s] clock
        bundle 1 land READY (lease of attempt 2 expired)
        bundle 1 land PARKED (attempts used up)
[  61s] land:a > GRANT 1 land
        bundle 1 land claim of a refused (attempt 2)
        reply land:a LEASE_STALE (token)
