# While a bundle is suspended its signers cannot sign (中止), and nobody reminds them: nobody is late with anything.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-two.yaml
        procedure sign-two 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-two k
        bundle 1 submitted by jz under sign-two 1
        bundle 1 plan READY at planning
        bundle 1 works READY at construction
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:00:30 (attempt 1)
        send planning:p JOB bundle 1 plan (attempt 1)
[2024-11-12T10:00] planning:p > GRANT 1 plan
        bundle 1 plan TO SIGN grant by planning:p (attempt 1)
        reply planning:p RECORDED bundle 1
[2024-11-14T10:00] government:mayor > ACT suspend 1 "the court has seized the plot"
        bundle 1 SUSPENDED by mayor
        bundle 1 works PAUSED
        reply government:mayor RECORDED bundle 1
[2024-11-15T10:00] client:jz > ACT remind 1 stage=plan
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-15T10:00] client:jz > ACT remind 1 stage=works
        reply client:jz ACT_IMPOSSIBLE (stage)
[2024-11-18T10:00] government:mayor > ACT resume 1
        bundle 1 RESUMED by mayor
        bundle 1 works READY again
        reply government:mayor RECORDED bundle 1
[2024-11-18T11:00] client:jz > ACT remind 1 stage=plan
        bundle 1 plan REMINDED by jz
        reply client:jz RECORDED bundle 1
