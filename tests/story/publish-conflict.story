# A version is published once: the same again is harmless, another content needs another version.
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   1s] operator:ops > PUBLISH one.yaml
        reply operator:ops RECORDED repeated
[   2s] operator:deputy > PUBLISH one.yaml content=changed
        reply operator:deputy PROCEDURE_CONFLICT (version)
[   3s] broker > RESTART
[   4s] operator:ops > PUBLISH one.yaml
        reply operator:ops RECORDED repeated
[   5s] operator:ops > PUBLISH one.yaml content=changed
        reply operator:ops PROCEDURE_CONFLICT (version)
