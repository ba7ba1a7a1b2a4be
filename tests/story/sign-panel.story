# A stage that only signers decide (by: signers) has no job: they are asked as soon as its review may begin. One of the
# panel is enough here; all three must disagree to refuse it.
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
[2024-11-12T11:00] officer:li@heritage > ACT sign 1 stage=heritage detail=agree
        reply officer:li@heritage ACT_IMPOSSIBLE (stage)
[2024-11-13T10:00] client:jz > SIGNAL 1 site-visit
        bundle 1 site-visit reached
        bundle 1 heritage TO SIGN at heritage
        reply client:jz RECORDED bundle 1
[2024-11-13T10:00] client:jz > EXPLAIN 1
        heritage decision waits for the signature of li at heritage since 2024-11-13T10:00:00
        heritage decision waits for the signature of wang at heritage since 2024-11-13T10:00:00
        heritage decision waits for the signature of zhao at heritage since 2024-11-13T10:00:00
[2024-11-13T10:00] client:jz > SHOW 1
        heritage PAUSED, job -, attempt 0, failures 0
        result open
[2024-11-13T10:00] broker > RESTART
[2024-11-14T10:00] officer:li@heritage > ACT sign 1 "the facade" stage=heritage detail=disagree
        bundle 1 heritage SIGNED against by li
        reply officer:li@heritage RECORDED bundle 1
[2024-11-14T11:00] officer:wang@heritage > ACT sign 1 stage=heritage detail=agree
        bundle 1 heritage SIGNED for by wang
        bundle 1 heritage SEALED by its signers
        bundle 1 heritage GRANTED
        bundle 1 ISSUED heritage heritage-2024-00001
        bundle 1 ENDED all
        reply officer:wang@heritage RECORDED bundle 1
