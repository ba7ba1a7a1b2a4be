# A condition that gives neither true nor false refuses the submission by name; what stands before it in the order is said first.
[   0s] operator:ops > PUBLISH special.yaml
        procedure special 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT special shed-1 condition-fails=fire
        reply client:jz CONDITION_FAILED (application)
[   2s] client:jz > SUBMIT special shed-1 condition-fails=fire unknown-material=tarot
        reply client:jz MATERIAL_UNKNOWN (materials)
[   3s] broker > DISK reserve
[   4s] client:jz > SUBMIT special shed-1 condition-fails=fire
        reply client:jz CONDITION_FAILED (application)
[   5s] broker > DISK ample
[   6s] client:jz > SUBMIT special shed-1
        bundle 1 submitted by jz under special 1
        bundle 1 fire READY at fire
        bundle 1 build READY at housing
        reply client:jz RECORDED bundle 1
