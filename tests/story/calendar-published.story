# An operator publishes the working days of some years; the broker counts by them from then on, also
# after a restart. The same calendar again changes nothing, and neither does the same request.
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml 2023 2024 id=c1
        calendar of 2023, 2024 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:01] operator:ops > CALENDAR cn.yaml 2023 2024 id=c1
        reply operator:ops RECORDED repeated
[2024-11-12T09:02] operator:ops > CALENDAR cn.yaml 2023 2024
        reply operator:ops RECORDED repeated
[2024-11-12T18:00] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T18:01] broker > RESTART
[2024-11-12T18:02] operator:ops > CALENDAR cn.yaml 2025
        reply operator:ops RECORDED repeated
[2024-11-12T18:03] operator:ops > CALENDAR cn.yaml 2023 2024 id=c1
        reply operator:ops RECORDED repeated
