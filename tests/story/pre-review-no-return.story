# Before acceptance nothing is returned, and no special procedure begins: there is no clock that it could stop. All review what there is.
[0s] operator:ops > PUBLISH pre-review-beside.yaml
        procedure pre-review-beside 1 published by ops
        reply operator:ops RECORDED
[0s] design:d > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT pre-review-beside k
        bundle 1 submitted by jz under pre-review-beside 1
        bundle 1 design READY at design
        bundle 1 works READY at housing
        bundle 1 design LEASED to design:d until 31s (attempt 1)
        bundle 1 works LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send design:d JOB bundle 1 design (attempt 1)
        send housing:h JOB bundle 1 works (attempt 1)
[2s] design:d > GRANT 1 design
        bundle 1 design SEALED pre-review grant by design:d (attempt 1)
        reply design:d RECORDED bundle 1
[3s] officer:li@housing > ACT return 1 "no parking" stage=works on=design
        reply officer:li@housing ACT_IMPOSSIBLE (stage)
[3s] housing:h > RETURN 1 works "no parking" on=design credit=0
        reply housing:h ACT_IMPOSSIBLE (verdict)
[3s] housing:h > RETURN 1 works "no parking" on=nowhere credit=0
        reply housing:h STAGE_UNKNOWN (on)
[4s] housing:h > SPECIAL 1 works "soil" detail=testing days=5 credit=0
        reply housing:h ACT_IMPOSSIBLE (verdict)
[5s] housing:h > GRANT 1 works
        bundle 1 works SEALED pre-review grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[6s] client:jz > SHOW 1
        design SEALED, job DONE, attempt 1, failures 0
        works SEALED, job DONE, attempt 1, failures 0
        result open
