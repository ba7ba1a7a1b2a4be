# An answer outside of agree, disagree, forward is an error, not an agreement (初设 13); and nobody gives an opinion
# where a permit is to be decided.
[0s] operator:ops > PUBLISH consult.yaml
        procedure consult 1 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[0s] fire:f > HELLO
[0s] land:l > HELLO
[1s] client:jz > SUBMIT consult k
        bundle 1 submitted by jz under consult 1
        bundle 1 fire READY at fire
        bundle 1 water READY at water
        bundle 1 heritage READY at culture
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
[1s] client:jz > SUBMIT one k2
        bundle 2 submitted by jz under one 1
        bundle 2 land READY at land
        bundle 2 land LEASED to land:l until 31s (attempt 1)
        reply client:jz RECORDED bundle 2
        send land:l JOB bundle 2 land (attempt 1)
[2s] fire:f > GRANT 1 fire credit=0
        reply fire:f ACT_IMPOSSIBLE (verdict)
[2s] fire:f > REFUSE 1 fire "no" credit=0
        reply fire:f ACT_IMPOSSIBLE (verdict)
[2s] land:l > AGREE 2 land credit=0
        reply land:l ACT_IMPOSSIBLE (verdict)
[2s] land:l > DISAGREE 2 land "no" credit=0
        reply land:l ACT_IMPOSSIBLE (verdict)
[2s] land:l > FORWARD 2 land credit=0
        reply land:l ACT_IMPOSSIBLE (verdict)
[3s] fire:f > AGREE 1 fire credit=0
        bundle 1 fire SEALED agree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[3s] land:l > GRANT 2 land credit=0
        bundle 2 land SEALED grant by land:l (attempt 1)
        bundle 2 land GRANTED
        bundle 2 ISSUED land land-2026-00001
        bundle 2 ENDED all
        reply land:l RECORDED bundle 2
