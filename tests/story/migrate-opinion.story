# What was said as an opinion is no permit: a stage that has begun as the one is not moved to a version in which it is the other.
[0s] operator:ops > PUBLISH consult.yaml
        procedure consult 1 published by ops
        reply operator:ops RECORDED
[0s] operator:ops > PUBLISH consult-2.yaml
        procedure consult 2 published by ops
        reply operator:ops RECORDED
[1s] client:jz > SUBMIT consult k version=1
        bundle 1 submitted by jz under consult 1
        bundle 1 fire READY at fire
        bundle 1 water READY at water
        bundle 1 heritage READY at culture
        reply client:jz RECORDED bundle 1
[2s] operator:ops > MIGRATE consult 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages have begun that are asked for something else in version 2: "water"
[3s] water:w > HELLO
        bundle 1 water LEASED to water:w until 33s (attempt 1)
        send water:w JOB bundle 1 water (attempt 1)
[4s] water:w > DISAGREE 1 water "the well is too near" credit=0
        bundle 1 water SEALED disagree by water:w (attempt 1)
        bundle 1 water GRANTED
        bundle 1 ISSUED water
        reply water:w RECORDED bundle 1
[5s] operator:ops > MIGRATE consult 2 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages have begun that are asked for something else in version 2: "water"
