# 受审分离 (许可法 24; 滨州 10): whoever accepted a bundle does not decide it. The job goes to somebody else where there is
# one; the verdict of the acceptor is refused and leaves no trace. Another bundle is no matter.
[2024-11-12T09:00] operator:ops > PUBLISH counter.yaml
        procedure counter 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT counter k
        bundle 1 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] client:jz > SUBMIT counter l
        bundle 2 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 2
[2024-11-12T10:01] planning:li > HELLO
[2024-11-12T10:02] clerk:li > ACT accept 1
        bundle 1 ACCEPTED by li
        bundle 1 plan READY at planning
        bundle 1 plan LEASED to planning:li until 2024-11-12T10:02:30 (attempt 1)
        reply clerk:li RECORDED bundle 1
        send planning:li JOB bundle 1 plan (attempt 1)
[2024-11-12T10:02] planning:li > GRANT 1 plan credit=0
        reply planning:li SEPARATION (principal)
[2024-11-12T10:02] planning:li > REFUSE 1 plan "no" credit=0
        reply planning:li SEPARATION (principal)
[2024-11-12T10:02] planning:li > RELEASE 1 plan credit=1
        bundle 1 plan READY (attempt 1 given back)
        bundle 1 plan LEASED to planning:li until 2024-11-12T10:02:30 (attempt 2)
        reply planning:li RECORDED bundle 1
        send planning:li JOB bundle 1 plan (attempt 2)
[2024-11-12T10:02] planning:li > RELEASE 1 plan credit=0
        bundle 1 plan READY (attempt 2 given back)
        reply planning:li RECORDED bundle 1
[2024-11-12T10:03] planning:p > HELLO
        bundle 1 plan LEASED to planning:p until 2024-11-12T10:03:30 (attempt 3)
        send planning:p JOB bundle 1 plan (attempt 3)
[2024-11-12T10:03] planning:p > GRANT 1 plan credit=1
        bundle 1 plan SEALED grant by planning:p (attempt 3)
        bundle 1 plan GRANTED
        bundle 1 ISSUED plan planning-2024-00001
        reply planning:p RECORDED bundle 1
[2024-11-12T10:04] planning:li > CREDIT 1
[2024-11-12T10:04] clerk:p > ACT accept 2
        bundle 2 ACCEPTED by p
        bundle 2 plan READY at planning
        bundle 2 plan LEASED to planning:li until 2024-11-12T10:04:30 (attempt 1)
        reply clerk:p RECORDED bundle 2
        send planning:li JOB bundle 2 plan (attempt 1)
[2024-11-12T10:04] planning:li > GRANT 2 plan credit=1
        bundle 2 plan SEALED grant by planning:li (attempt 1)
        bundle 2 plan GRANTED
        bundle 2 ISSUED plan planning-2024-00002
        reply planning:li RECORDED bundle 2
[2024-11-12T10:05] client:jz > SUBMIT counter m
        bundle 3 submitted by jz under counter 1, RECEIVED
        reply client:jz RECORDED bundle 3
[2024-11-12T10:05] planning:p > CREDIT 0
[2024-11-12T10:05] planning:p > CREDIT 1
[2024-11-12T10:06] clerk:li > ACT accept 3
        bundle 3 ACCEPTED by li
        bundle 3 plan READY at planning
        bundle 3 plan LEASED to planning:p until 2024-11-12T10:06:30 (attempt 1)
        reply clerk:li RECORDED bundle 3
        send planning:p JOB bundle 3 plan (attempt 1)
