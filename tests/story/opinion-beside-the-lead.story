# The lead has sealed its grant before the opinion came: an edge to an opinion is met by any answer, so one that disagrees lets the grant
# take effect too (初设 15: the lead decides). Who wants to read it first says start_after.
[0s] operator:ops > PUBLISH consult-beside.yaml
        procedure consult-beside 1 published by ops
        reply operator:ops RECORDED
[0s] fire:f > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT consult-beside k
        bundle 1 submitted by jz under consult-beside 1
        bundle 1 fire READY at fire
        bundle 1 permit READY at housing
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 permit LEASED to housing:h until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send housing:h JOB bundle 1 permit (attempt 1)
[2s] housing:h > GRANT 1 permit
        bundle 1 permit SEALED grant by housing:h (attempt 1)
        reply housing:h RECORDED bundle 1
[3s] fire:f > DISAGREE 1 fire "no second stair"
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 permit GRANTED
        bundle 1 ISSUED permit housing-2026-00001
        bundle 1 ENDED all
        reply fire:f RECORDED bundle 1
