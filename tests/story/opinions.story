# Opinions go to the lead department's decision (初设 13, 15; 许可法 26): whoever disagrees gives a reason and holds nobody up;
# agreed and forwarded (转报) is the third answer. The lead is told who said what, and where the reasons stand.
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
[3s] fire:f > DISAGREE 1 fire "the lane is too narrow for a ladder"
        bundle 1 fire SEALED disagree by fire:f (attempt 1)
        bundle 1 fire GRANTED
        bundle 1 ISSUED fire
        reply fire:f RECORDED bundle 1
[3s] client:jz > EXPLAIN 1
        heritage decision waits for the verdict of culture until 31s since 1s
        permit review waits for stage heritage at culture since 1s
[4s] culture:c > FORWARD 1 heritage "a listed site" on=province
        bundle 1 heritage SEALED forward to province by culture:c (attempt 1)
        bundle 1 heritage GRANTED
        bundle 1 ISSUED heritage
        bundle 1 permit READY at housing
        bundle 1 permit LEASED to housing:h until 34s (attempt 1)
        reply culture:c RECORDED bundle 1
        send housing:h JOB bundle 1 permit (attempt 1), told: fire disagree at 6, water agree at 4, heritage forward at 8
[5s] client:jz > TOLD 1 fire
        disagree: the lane is too narrow for a ladder
[5s] client:jz > SHOW 1
        fire ISSUED, job DONE, attempt 1, failures 0
        water ISSUED, job DONE, attempt 1, failures 0
        heritage ISSUED, job DONE, attempt 1, failures 0
        permit REVIEWING, job LEASED, attempt 1, failures 0
        result open
[6s] housing:h > GRANT 1 permit
        bundle 1 permit SEALED grant by housing:h (attempt 1)
        bundle 1 permit GRANTED
        bundle 1 ISSUED permit housing-2026-00001
        bundle 1 ENDED all
        reply housing:h RECORDED bundle 1
