# A panel decides where nobody reviews, so two of it remain at least (许可法 34(3)): of three one may be removed, and no other,
# although one who agrees would be enough.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] operator:ops > PUBLISH sign-panel.yaml
        procedure sign-panel 1 published by ops
        reply operator:ops RECORDED
[2024-11-12T10:00] client:jz > SUBMIT sign-panel k
        bundle 1 submitted by jz under sign-panel 1
        reply client:jz RECORDED bundle 1
[2024-11-12T10:00] heritage:h > HELLO
[2024-11-13T10:00] client:jz > SIGNAL 1 site-visit
        bundle 1 site-visit reached
        bundle 1 heritage TO SIGN at heritage
        reply client:jz RECORDED bundle 1
[2024-11-13T10:10] head:chen@heritage > ACT remove_signer 1 "on leave" stage=heritage on=zhao
        bundle 1 heritage signer REMOVED: zhao by chen
        reply head:chen@heritage RECORDED bundle 1
[2024-11-13T10:10] head:chen@heritage > ACT remove_signer 1 "on leave, too" stage=heritage on=wang
        reply head:chen@heritage ACT_IMPOSSIBLE (on)
[2024-11-13T11:00] head:chen@heritage > ACT add_signer 1 "instead" stage=heritage on=qian
        bundle 1 heritage signer ADDED: qian by chen
        reply head:chen@heritage RECORDED bundle 1
[2024-11-13T11:00] head:chen@heritage > ACT remove_signer 1 "on leave, too" stage=heritage on=wang
        bundle 1 heritage signer REMOVED: wang by chen
        reply head:chen@heritage RECORDED bundle 1
[2024-11-13T12:00] client:jz > EXPLAIN 1
        heritage decision waits for the signature of li at heritage since 2024-11-13T10:00:00
        heritage decision waits for the signature of qian at heritage since 2024-11-13T10:00:00
