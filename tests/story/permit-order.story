# Permits of one gate are numbered in the order they depend on each other, not in the order of the list or of the verdicts.
#
# The procedure lists build, design, plan; design comes first in law, build and plan rest on it.
[   0s] operator:ops > PUBLISH same-office.yaml
        procedure same-office 1 published by ops
        reply operator:ops RECORDED
[   0s] housing:h > HELLO credit=3
[   0s] client:jz > SUBMIT same-office park-7
        bundle 1 submitted by jz under same-office 1
        bundle 1 build READY at housing
        bundle 1 design READY at housing
        bundle 1 plan READY at housing
        bundle 1 build LEASED to housing:h until 30s (attempt 1)
        bundle 1 design LEASED to housing:h until 30s (attempt 1)
        bundle 1 plan LEASED to housing:h until 30s (attempt 1)
        reply client:jz RECORDED bundle 1
        send housing:h JOB bundle 1 build (attempt 1)
        send housing:h JOB bundle 1 design (attempt 1)
        send housing:h JOB bundle 1 plan (attempt 1)
[   1s] housing:h > GRANT 1 plan
        bundle 1 plan SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   2s] housing:h > GRANT 1 build
        bundle 1 build SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[   3s] housing:h > GRANT 1 design
        bundle 1 design SEALED grant by housing:h (attempt 1)
        bundle 1 build GRANTED
        bundle 1 design GRANTED
        bundle 1 plan GRANTED
        bundle 1 gate together ISSUED design housing-2026-00001, build housing-2026-00002, plan housing-2026-00003
        bundle 1 ENDED all
        reply housing:h RECORDED bundle 1
