# SPDX-License-Identifier: Apache-2.0
"""What the golden vectors of records say; make.py turns it into bytes."""

from samples import APPLICATION, CALENDAR, HASH, ISLANDS, LONG, NOW, OTHER_HASH, PROCEDURE, WORKING

MARK = {'id': HASH, 'content': OTHER_HASH}


def head(previous, bundle=12, at_ms=NOW):
    return {'at_ms': at_ms, 'bundle': bundle, 'previous': previous}


FACTS = [
    ('PROCEDURE_PUBLISHED', 'PROCEDURE_PUBLISHED', head(0, 0), {
        'procedure': PROCEDURE, 'content': HASH, 'by': 'operator', 'request': MARK}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED', head(0), {
        'procedure': 'two-permits', 'version': 3, 'submitter': 'jingzhou', 'key': '项目-2026-001',
        'key_hash': HASH, 'content_hash': OTHER_HASH, 'priority': 7, 'application': APPLICATION,
        'opened': 0x80000001}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED with stages that do not apply', head(0), {
        'procedure': 'two-permits', 'version': 3, 'submitter': 'jingzhou', 'key': 'k',
        'key_hash': HASH, 'content_hash': OTHER_HASH, 'application': APPLICATION, 'opened': 1,
        'skipped': 0x80000002}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED of release 0.1.0', head(0), {
        'procedure': 'two-permits', 'version': 3, 'submitter': 'jingzhou', 'key': '项目-2026-001',
        'key_hash': HASH, 'content_hash': OTHER_HASH, 'priority': 7, 'application': APPLICATION}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED and received', head(0), {
        'procedure': 'two-permits', 'version': 3, 'submitter': 'jingzhou', 'key': 'k',
        'key_hash': HASH, 'content_hash': OTHER_HASH, 'application': APPLICATION,
        'received': True}),
    ('MILESTONE_REACHED', 'MILESTONE_REACHED', head(345), {
        'milestone': 15, 'by': 'jingzhou', 'request': MARK, 'opened': 1, 'granted': 0xfffffffe}),
    ('MILESTONE_CALLED_OFF', 'MILESTONE_CALLED_OFF of the first', head(346), {'by': 'jingzhou'}),
    ('STAGE_OPENED', 'STAGE_OPENED', head(347), {'stage': 31}),
    ('STAGE_OPENED', 'STAGE_OPENED of the first, before 1970', head(0, 1, -1), {}),
    ('JOB_LEASED', 'JOB_LEASED', head(348), {
        'stage': 1, 'attempt': 1, 'token': 81985529216486895, 'until_ms': NOW + 30000,
        'worker': 'planning-1'}),
    ('JOB_RENEWED', 'JOB_RENEWED', head(349), {'stage': 1, 'attempt': 1, 'until_ms': NOW + 60000}),
    ('JOB_EXPIRED', 'JOB_EXPIRED', head(350), {'stage': 1, 'attempt': 1}),
    ('JOB_RELEASED', 'JOB_RELEASED', head(351), {'stage': 1, 'attempt': 2, 'reason': 'drain'}),
    ('JOB_FAILED', 'JOB_FAILED', head(352), {
        'stage': 1, 'attempt': 3, 'ready_at_ms': NOW + 1000, 'reason': '登记系统不可用'}),
    ('JOB_PARKED', 'JOB_PARKED', head(353), {
        'stage': 1, 'attempt': 4, 'cause': 1, 'reason': '需要人工核实'}),
    ('JOB_READIED', 'JOB_READIED', head(354), {
        'stage': 1, 'cause': 2, 'by': 'operator', 'request': MARK}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN', head(355), {
        'stage': 1, 'attempt': 5, 'verdict': 2, 'worker': 'planning-1',
        'reason': '容积率超过规划条件。'}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN that lets others go on', head(355), {
        'stage': 1, 'attempt': 1, 'verdict': 1, 'worker': 'planning-1', 'granted': 0b10110}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN that asks for corrections', head(355), {
        'stage': 1, 'attempt': 1, 'verdict': 6, 'worker': 'planning-1', 'reason': '总平面图缺比例尺',
        'materials': 1 << 63 | 1}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN before acceptance', head(355), {
        'attempt': 1, 'verdict': 2, 'worker': 'w', 'reason': 'x', 'pre_review': True}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN with remedies', head(355), {
        'attempt': 1, 'verdict': 2, 'worker': 'planning-1', 'reason': '容积率超过规划条件。',
        'remedies': '可以申请行政复议。'}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN special', head(355), {
        'attempt': 1, 'verdict': 7, 'worker': 'planning-1', 'reason': '邻居要求听证',
        'special': 1, 'days': 10, 'until_ms': NOW + 9}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN return', head(355), {
        'stage': 1, 'attempt': 1, 'verdict': 12, 'worker': 'planning-1', 'reason': '没有地下室',
        'on': 'land-use', 'stages': 0b110}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN for signers', head(355), {
        'stage': 1, 'attempt': 1, 'verdict': 1, 'worker': 'planning-1', 'to_signers': True}),
    ('CLAIM_REFUSED', 'CLAIM_REFUSED', head(356), {
        'stage': 1, 'attempt': 4294967295, 'worker': 'planning-2'}),
    ('STAGE_GRANTED', 'STAGE_GRANTED', head(357), {'stage': 1}),
    ('STAGE_BLOCKED', 'STAGE_BLOCKED', head(358), {'stage': 2, 'cause': 1, 'index': 1}),
    ('PERMITS_ISSUED', 'PERMITS_ISSUED', head(359), {
        'gate': 255, 'year': 2026, 'permits': [{'stage': 1, 'number': 17}, {'number': 18}, {}],
        'opened': 8, 'granted': 16}),
    ('PERMITS_ISSUED', 'PERMITS_ISSUED with tolerance', head(359), {
        'gate': 1, 'year': 2026, 'permits': [{'stage': 1, 'number': 17}, {'number': 18}],
        'tolerated': 2}),
    ('GATE_LAPSED', 'GATE_LAPSED', head(360), {'gate': 7}),
    ('BUNDLE_WITHDRAWN', 'BUNDLE_WITHDRAWN', head(361), {
        'by': 'jingzhou', 'reason': '申请人撤回', 'request': MARK}),
    ('BUNDLE_WITHDRAWN', 'BUNDLE_WITHDRAWN before acceptance', head(361), {'by': 'j', 'early': True}),
    ('BUNDLE_ENDED', 'BUNDLE_ENDED', head(362), {'result': 4}),
    ('BUNDLE_ENDED', 'BUNDLE_ENDED at the counter', head(362), {'result': 6}),
    ('JOBS_LEASED', 'JOBS_LEASED', head(363), {'leases': [
        {'attempt': 1, 'token': 81985529216486895, 'until_ms': NOW + 30000, 'worker': 'planning-1'},
        {'stage': 31, 'attempt': 2, 'token': 1, 'until_ms': NOW + 1000, 'worker': 'w'}]}),
    ('JOBS_LEASED', 'JOBS_LEASED, 8 of them', head(364), {'leases': [
        {'stage': stage, 'attempt': 1, 'token': 7, 'until_ms': NOW, 'worker': 'w'}
        for stage in range(24, 32)]}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED', head(0, 0), {
        'calendar': CALENDAR, 'by': 'operator', 'request': MARK}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED of hours alone', head(0, 0), {
        'calendar': ISLANDS, 'by': 'operator'}),
    ('ACTED', 'ACTED', head(365), {
        'act': 1, 'stage': 31, 'detail': 2, 'role': 6, 'amount': 10, 'stages': 3,
        'materials': 1 << 62, 'until_ms': NOW + 9, 'by': 'wang', 'on': 'li', 'reason': '洪水',
        'request': MARK, 'opened': 1, 'granted': 2}),
    ('ACTED', 'ACTED by the broker itself', head(366), {'act': 2, 'stage': 255}),
    ('ACTED', 'ACTED at the counter', head(366), {
        'act': 14, 'stage': 255, 'role': 4, 'materials': 3, 'by': 'li', 'reason': '缺少签字'}),
    ('SUPPLIED', 'SUPPLIED', head(367), {
        'by': 'jingzhou', 'reason': '已补正总平面图', 'application': APPLICATION,
        'content_hash': OTHER_HASH, 'changed': 1 << 63 | 1, 'stages': 3, 'request': MARK,
        'opened': 4, 'granted': 8}),
    ('MIGRATED', 'MIGRATED', head(369), {
        'version': 4, 'from': 3, 'by': 'operator', 'request': MARK, 'opened': 4, 'granted': 8}),
    ('MIGRATED', 'MIGRATED as it is accepted', head(370), {'version': 2, 'from': 1}),
    ('SUPPLIED', 'SUPPLIED before acceptance', head(368), {
        'by': 'jingzhou', 'application': b'\x80', 'content_hash': HASH, 'early': True}),
    ('SUPPLIED', 'SUPPLIED that changes no material', head(368), {
        'by': 'jingzhou', 'application': b'\x80', 'content_hash': HASH}),
    ('ACTED', 'ACTED by a signer', head(367), {
        'act': 40, 'stage': 1, 'detail': 1, 'role': 5, 'by': 'li'}),
    ('ACTED', 'ACTED for a missing material', head(368), {
        'act': 52, 'stage': 255, 'stages': 5, 'materials': 2}),
    ('ACTED', 'ACTED: a card', head(369), {
        'act': 80, 'stage': 3, 'detail': 2, 'role': 6, 'on': 'default-1'}),
    ('ACTED', 'ACTED by the broker on a permit', head(370), {'act': 73, 'until_ms': NOW + 9}),
]

# (type, name, changes to the first vector of the type)
REFUSED_FACTS = [
    ('PROCEDURE_PUBLISHED', 'PROCEDURE_PUBLISHED without one', {'procedure': None}),
    ('PROCEDURE_PUBLISHED', 'PROCEDURE_PUBLISHED of nothing', {'procedure': {}}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED without a procedure', {'procedure': None}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED under version 0', {'version': 0}),
    ('BUNDLE_SUBMITTED', 'BUNDLE_SUBMITTED with a hash of 17 bytes', {'key_hash': HASH + b'x'}),
    ('MILESTONE_REACHED', 'MILESTONE_REACHED 16', {'milestone': 16}),
    ('STAGE_OPENED', 'STAGE_OPENED 32', {'stage': 32}),
    ('JOB_PARKED', 'JOB_PARKED for a third cause', {'cause': 3}),
    ('JOB_READIED', 'JOB_READIED without a cause', {'cause': None}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN without a verdict', {'verdict': None}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN that ends nothing', {'verdict': 3}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN of a tenth special procedure', {'special': 10}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN with tolerance', {'verdict': 8}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN for five signers', {'to_signers': 5}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN with a reason of 4,001 bytes', {'reason': LONG}),
    ('STAGE_BLOCKED', 'STAGE_BLOCKED by stage 32', {'index': 32}),
    ('PERMITS_ISSUED', 'PERMITS_ISSUED, 33 of them', {'permits': [{}] * 33}),
    ('GATE_LAPSED', 'GATE_LAPSED 8', {'gate': 8}),
    ('BUNDLE_ENDED', 'BUNDLE_ENDED that is open', {'result': 0}),
    ('BUNDLE_ENDED', 'BUNDLE_ENDED with an eighth result', {'result': 8}),
    ('MIGRATED', 'MIGRATED to nothing', {'version': None}),
    ('MIGRATED', 'MIGRATED from nothing', {'from': 0}),
    ('VERDICT_GIVEN', 'VERDICT_GIVEN that opens a 33rd stage', {'opened': 1 << 32}),
    ('JOBS_LEASED', 'JOBS_LEASED, none', {'leases': []}),
    ('JOBS_LEASED', 'JOBS_LEASED without its list', {'leases': None}),
    ('JOBS_LEASED', 'JOBS_LEASED, 9 of them', {'leases': [{}] * 9}),
    ('JOBS_LEASED', 'JOBS_LEASED of stage 32', {'leases': [{1: 32}]}),
    ('ACTED', 'ACTED without an act', {'act': None}),
    ('ACTED', 'ACTED of no kind', {'act': 127}),
    ('ACTED', 'ACTED on stage 256', {'stage': 256}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED without one', {'calendar': None}),
    ('SUPPLIED', 'SUPPLIED without an application', {'application': None}),
    ('SUPPLIED', 'SUPPLIED with an application of nothing', {'application': b''}),
    ('SUPPLIED', 'SUPPLIED that reviews a 33rd stage again', {'stages': 1 << 32}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED without hours', {'calendar': {4: []}}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED of 2064',
     {'calendar': {3: [{2: 1}], 4: [{1: 2064, 2: WORKING}]}}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED of a year of 45 bytes',
     {'calendar': {3: [{2: 1}], 4: [{1: 2026, 2: WORKING[1:]}]}}),
    ('CALENDAR_PUBLISHED', 'CALENDAR_PUBLISHED that is open until after midnight',
     {'calendar': {3: [{2: 1441}]}}),
]
