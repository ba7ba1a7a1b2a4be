# SPDX-License-Identifier: Apache-2.0
"""What the golden vectors of messages say; make.py turns it into bytes."""

APPLICATION = (b'\x82\xa9applicant\xa9' + '荆州市'.encode()
               + b'\xa9materials\x91\x82\xa4name\xa8contract\xa3uri\xa5mem:1')
HASH = bytes(range(16))
OTHER_HASH = bytes(range(16, 32))
CHAIN = bytes(range(32, 64))
PUBLIC_KEY = bytes(range(64, 96))
SIGNATURE = bytes(range(96, 160))
NOW = 1767225600000  # 2026-01-01T00:00:00Z

# A procedure that uses every field of a definition.
PROCEDURE = {
    'name': 'two-permits', 'version': 3, 'title': '两证同发', 'on_refusal': 1,
    'stages': [
        {'name': 'land-use', 'department': 'planning', 'title': '建设用地规划许可',
         'permit': '建设用地规划许可证', 'start_after': {'milestones': 1},
         'statutory': {'value': 20, 'unit': 1}, 'promised': {'value': 7, 'unit': 1},
         'lease_ms': 30000, 'backoff_ms': 1000, 'backoff_ms_max': 60000, 'attempts_max': 5,
         'number': '地字第{area}{year}YG{serial:7}', 'clock_from': 2,
         'on_timeout': 1, 'extension': 40, 'sign_need': 2, 'sign_veto': True, 'by_signers': True,
         'delivery': {'value': 10, 'unit': 1}, 'start_within': {'value': 3, 'unit': 5},
         'deferral': {'value': 3, 'unit': 5}, 'deferrals': 2, 'valid': {'value': 36, 'unit': 5},
         'renew_before': {'value': 30, 'unit': 2}},
        {'name': 'title', 'department': 'registry', 'title': '不动产登记', 'permit': '不动产权证书',
         'start_after': {'stages': 1}, 'decide_after': {'stages': 1, 'milestones': 2},
         'promised': {'value': 4, 'unit': 4}, 'lease_ms': 86400000, 'attempts_max': 100,
         'applies_if': '.owner // "" | length > 0', 'for_each': '.owners', 'at_most': 1,
         'element': 1, 'check_within': {'value': 60, 'unit': 1}},
        {'name': 'fire', 'department': 'fire', 'lease_ms': 1000, 'attempts_max': 1,
         'opinion': True},
    ],
    'milestones': [{'name': 'lan', 'title': '土地出让合同'}, {'name': 'tax'}],
    'gates': [{'name': 'together', 'policy': 3, 'members': 3, 'on_tolerance': 2, 'hold_days': 10}],
    'materials': [{'name': 'contract', 'title': '合同', 'required': True, 'stages': 3,
                   'may_miss': {'value': 10, 'unit': 1}},
                  {'name': 'photo'}],
    'area': 421000, 'statutory': {'value': 30, 'unit': 1}, 'promised': {'value': 15, 'unit': 2},
    'intake': {'counter': True, 'on_silence': 1, 'on_lapse': 2, 'within': {'value': 5, 'unit': 1},
               'correct_within': {'value': 10, 'unit': 1}}, 'in_force': 20260301,
    'corrections': {'notice': {'value': 5, 'unit': 1}, 'supply': {'value': 15, 'unit': 2},
                    'rounds': 2, 'on_timeout': 3},
    'pre_review_until': 1,
    'extension': 65535, 'remedies': '可以申请行政复议。',
    'signers': [{'name': 'li', 'stages': 1}, {'name': 'wang', 'stages': 1}], 'on_overdue': 2,
    'supervision': {'rules': 'default-1', 'escalate': [
        {'at': 2, 'to': 6}, {'at': 4, 'to': 7, 'interview': '约谈 the head'}]},
}

# The office of Kathmandu, and that of the Marquesas, where the day has two halves.
WORKING = bytes([0b00111110] * 45) + b'\x1f'
CALENDAR = {'ahead_minutes': 345, 'hours': [{'open_minute': 540, 'close_minute': 1020}],
            'years': [{'year': 2026, 'working': WORKING, 'source': '国办发明电〔2025〕7号'},
                      {'year': 2028, 'working': bytes(45) + b'\x3f'}]}
ISLANDS = {'behind_minutes': 570,
           'hours': [{'close_minute': 720}, {'open_minute': 780, 'close_minute': 1440}]}

# (type, name of the vector, request id, fields). The first of each type is also what is broken
# in malformed.txt.
MESSAGES = [
    ('HELLO', 'HELLO of a worker', 'h', {
        'role': 2, 'principal': 'planning-1', 'department': 'planning',
        'software': 'tongfa-worker 0.1'}),
    ('HELLO', 'HELLO of a submitter', '', {'role': 1, 'principal': 'jingzhou'}),
    ('BYE', 'BYE', '', {}),
    ('PING', 'PING of SPEC section 4', '7', {}),
    ('PING', 'PING with an id of bytes', b'\xff\x00\xfe', {}),
    ('PING', 'PING with an id of 32 bytes', '12345678901234567890123456789012', {}),
    ('SHOW', 'SHOW by number', 'q', {'bundle': 18446744073709551615}),
    ('SHOW', 'SHOW by key', 'q', {'key': '项目-2026-001', 'submitter': 'jingzhou'}),
    ('HISTORY', 'HISTORY', 'q', {'bundle': 12, 'before': 100, 'limit': 256}),
    ('HISTORY', 'HISTORY by key from the newest', 'q', {'key': 'k', 'limit': 1}),
    ('EXPLAIN', 'EXPLAIN', 'q', {'bundle': 12}),
    ('FOLLOW', 'FOLLOW with filters', 'f', {
        'from': 1, 'credit': 65536, 'types': 1 << 17 | 1 << 20, 'bundle': 12,
        'submitter': 'jingzhou'}),
    ('FOLLOW', 'FOLLOW without credit yet', 'f', {'from': 4294967296, 'credit': 0}),
    ('MORE', 'MORE', '', {'credit': 1000}),
    ('UNFOLLOW', 'UNFOLLOW', '', {}),
    ('STATS', 'STATS after a department', 'q', {'after': 'planning'}),
    ('STATS', 'STATS from the first', 'q', {}),
    ('DEFINITION', 'DEFINITION of a version', 'q', {'procedure': 'five-permits', 'version': 2}),
    ('DEFINITION', 'DEFINITION of the newest', 'q', {'procedure': 'five-permits'}),
    ('CHECKPOINT', 'CHECKPOINT after a position', 'q', {'position': 10001, 'after': True}),
    ('CHECKPOINT', 'CHECKPOINT, the newest', 'q', {}),
    ('RECEIPT', 'RECEIPT of an outcome', 'q', {'bundle': 12, 'of': 4, 'stage': 'land-use'}),
    ('RECEIPT', 'RECEIPT of a submission by key', 'q', {
        'key': '项目-2026-001', 'submitter': 'jingzhou', 'of': 1}),
    ('RECEIPT', 'RECEIPT of an acceptance', 'q', {'bundle': 12, 'of': 6}),
    ('RECEIPT', 'RECEIPT of a position', 'q', {'bundle': 12, 'of': 5, 'position': 360}),
    ('SUBMIT', 'SUBMIT', 's', {
        'procedure': 'five-permits', 'version': 1, 'key': '项目-2026-001', 'priority': 4,
        'application': APPLICATION}),
    ('SUBMIT', 'SUBMIT of the least', 's', {
        'procedure': '5', 'key': 'k', 'application': b'\x80'}),
    ('SIGNAL', 'SIGNAL by key', 'm', {
        'key': 'k', 'submitter': 'jingzhou', 'milestone': 'tax', 'called_off': True}),
    ('SIGNAL', 'SIGNAL by number', 'm', {'bundle': 12, 'milestone': 'lan'}),
    ('WITHDRAW', 'WITHDRAW', 'w', {'bundle': 12, 'reason': '申请人撤回'}),
    ('WITHDRAW', 'WITHDRAW without a reason', 'w', {'key': 'k'}),
    ('SUPPLY', 'SUPPLY', 's', {
        'key': '项目-2026-001', 'submitter': 'jingzhou', 'reason': '已补正总平面图',
        'application': APPLICATION}),
    ('SUPPLY', 'SUPPLY of the least', 's', {'bundle': 12, 'application': b'\x80'}),
    ('PUBLISH', 'PUBLISH', 'p', {}),
    ('PARKED', 'PARKED of a department', 'q', {'department': 'planning', 'after': 12, 'limit': 64}),
    ('PARKED', 'PARKED of all', 'q', {'limit': 1}),
    ('RETRY', 'RETRY', 'r', {'bundle': 12, 'stage': 'land-use'}),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR', 'c', {'calendar': CALENDAR}),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of hours alone', 'c', {'calendar': ISLANDS}),
    ('ACT', 'ACT', 'a', {
        'bundle': 12, 'act': 1, 'stage': 'land-use', 'detail': 2, 'amount': 10, 'materials': 5,
        'until_ms': NOW, 'on': 'li', 'reason': '洪水'}),
    ('ACT', 'ACT of the least', 'a', {'key': 'k', 'act': 2}),
    ('MIGRATE', 'MIGRATE', 'g', {'bundle': 12, 'procedure': 'two-permits', 'version': 4}),
    ('MIGRATE', 'MIGRATE to the newest, by key', 'g', {
        'key': 'k', 'submitter': 'jingzhou', 'procedure': 'two-permits'}),
    ('ACT', 'ACT of a signer', 'a', {
        'bundle': 12, 'act': 40, 'stage': 'land-use', 'detail': 2, 'reason': '距河道过近'}),
    ('ACT', 'ACT that adds a signer', 'a', {
        'bundle': 12, 'act': 41, 'stage': 'land-use', 'on': 'zhao', 'reason': '熟悉河道'}),
    ('ACT', 'ACT of materials', 'a', {'bundle': 12, 'act': 51, 'materials': 1 << 63}),
    ('ACT', 'ACT that commits', 'a', {'bundle': 12, 'act': 53, 'stage': 'land-use'}),
    ('ACT', 'ACT: a card is appealed against', 'a', {
        'bundle': 12, 'act': 81, 'stage': 'land-use', 'detail': 2, 'reason': '系统故障'}),
    ('ACT', 'ACT on a permit', 'a', {
        'bundle': 12, 'act': 63, 'stage': 'land-use', 'detail': 4, 'reason': '已撤销'}),
    ('CREDIT', 'CREDIT', '', {'credit': 1024}),
    ('CREDIT', 'CREDIT of nothing', '', {}),
    ('VERDICT', 'VERDICT refuse', 'v', {
        'bundle': 12, 'stage': 31, 'attempt': 2, 'token': 18446744073709551615, 'verdict': 2,
        'reason': '容积率超过规划条件。', 'credit': 1}),
    ('VERDICT', 'VERDICT grant of the first stage', 'v', {
        'bundle': 12, 'attempt': 1, 'token': 77, 'verdict': 1}),
    ('VERDICT', 'VERDICT correct', 'v', {
        'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 77, 'verdict': 6,
        'reason': '总平面图缺比例尺', 'materials': 'site-plan,photo'}),
    ('VERDICT', 'VERDICT fail', 'v', {
        'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 0, 'verdict': 3, 'reason': 'registry down',
        'delay_ms': 86400000}),
    ('VERDICT', 'VERDICT refuse with remedies', 'v', {
        'bundle': 12, 'attempt': 1, 'token': 77, 'verdict': 2, 'reason': '容积率超过规划条件。',
        'remedies': '可以申请行政复议。'}),
    ('VERDICT', 'VERDICT special', 'v', {
        'bundle': 12, 'attempt': 1, 'token': 77, 'verdict': 7, 'reason': '邻居要求听证',
        'special': 1, 'days': 10, 'until_ms': NOW + 9}),
    ('VERDICT', 'VERDICT disagree', 'v', {
        'bundle': 12, 'attempt': 1, 'token': 77, 'verdict': 10, 'reason': '消防车道太窄'}),
    ('VERDICT', 'VERDICT return', 'v', {
        'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 77, 'verdict': 12, 'reason': '没有地下室',
        'on': 'land-use'}),
    ('RENEW', 'RENEW', 'v', {'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 77}),
    ('WELCOME', 'WELCOME', 'h', {
        'software': 'tongfa-broker 0.1', 'session': 9, 'now_ms': NOW, 'heartbeat_ms': 2000,
        'liveness_ms': 6000, 'envelope_bytes_max': 262144, 'payload_bytes_max': 1048576,
        'application_bytes_max': 65536, 'batch_items_max': 1024, 'credit_max': 1024,
        'position': 1234567, 'synced': True}),
    ('PONG', 'PONG', '7', {'now_ms': NOW, 'position': 1234567}),
    ('ERROR', 'ERROR with everything', 'x', {
        'number': 80, 'name': 'BUSY', 'field': 'bundle', 'text': 'a limit is reached', 'retry': 2,
        'after_ms': 250, 'bundle': 12}),
    ('ERROR', 'ERROR LEASE_STALE', 'v', {
        'number': 70, 'name': 'LEASE_STALE', 'text': 'drop the job', 'retry': 1, 'bundle': 12}),
    ('ERROR', 'ERROR DISK_FULL', 's', {
        'number': 79, 'name': 'DISK_FULL', 'field': 'journal',
        'text': 'the journal is nearly out of room', 'retry': 2, 'after_ms': 500}),
    ('RECORDED', 'RECORDED of a repeated submission', 's', {
        'bundle': 12, 'position': 345, 'repeated': True, 'version': 1}),
    ('RECORDED', 'RECORDED of a renewal', 'v', {
        'bundle': 12, 'position': 346, 'until_ms': NOW + 30000}),
    ('BUNDLE', 'BUNDLE', 'q', {
        'image': {
            'bundle': 12, 'procedure': 'two-permits', 'version': 3, 'submitter': 'jingzhou',
            'key_hash': HASH, 'content_hash': OTHER_HASH, 'priority': 4, 'result': 2,
            'submitted_ms': NOW, 'ended_ms': NOW + 5000, 'submitted_position': 345,
            'last_position': 360,
            'stages': [
                {'state': 5, 'job': 5, 'verdict': 1, 'failures': 1, 'attempt': 2,
                 'claim_refused': 3, 'changed_position': 359, 'since_ms': NOW + 4000,
                 'permit_number': 17, 'permit_year': 2026, 'verdict_position': 355,
                 'clock_started_ms': NOW, 'clock_stopped_ms': NOW + 3000},
                {'state': 2, 'job': 3, 'attempt': 1, 'since_ms': NOW, 'due_ms': NOW + 9},
                {'state': 5, 'job': 5, 'verdict': 8}],
            'milestones': [{'state': 2, 'since_ms': NOW + 10, 'position': 350}, {'state': 1}],
            'gates': [{'state': 3, 'since_ms': NOW + 4000}], 'phase': 1,
            'entries': [{'kind': 1, 'stage': 255, 'detail': 1, 'state': 2, 'amount': 3,
                         'materials': 1 << 62, 'position': 346, 'from_ms': NOW,
                         'until_ms': NOW + 1, 'due_ms': NOW + 2, 'by': 'wang'}, {'kind': 1},
                        {'kind': 4, 'stage': 255, 'amount': 1},
                        {'kind': 12, 'state': 1, 'by': 'li'}, {'kind': 15, 'materials': 1},
                        {'kind': 16, 'stage': 1, 'detail': 1}, {'kind': 17, 'stage': 255}]},
        'key': '项目-2026-001',
        'clocks': [
            {'started_ms': NOW, 'statutory': {'value': 5, 'unit': 1}, 'kind': 1},
            {'started_ms': NOW, 'stopped_ms': NOW + 5000,
             'promised': {'value': 30, 'unit': 1, 'due_ms': NOW + 4000, 'late': True},
             'extended': 10},
            {'stage': 'land-use', 'started_ms': NOW,
             'statutory': {'value': 48, 'unit': 3, 'due_ms': NOW + 9, 'used': 7,
                           'provisional': True}, 'pause': 3, 'paused_ms': NOW + 5,
             'special': 9, 'planned': {'value': 5, 'unit': 1, 'due_ms': NOW + 9, 'used': 6,
                                       'late': True}}],
        'terms': [
            {'stage': 'land-use', 'kind': 2, 'started_ms': NOW, 'stopped_ms': NOW + 7,
             'limit': {'value': 9, 'unit': 5, 'due_ms': NOW + 9, 'used': 1}},
            {'stage': 'title', 'kind': 1}]}),
    ('BUNDLE', 'BUNDLE of the least', 'q', {
        'image': {'bundle': 1, 'procedure': 'p', 'version': 1}}),
    ('EXPLANATION', 'EXPLANATION', 'q', {
        'bundle': 12, 'result': 2, 'now_ms': NOW, 'waits': [
            {'stage': 'title', 'edge': 2, 'kind': 2, 'on': 'land-use', 'department': 'planning',
             'since_ms': NOW - 1000},
            {'stage': 'land-use', 'edge': 1, 'kind': 4, 'department': 'planning',
             'since_ms': NOW - 900, 'until_ms': NOW + 29000, 'workers': 2, 'workers_free': 1,
             'queued_before': 40}]}),
    ('EXPLANATION', 'EXPLANATION of what is at the counter', 'q', {
        'bundle': 12, 'now_ms': NOW, 'waits': [{'edge': 1, 'kind': 9, 'until_ms': NOW + 9}]}),
    ('EXPLANATION', 'EXPLANATION of a bundle that has ended', 'q', {
        'bundle': 12, 'result': 1, 'now_ms': NOW}),
    ('FACTS', 'FACTS', 'f', {
        'next': 9, 'is_live': True, 'facts': [
            {'position': 7, 'record': bytes.fromhex('9505020c0380')},
            {'position': 8, 'record': bytes.fromhex('9505030c07810101')}]}),
    ('FACTS', 'FACTS without one', 'f', {'next': 9}),
    ('STATISTICS', 'STATISTICS', 'q', {
        'now_ms': NOW, 'started_ms': NOW - 3600000, 'position': 99, 'bundles_open': 1,
        'bundles_submitted': 2, 'bundles_ended': 3, 'permits_issued': 4, 'claims_refused': 5,
        'jobs_expired': 6, 'commits': 7, 'journal_bytes': 4294967296, 'recover_from': 8,
        'sessions': 9, 'followers': 10, 'is_draining': True, 'departments': [
            {'department': 'planning', 'ready': 1, 'leased': 2, 'delayed': 3, 'parked': 4,
             'workers': 5, 'credit': 6, 'oldest_ready_ms': NOW, 'yellow': 7, 'red': 8,
             'deep_red': 9},
            {'department': 'registry'}],
        'next': 'registry'}),
    ('PARKED_JOBS', 'PARKED_JOBS', 'q', {
        'next': 12, 'jobs': [
            {'bundle': 12, 'stage': 'land-use', 'department': 'planning', 'attempt': 5, 'cause': 2,
             'since_ms': NOW, 'reason': '登记系统不可用'}]}),
    ('PROCEDURE', 'PROCEDURE', 'q', {'encoded': b'\x80'}),
    ('SIGNED_CHECKPOINT', 'SIGNED_CHECKPOINT', 'q', {
        'journal': HASH, 'position': 1234567, 'chain': CHAIN, 'at_ms': NOW,
        'public_key': PUBLIC_KEY, 'signature': SIGNATURE}),
    ('SIGNED_CHECKPOINT', 'SIGNED_CHECKPOINT of an empty journal', 'q', {
        'journal': HASH, 'position': 0, 'chain': bytes(32), 'at_ms': NOW,
        'public_key': PUBLIC_KEY, 'signature': SIGNATURE}),
    ('SIGNED_RECORD', 'SIGNED_RECORD', 'q', {
        'journal': HASH, 'position': 7, 'record': bytes.fromhex('9505020c0380'),
        'chain_before': CHAIN[::-1], 'chain': CHAIN, 'at_ms': NOW, 'public_key': PUBLIC_KEY,
        'signature': SIGNATURE}),
    ('JOB', 'JOB', '', {
        'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 81985529216486895, 'until_ms': NOW + 30000,
        'lease_ms': 29990, 'stage_name': 'title', 'procedure': 'two-permits', 'version': 3,
        'priority': 4, 'submitted_ms': NOW, 'application': APPLICATION}),
    ('JOB', 'JOB of an element', '', {
        'bundle': 12, 'stage': 2, 'attempt': 1, 'token': 5, 'stage_name': 'works.2',
        'procedure': 'works', 'version': 1, 'application': APPLICATION, 'element': 2}),
    ('JOB', 'JOB that tells opinions', '', {
        'bundle': 12, 'stage': 1, 'attempt': 1, 'token': 5, 'stage_name': 'title',
        'procedure': 'two-permits', 'version': 3, 'application': APPLICATION,
        'opinions': [{'stage': 'fire', 'verdict': 10, 'position': 8},
                     {'stage': 'water', 'verdict': 9, 'deemed': True, 'position': 9}]}),
    ('CANCEL', 'CANCEL', '', {'bundle': 12, 'stage': 1, 'attempt': 1, 'cause': 2}),
    ('DRAIN', 'DRAIN', '', {}),
]

LONG = 'x' * 4001

# (type, name, changes to the first vector of the type, error and field); None leaves a field out.
REFUSED_MESSAGES = [
    ('HELLO', 'HELLO without a role', {'role': None}, 'FIELD_MISSING role'),
    ('HELLO', 'HELLO with role 9', {'role': 9}, 'FIELD_INVALID role'),
    ('HELLO', 'HELLO of a head of nothing', {'role': 6, 'department': None},
     'FIELD_MISSING department'),
    ('HELLO', 'HELLO with role 0', {'role': 0}, 'FIELD_INVALID role'),
    ('HELLO', 'HELLO of nobody', {'principal': None}, 'FIELD_MISSING principal'),
    ('HELLO', 'HELLO with an empty principal', {'principal': ''}, 'FIELD_INVALID principal'),
    ('HELLO', 'HELLO with a capital letter', {'principal': 'Planning'}, 'FIELD_INVALID principal'),
    ('HELLO', 'HELLO with a name of 32 bytes', {'principal': 'a' * 32}, 'FIELD_INVALID principal'),
    ('HELLO', 'HELLO of a worker without a department', {'department': None},
     'FIELD_MISSING department'),
    ('HELLO', 'HELLO with a long name of its software', {'software': 'x' * 65},
     'TOO_LARGE software'),
    ('HELLO', 'HELLO with two bad fields', {'role': 9, 'principal': 9}, 'FIELD_INVALID role'),
    ('HELLO', 'HELLO with a bad field and a text too long', {'role': 9, 'software': 'x' * 65},
     'TOO_LARGE software'),
    ('SHOW', 'SHOW of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('SHOW', 'SHOW of bundle 0', {'bundle': 0}, 'FIELD_MISSING bundle'),
    ('SHOW', 'SHOW of a negative bundle', {'bundle': -1}, 'FIELD_INVALID bundle'),
    ('SHOW', 'SHOW with a key of bytes', {'key': b'k'}, 'FIELD_INVALID key'),
    ('HISTORY', 'HISTORY without a limit', {'limit': None}, 'FIELD_MISSING limit'),
    ('HISTORY', 'HISTORY of nothing', {'limit': 0}, 'FIELD_INVALID limit'),
    ('HISTORY', 'HISTORY of 257', {'limit': 257}, 'FIELD_INVALID limit'),
    ('EXPLAIN', 'EXPLAIN of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('FOLLOW', 'FOLLOW from 0', {'from': 0}, 'FIELD_INVALID from'),
    ('FOLLOW', 'FOLLOW from nowhere', {'from': None}, 'FIELD_MISSING from'),
    ('FOLLOW', 'FOLLOW without credit', {'credit': None}, 'FIELD_MISSING credit'),
    ('FOLLOW', 'FOLLOW with credit 65537', {'credit': 65537}, 'FIELD_INVALID credit'),
    ('FOLLOW', 'FOLLOW of types beyond 32 bits', {'types': 1 << 32}, 'FIELD_INVALID types'),
    ('MORE', 'MORE of nothing', {'credit': 0}, 'FIELD_INVALID credit'),
    ('MORE', 'MORE without credit', {'credit': None}, 'FIELD_MISSING credit'),
    ('STATS', 'STATS after no name', {'after': 'no name'}, 'FIELD_INVALID after'),
    ('DEFINITION', 'DEFINITION of nothing', {'procedure': None}, 'FIELD_MISSING procedure'),
    ('CHECKPOINT', 'CHECKPOINT after a number', {'after': 1}, 'FIELD_INVALID after'),
    ('RECEIPT', 'RECEIPT of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('RECEIPT', 'RECEIPT of nothing', {'of': None}, 'FIELD_MISSING of'),
    ('RECEIPT', 'RECEIPT of a seventh thing', {'of': 7}, 'FIELD_INVALID of'),
    ('RECEIPT', 'RECEIPT of an outcome of no stage', {'stage': None}, 'FIELD_MISSING stage'),
    ('RECEIPT', 'RECEIPT of a verdict of no stage', {'of': 3, 'stage': None},
     'FIELD_MISSING stage'),
    ('RECEIPT', 'RECEIPT of no position', {'of': 5}, 'FIELD_MISSING position'),
    ('SUBMIT', 'SUBMIT without a procedure', {'procedure': None}, 'FIELD_MISSING procedure'),
    ('SUBMIT', 'SUBMIT without a key', {'key': None}, 'FIELD_MISSING key'),
    ('SUBMIT', 'SUBMIT with an empty key', {'key': ''}, 'FIELD_INVALID key'),
    ('SUBMIT', 'SUBMIT with a key of 65 bytes', {'key': 'k' * 65}, 'TOO_LARGE key'),
    ('SUBMIT', 'SUBMIT with priority 8', {'priority': 8}, 'FIELD_INVALID priority'),
    ('SUBMIT', 'SUBMIT without an application', {'application': None, 'payload': b''},
     'FIELD_MISSING application'),
    ('SUBMIT', 'SUBMIT with an application of 0 bytes', {'application': 0, 'payload': b''},
     'FIELD_INVALID application'),
    ('SUBMIT', 'SUBMIT whose share is text', {'application': 'x'}, 'MALFORMED'),
    ('SUBMIT', 'SUBMIT whose share is beyond the payload',
     {'application': len(APPLICATION) + 1}, 'MALFORMED'),
    ('SUBMIT', 'SUBMIT with a payload byte that nobody claims',
     {'application': len(APPLICATION) - 1}, 'MALFORMED'),
    ('SUBMIT', 'SUBMIT of an array', {'application': 1, 'payload': b'\x90'},
     'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT of two maps', {'application': 2, 'payload': b'\x80\x80'},
     'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT of text that is no UTF-8',
     {'application': 5, 'payload': b'\x81\x01\xa2\xc0\x80'}, 'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT of a map 17 levels deep',
     {'application': 19, 'payload': b'\x81\x01' + b'\x91' * 16 + b'\xc0'},
     'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT that claims 2^28 pairs',
     {'application': 6, 'payload': b'\xdf\x10\x00\x00\x00\x01'},
     'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT whose materials are a map',
     {'application': 12, 'payload': b'\x81\xa9materials\x80'}, 'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT with a material without a name',
     {'application': 13, 'payload': b'\x81\xa9materials\x91\x80'},
     'APPLICATION_MALFORMED application'),
    ('SUBMIT', 'SUBMIT with a bad key and a bad application',
     {'key': 5, 'application': 1, 'payload': b'\x90'}, 'FIELD_INVALID key'),
    ('SIGNAL', 'SIGNAL of nothing', {'milestone': None}, 'FIELD_MISSING milestone'),
    ('SIGNAL', 'SIGNAL to nobody and of nothing', {'key': None, 'milestone': None},
     'FIELD_MISSING bundle'),
    ('SIGNAL', 'SIGNAL called off by a number', {'called_off': 1}, 'FIELD_INVALID called_off'),
    ('WITHDRAW', 'WITHDRAW with a reason of 4,001 bytes', {'reason': LONG}, 'TOO_LARGE reason'),
    ('SUPPLY', 'SUPPLY to nobody', {'key': None}, 'FIELD_MISSING bundle'),
    ('SUPPLY', 'SUPPLY of nothing', {'application': None, 'payload': b''},
     'FIELD_MISSING application'),
    ('SUPPLY', 'SUPPLY of an array', {'application': 1, 'payload': b'\x90'},
     'APPLICATION_MALFORMED application'),
    ('PUBLISH', 'PUBLISH of nothing', {}, 'FIELD_MISSING encoded'),
    ('PUBLISH', 'PUBLISH of no bytes', {'encoded': b''}, 'FIELD_INVALID encoded'),
    ('PUBLISH', 'PUBLISH of what is no MessagePack', {'encoded': b'\xc1'}, 'FIELD_INVALID encoded'),
    ('PUBLISH', 'PUBLISH of an empty definition', {'encoded': b'\x80'}, 'FIELD_MISSING name'),
    ('PUBLISH', 'PUBLISH of a stage without a lease',
     {'encoded': bytes.fromhex('84 01a170 0201 0401 0591 82 01a173 02a164'.replace(' ', ''))},
     'FIELD_MISSING stages.lease_ms'),
    ('PARKED', 'PARKED without a limit', {'limit': None}, 'FIELD_MISSING limit'),
    ('PARKED', 'PARKED of 65', {'limit': 65}, 'FIELD_INVALID limit'),
    ('RETRY', 'RETRY of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('RETRY', 'RETRY of no stage', {'stage': None}, 'FIELD_MISSING stage'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of none', {'calendar': None}, 'FIELD_MISSING calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of what is no map', {'calendar': 5},
     'FIELD_INVALID calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR without hours', {'calendar': {1: 480}},
     'FIELD_MISSING calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR that never closes', {'calendar': {3: [{}]}},
     'FIELD_MISSING calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of 1999',
     {'calendar': {3: [{2: 1}], 4: [{1: 1999, 2: WORKING}]}}, 'FIELD_INVALID calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of a year of 47 bytes',
     {'calendar': {3: [{2: 1}], 4: [{1: 2026, 2: WORKING + b'x'}]}}, 'TOO_LARGE calendar'),
    ('PUBLISH_CALENDAR', 'PUBLISH_CALENDAR of 9 years',
     {'calendar': {3: [{2: 1}], 4: [{}] * 9}}, 'TOO_LARGE calendar'),
    ('CREDIT', 'CREDIT of 1,025', {'credit': 1025}, 'FIELD_INVALID credit'),
    ('CREDIT', 'CREDIT below zero', {'credit': -1}, 'FIELD_INVALID credit'),
    ('VERDICT', 'VERDICT on no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('VERDICT', 'VERDICT on stage 32', {'stage': 32}, 'FIELD_INVALID stage'),
    ('VERDICT', 'VERDICT without an attempt', {'attempt': None}, 'FIELD_MISSING attempt'),
    ('VERDICT', 'VERDICT without a token', {'token': None}, 'FIELD_MISSING token'),
    ('VERDICT', 'VERDICT without a verdict', {'verdict': None}, 'FIELD_MISSING verdict'),
    ('VERDICT', 'VERDICT 99', {'verdict': 99}, 'FIELD_INVALID verdict'),
    ('VERDICT', 'VERDICT with a reason of 4,001 bytes', {'reason': LONG}, 'TOO_LARGE reason'),
    ('VERDICT', 'VERDICT with materials of 2,048 bytes', {'materials': 'm' * 2048},
     'TOO_LARGE materials'),
    ('VERDICT', 'VERDICT with a delay of more than a day', {'delay_ms': 86400001},
     'FIELD_INVALID delay_ms'),
    ('VERDICT', 'VERDICT special without a kind', {'verdict': 7, 'days': 3}, 'FIELD_MISSING special'),
    ('VERDICT', 'VERDICT special of no days', {'verdict': 7, 'special': 2}, 'FIELD_MISSING days'),
    ('VERDICT', 'VERDICT special of a tenth kind', {'special': 10}, 'FIELD_INVALID special'),
    ('VERDICT', 'VERDICT return to nowhere', {'verdict': 12}, 'FIELD_MISSING on'),
    ('VERDICT', 'VERDICT with remedies of 4,001 bytes', {'remedies': LONG}, 'TOO_LARGE remedies'),
    ('VERDICT', 'VERDICT with 1,025 credits', {'credit': 1025}, 'FIELD_INVALID credit'),
    ('RENEW', 'RENEW of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('RENEW', 'RENEW of attempt 0', {'attempt': 0}, 'FIELD_INVALID attempt'),
    ('RENEW', 'RENEW without a token', {'token': None}, 'FIELD_MISSING token'),
    ('WELCOME', 'WELCOME without a heartbeat', {'heartbeat_ms': None},
     'FIELD_MISSING heartbeat_ms'),
    ('ERROR', 'ERROR 0', {'number': 0}, 'FIELD_INVALID number'),
    ('BUNDLE', 'BUNDLE with a fourth kind of term', {'terms': [{1: 's', 2: 4}]},
     'FIELD_INVALID terms.kind'),
    ('BUNDLE', 'BUNDLE without an image', {'image': None}, 'FIELD_MISSING image'),
    ('BUNDLE', 'BUNDLE with a hash of 15 bytes', {'image': {1: 1, 2: 'p', 3: 1, 5: HASH[:15]}},
     'FIELD_INVALID image'),
    ('EXPLANATION', 'EXPLANATION with an unknown kind of wait', {'waits': [{3: 99}]},
     'FIELD_INVALID waits.kind'),
    ('FACTS', 'FACTS with a fact at no position', {'facts': [{2: b'x'}]},
     'FIELD_MISSING facts.position'),
    ('FACTS', 'FACTS with a fact that is none', {'facts': [5]}, 'FIELD_INVALID facts'),
    ('FACTS', 'FACTS of 257', {'facts': [{}] * 257}, 'TOO_LARGE facts'),
    ('PARKED_JOBS', 'PARKED_JOBS with a third cause', {'jobs': [{1: 1, 2: 's', 5: 3}]},
     'FIELD_INVALID jobs.cause'),
    ('SIGNED_CHECKPOINT', 'SIGNED_CHECKPOINT with a chain hash of 31 bytes', {'chain': CHAIN[1:]},
     'FIELD_INVALID chain'),
    ('SIGNED_CHECKPOINT', 'SIGNED_CHECKPOINT with a signature of 65 bytes',
     {'signature': SIGNATURE + b'x'}, 'TOO_LARGE signature'),
    ('SIGNED_RECORD', 'SIGNED_RECORD at no position', {'position': 0}, 'FIELD_INVALID position'),
    ('SIGNED_RECORD', 'SIGNED_RECORD without one', {'record': None}, 'FIELD_MISSING record'),
    ('JOB', 'JOB without a token', {'token': None}, 'FIELD_MISSING token'),
    ('MIGRATE', 'MIGRATE of no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('MIGRATE', 'MIGRATE to nothing', {'procedure': None}, 'FIELD_MISSING procedure'),
    ('ACT', 'ACT of nothing', {'act': None}, 'FIELD_MISSING act'),
    ('ACT', 'ACT on no stage', {'act': 60, 'stage': None}, 'FIELD_MISSING stage'),
    ('ACT', 'ACT without a ground', {'act': 63, 'detail': None}, 'FIELD_MISSING detail'),
    ('ACT', 'ACT of no kind', {'act': 127}, 'FIELD_INVALID act'),
    ('ACT', 'ACT about a card of no level', {'act': 81, 'detail': None}, 'FIELD_MISSING detail'),
    ('ACT', 'ACT: a reminder of no stage', {'act': 84, 'stage': None}, 'FIELD_MISSING stage'),
    ('ACT', 'ACT on no bundle', {'bundle': None}, 'FIELD_MISSING bundle'),
    ('ACT', 'ACT with a reason of 4,001 bytes', {'reason': LONG}, 'TOO_LARGE reason'),
    ('CANCEL', 'CANCEL for an unknown cause', {'cause': 99}, 'FIELD_INVALID cause'),
]

HEAD = b'\x95\xa6tongfa\x01'
BATCH = HEAD + b'\xcc\x82\xa0'


def item(name, request_id, key, what):
    return [('item', name), ('id', f'"{request_id}"'), (key, what)]


# (name, frame, payload, lines)
REFUSED_FRAMES = [
    ('nothing', b'\xc0', b'', [('broken', 'MALFORMED')]),
    ('a map', b'\x80', b'', [('broken', 'MALFORMED')]),
    ('an empty array', b'\x90', b'', [('broken', 'MALFORMED')]),
    ('the reserved byte', b'\xc1', b'', [('broken', 'MALFORMED')]),
    ('a claim of 180 million elements', b'\xdd\x0a\xb2\x0a\x2a\x5e', b'',
     [('broken', 'MALFORMED')]),
    ('another protocol', b'\x95\xa6tonfga\x01\x03\xa0\x80', b'',
     [('broken', 'PROTOCOL_UNKNOWN')]),
    ('version 2', b'\x95\xa6tongfa\x02\x03\xa1x\x80', b'', [('broken', 'VERSION_UNSUPPORTED')]),
    ('version 2 with six places', b'\x96\xa6tongfa\x02\x03\xa1x\x80\xc0', b'',
     [('broken', 'VERSION_UNSUPPORTED')]),
    ('four places', b'\x94\xa6tongfa\x01\x03\xa1x', b'', [('broken', 'MALFORMED')]),
    ('type 99', HEAD + b'\x63\xa1x\x80', b'', item('99', 'x', 'refused', 'TYPE_UNKNOWN')),
    ('a type in letters', HEAD + b'\xa4PING\xa1x\x80', b'', [('broken', 'MALFORMED')]),
    ('an id of 33 bytes', HEAD + b'\x03\xd9\x21' + b'x' * 33 + b'\x80', b'',
     item('PING', '', 'refused', 'TOO_LARGE request_id')),
    ('an id that is a number', HEAD + b'\x03\x07\x80', b'',
     [('broken', 'MALFORMED')]),
    ('a payload that nobody claims', HEAD + b'\x03\xa1x\x80', b'\x80',
     [('broken', 'MALFORMED')]),
    ('a key that is text', HEAD + b'\x28\xa1x\x81\xa1\x31\x05', b'',
     [('broken', 'MALFORMED')]),
    ('a known key twice', HEAD + b'\x28\xa1x\x82\x01\x05\x01\x05', b'',
     item('CREDIT', 'x', 'refused', 'FIELD_INVALID credit')),
    ('an unknown key is skipped', HEAD + b'\x28\xa1x\x82\x63\x92\xc0\x80\x01\x05', b'',
     item('CREDIT', 'x', 'body', '{"credit": 5}') + [('rewritten', 'no')]),
    ('keys in another order', HEAD + b'\x20\xa1x\x82\x02\xa1s\x01\x0c', b'',
     item('RETRY', 'x', 'body', '{"bundle": 12, "stage": "s"}') + [('rewritten', 'no')]),
    ('longer encodings than needed',
     b'\xdc\x00\x05\xd9\x06tongfa\xcd\x00\x01\xce\x00\x00\x00\x28\xc4\x01x\xde\x00\x01\xcc\x01'
     b'\xd3\x00\x00\x00\x00\x00\x00\x00\x05', b'',
     item('CREDIT', 'x', 'body', '{"credit": 5}') + [('rewritten', 'no')]),
    ('nesting of 17', HEAD + b'\x03\xa1x\x81\x63' + b'\x91' * 14 + b'\x90', b'',
     [('broken', 'MALFORMED')]),
    ('a batch with a batch in it', BATCH + b'\x81\x01\x92\x93\xcc\x82\xa1a\x80\x93\x03\xa1b\x80',
     b'', item('BATCH', 'a', 'refused', 'TYPE_UNKNOWN') + item('PING', 'b', 'body', '{}')
     + [('rewritten', 'no')]),
    ('a batch with one bad item', BATCH + b'\x81\x01\x92\x93\x20\xa1a\x80\x93\x03\xa1b\x80', b'',
     item('RETRY', 'a', 'refused', 'FIELD_MISSING bundle') + item('PING', 'b', 'body', '{}')
     + [('rewritten', 'no')]),
    ('a batch that breaks off', BATCH + b'\x81\x01\x92\x93\x03\xa1a\x80\x93\x03\xa1b', b'',
     item('PING', 'a', 'body', '{}') + [('broken', 'MALFORMED')]
     + [('rewritten', 'no')]),
    ('a batch whose list is a map', BATCH + b'\x81\x01\x80', b'', [('broken', 'MALFORMED')]),
    ('a batch with two lists', BATCH + b'\x82\x01\x91\x93\x03\xa1a\x80\x01\x90', b'',
     [('broken', 'MALFORMED')]),
    ('a batch of 1,025', BATCH + b'\x81\x01\xdc\x04\x01' + b'\xc0' * 1025, b'',
     [('broken', 'TOO_LARGE')]),
    ('a batch whose refused item keeps its share',
     BATCH + b'\x81\x01\x92\x93\x14\xa1a\x83\x01\xa1P\x03\xa1k\x05\x02'
     b'\x93\x14\xa1b\x83\x01\xa1p\x03\xa1k\x05\x01', b'\x90\x90\x80',
     item('SUBMIT', 'a', 'refused', 'FIELD_INVALID procedure')
     + item('SUBMIT', 'b', 'body', '{"procedure": "p", "key": "k", "application": "hex:80"}')
     + [('rewritten', 'no')]),
]
