# More buildings than the procedure has stages for are refused by name: none of them is forgotten.
[   0s] operator:ops > PUBLISH buildings.yaml
        procedure buildings 1 published by ops
        reply operator:ops RECORDED
[   1s] client:jz > SUBMIT buildings park-7 too-many=works.1
        reply client:jz ELEMENTS_TOO_MANY (application)
[   2s] client:jz > SUBMIT buildings park-7 too-many=works.1 condition-fails=works.1
        reply client:jz CONDITION_FAILED (application)
[   3s] client:jz > SUBMIT buildings park-7 too-many=works.1 unknown-material=tarot
        reply client:jz MATERIAL_UNKNOWN (materials)
