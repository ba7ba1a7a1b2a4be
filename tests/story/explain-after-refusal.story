# Explain does not send anybody to a department that has refused: what can never come is not waited for.
[   0s] operator:ops > PUBLISH loose.yaml
        procedure loose 1 published by ops
        reply operator:ops RECORDED
[   0s] land:a > HELLO
[   0s] planning:p > HELLO
[   0s] client:jz > SUBMIT loose park-7
        bundle 1 submitted by jz under loose 1
        bundle 1 land READY at land
        bundle 1 plan READY at planning
        bundle 1 land LEASED to land:a until 30s (attempt 1)
        bundle 1 plan LEASED to planning:p until 300s (attempt 1)
        reply client:jz RECORDED bundle 1
        send land:a JOB bundle 1 land (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[   1s] client:jz > EXPLAIN 1
        land decision waits for the verdict of land until 30s since 0s
        plan decision waits for the verdict of planning until 300s since 0s
        plan decision waits for stage land at land since 0s
[   2s] land:a > REFUSE 1 land "The plot is farmland."
        bundle 1 land REFUSED by land:a (attempt 1)
        reply land:a RECORDED bundle 1
[   3s] client:jz > EXPLAIN 1
        plan decision waits for the verdict of planning until 300s since 0s
