# What does not exist is refused by its name: procedure, version, bundle, stage, milestone, material, department.
[   0s] client:jz > SUBMIT one park-7
        reply client:jz PROCEDURE_UNKNOWN (procedure)
[   0s] operator:ops > PUBLISH contract.yaml
        procedure contract 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT contract park-7 version=9
        reply client:jz PROCEDURE_UNKNOWN (procedure)
[   2s] client:jz > SUBMIT contract park-7 unknown-material=horoscope
        reply client:jz MATERIAL_UNKNOWN (materials)
[   3s] client:jz > SUBMIT contract park-7
        bundle 1 submitted by jz under contract 1
        reply client:jz RECORDED bundle 1
[   4s] client:jz > SIGNAL 2 paid
        reply client:jz BUNDLE_UNKNOWN (bundle)
[   5s] client:jz > SIGNAL 1 harvest
        reply client:jz MILESTONE_UNKNOWN (milestone)
[   6s] client:jz > WITHDRAW 99
        reply client:jz BUNDLE_UNKNOWN (bundle)
[   7s] operator:ops > RETRY 99 land
        reply operator:ops BUNDLE_UNKNOWN (bundle)
[   8s] operator:ops > RETRY 1 moon
        reply operator:ops STAGE_UNKNOWN (stage)
[   9s] operator:ops > RETRY 1 land
        reply operator:ops NOT_PARKED (stage)
[  10s] client:jz > EXPLAIN 99
        reply client:jz BUNDLE_UNKNOWN
