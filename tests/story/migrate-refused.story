# Who may migrate, and when: each refusal in the order in which it is looked for, with what is said of it.
[   0s] operator:ops > PUBLISH three.yaml
        procedure three 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH one.yaml
        procedure one 1 published by ops
        reply operator:ops RECORDED
[   0s] operator:ops > PUBLISH one-2.yaml
        procedure one 2 published by ops
        reply operator:ops RECORDED
[   0s] client:jz > SUBMIT one k version=1
        bundle 1 submitted by jz under one 1
        bundle 1 land READY at land
        reply client:jz RECORDED bundle 1
[   1s] client:jz > MIGRATE one 2 1
        reply client:jz NOT_ALLOWED (role)
[   1s] planning:p > HELLO
[   1s] planning:p > MIGRATE one 2 1
        reply planning:p NOT_ALLOWED (role)
[   2s] operator:ops > MIGRATE two 1 1
        reply operator:ops PROCEDURE_UNKNOWN (procedure)
[   2s] operator:ops > MIGRATE one 7 1
        reply operator:ops PROCEDURE_UNKNOWN (procedure)
[   2s] operator:ops > MIGRATE one 2 9
        reply operator:ops BUNDLE_UNKNOWN (bundle)
[   3s] operator:ops > MIGRATE three 1 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the bundle is of procedure "one"
[   3s] operator:ops > MIGRATE one 1 1
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the bundle is under version 1 already
[   4s] operator:ops > MIGRATE one 2 1 id=a
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages have begun that may not begin yet in version 2: "land"
[   4s] operator:ops > MIGRATE one 2 1 id=a
        reply operator:ops ACT_IMPOSSIBLE (version)
        since stages have begun that may not begin yet in version 2: "land"
[   4s] operator:ops > MIGRATE one 1 1 id=a
        reply operator:ops ACT_IMPOSSIBLE (version)
        since the bundle is under version 1 already
[   5s] client:jz > WITHDRAW 1
        bundle 1 withdrawn by jz
        bundle 1 ENDED withdrawn
        reply client:jz RECORDED bundle 1
[   6s] operator:ops > MIGRATE one 1 1
        reply operator:ops BUNDLE_ENDED (bundle)
