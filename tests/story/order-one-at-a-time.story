# One open order for each department of a bundle (督查条例 15: no repeated, no many-headed supervision): not for another stage of it, and
# not by another supervisor. Another department may have one.
[2024-11-01T09:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-queue.yaml
        procedure watched-queue 1 published by ops
        reply operator:ops RECORDED
[2024-11-01T09:00] operator:ops > PUBLISH watched-chain.yaml
        procedure watched-chain 1 published by ops
        reply operator:ops RECORDED
[2024-11-04T10:00] client:jz > SUBMIT watched-queue k
        bundle 1 submitted by jz under watched-queue 1
        bundle 1 a READY at planning
        bundle 1 b READY at planning
        reply client:jz RECORDED bundle 1
[2024-11-04T10:00] client:jz > SUBMIT watched-chain k2
        bundle 2 submitted by jz under watched-chain 1
        bundle 2 scheme READY at design
        bundle 2 works READY at planning
        reply client:jz RECORDED bundle 2
[2024-11-05T09:00] supervisor:sun > ACT order 1 "report" stage=a
        bundle 1 a ORDER issued to planning by sun
        reply supervisor:sun RECORDED bundle 1
[2024-11-05T09:00] supervisor:qi > ACT order 1 "report" stage=b
        reply supervisor:qi ACT_IMPOSSIBLE (stage)
[2024-11-05T09:00] supervisor:qi > ACT order 2 "report" stage=works
        bundle 2 works ORDER issued to planning by qi
        reply supervisor:qi RECORDED bundle 2
[2024-11-05T09:00] supervisor:qi > ACT order 2 "report" stage=scheme
        bundle 2 scheme ORDER issued to design by qi
        reply supervisor:qi RECORDED bundle 2
[2024-11-05T10:00] officer:li@planning > ACT ack_order 1 stage=b
        bundle 1 b ORDER acknowledged at planning by li
        reply officer:li@planning RECORDED bundle 1
[2024-11-05T10:00] supervisor:sun > CARDS 1
        order to planning about a since 2024-11-05T09:00:00: acknowledged
[2024-11-05T10:00] supervisor:sun > CARDS 2
        order to planning about works since 2024-11-05T09:00:00: issued
        order to design about scheme since 2024-11-05T09:00:00: issued
