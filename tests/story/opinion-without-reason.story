# To disagree without a reason is no answer (初设 15): it is refused at once, the job stays with its worker, its time runs.
[0s] operator:ops > PUBLISH consult.yaml
        procedure consult 1 published by ops
        reply operator:ops RECORDED
[0s] fire:f > HELLO
[1s] client:jz > SUBMIT consult k
        bundle 1 submitted by jz under consult 1
        bundle 1 fire READY at fire
        bundle 1 water READY at water
        bundle 1 heritage READY at culture
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
[2s] fire:f > DISAGREE 1 fire credit=0
        reply fire:f REASON_MISSING (reason)
[3s] client:jz > EXPLAIN 1
        fire decision waits for the verdict of fire until 31s since 1s
        water review waits for a free worker of water (0 here, 0 free) since 1s
        heritage review waits for a free worker of culture (0 here, 0 free) since 1s
        permit review waits for stage fire at fire since 1s
        permit review waits for stage water at water since 1s
        permit review waits for stage heritage at culture since 1s
[4s] fire:f > DISAGREE 1 fire "no second stair" credit=0
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[5s] fire:f > DISAGREE 1 fire "no second stair" credit=0
        reply fire:f RECORDED bundle 1 repeated
