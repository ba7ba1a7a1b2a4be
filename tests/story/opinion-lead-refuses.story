# The lead follows the opinion that disagrees, and refuses (初设 15); its own reason is what the applicant is told.
[0s] operator:ops > PUBLISH consult.yaml
        procedure consult 1 published by ops
        reply operator:ops RECORDED
[0s] fire:f > HELLO
[0s] water:w > HELLO
[0s] culture:c > HELLO
[0s] housing:h > HELLO
[1s] client:jz > SUBMIT consult k
        bundle 1 submitted by jz under consult 1
        bundle 1 fire READY at fire
        bundle 1 water READY at water
        bundle 1 heritage READY at culture
        bundle 1 fire LEASED to fire:f until 31s (attempt 1)
        bundle 1 water LEASED to water:w until 31s (attempt 1)
        bundle 1 heritage LEASED to culture:c until 31s (attempt 1)
        reply client:jz RECORDED bundle 1
        send fire:f JOB bundle 1 fire (attempt 1)
        send water:w JOB bundle 1 water (attempt 1)
        send culture:c JOB bundle 1 heritage (attempt 1)
[2s] water:w > AGREE 1 water
        bundle 1 water SEALED agree by water:w (attempt 1)
        bundle 1 water GRANTED
        bundle 1 ISSUED water
        reply water:w RECORDED bundle 1
[3s] culture:c > AGREE 1 heritage
        bundle 1 heritage SEALED agree by culture:c (attempt 1)
        bundle 1 heritage GRANTED
        bundle 1 ISSUED heritage
        reply culture:c RECORDED bundle 1
[4s] fire:f > DISAGREE 1 fire "no second stair"
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        bundle 1 permit READY at housing
        bundle 1 permit LEASED to housing:h until 34s (attempt 1)
        reply fire:f RECORDED bundle 1
        send housing:h JOB bundle 1 permit (attempt 1), told: fire disagree at 8, water agree at 4, heritage agree at 6
[5s] housing:h > REFUSE 1 permit "no second stair, as the fire brigade says"
        bundle 1 permit REFUSED by housing:h (attempt 1)
        bundle 1 ENDED partial
        reply housing:h RECORDED bundle 1
