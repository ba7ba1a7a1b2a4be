# Who may publish a calendar, and when: an operator, before the broker shuts down, with a request id
# that was not used for something else, and with room on the disk.
[2024-11-12T09:00] operator:ops > PUBLISH five-permits.yaml id=p1
        procedure five-permits 2 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:00] client:jz > CALENDAR cn.yaml
        reply client:jz NOT_ALLOWED (role)
[2024-11-12T09:00] operator:ops > CALENDAR cn.yaml id=p1
        reply operator:ops REQUEST_CONFLICT (request-id)
[2024-11-12T09:01] broker > DISK reserve
[2024-11-12T09:01] operator:ops > CALENDAR cn.yaml
        reply operator:ops DISK_FULL (journal)
[2024-11-12T09:02] broker > DISK ample
[2024-11-12T09:02] operator:ops > CALENDAR cn.yaml
        calendar of 2023, 2024, 2025, 2026 published by ops
        reply operator:ops RECORDED
[2024-11-12T09:03] broker > DISK full
[2024-11-12T09:03] operator:ops > CALENDAR cn.yaml
        reply operator:ops RECORDED repeated
[2024-11-12T09:04] broker > DISK ample
[2024-11-12T09:04] broker > DRAIN
[2024-11-12T09:04] operator:ops > CALENDAR cn.yaml
        reply operator:ops DRAINING
