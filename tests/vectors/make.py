#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden vectors: bytes on the wire and what they mean.

usage: make.py             write the files beside this one
       make.py --check     say in TAP whether they are what would be written

Nothing here comes from the C code: keys are those of proto/SPEC.md, the encoder is Python's
msgpack. So a vector that the C codec reads and writes back has been written twice.
"""

import json
import os
import struct
import sys

import msgpack

from sample_facts import FACTS, REFUSED_FACTS
from samples import MESSAGES, PROCEDURE, REFUSED_FRAMES, REFUSED_MESSAGES

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = 100
RUN_MIN = 20

# Keys of each struct in order from 1. `name:STRUCT` is a map, `name:[STRUCT]` a list of maps.
REF = 'bundle key submitter'
ONWARD = 'opened granted'
LEASE = 'stage attempt token until_ms worker'
STRUCTS = {name: fields.split() for name, fields in {
    'HELLO': 'role principal department software',
    'BYE': '',
    'PING': '',
    'SHOW': REF,
    'HISTORY': REF + ' before limit',
    'EXPLAIN': REF,
    'FOLLOW': 'from credit types bundle submitter',
    'MORE': 'credit',
    'UNFOLLOW': '',
    'STATS': 'after',
    'DEFINITION': 'procedure version',
    'CHECKPOINT': 'position after',
    'RECEIPT': REF + ' of stage position',
    'SUBMIT': 'procedure version key priority application',
    'SIGNAL': REF + ' milestone called_off',
    'WITHDRAW': REF + ' reason',
    'SUPPLY': REF + ' reason application',
    'PUBLISH': 'encoded',
    'PARKED': 'department after limit',
    'RETRY': 'bundle stage',
    'PUBLISH_CALENDAR': 'calendar:CALENDAR',
    'MIGRATE': REF + ' procedure version',
    'ACT': REF + ' act stage detail amount materials until_ms on reason',
    'CREDIT': 'credit',
    'VERDICT': 'bundle stage attempt token verdict reason delay_ms credit materials remedies '
               'special days until_ms on',
    'RENEW': 'bundle stage attempt token',
    'WELCOME': 'software session now_ms heartbeat_ms liveness_ms envelope_bytes_max '
               'payload_bytes_max application_bytes_max batch_items_max credit_max position synced',
    'PONG': 'now_ms position',
    'ERROR': 'number name field text retry after_ms bundle',
    'RECORDED': 'bundle position repeated until_ms version',
    'BUNDLE': 'image:IMAGE key clocks:[CLOCK] terms:[TERM]',
    'TERM': 'stage kind started_ms stopped_ms limit:LIMIT_VIEW',
    'CLOCK': 'stage started_ms stopped_ms statutory:LIMIT_VIEW promised:LIMIT_VIEW pause '
             'paused_ms kind extended special planned:LIMIT_VIEW',
    'LIMIT_VIEW': 'value unit due_ms used late provisional',
    'EXPLANATION': 'bundle result now_ms waits:[WAIT]',
    'FACTS': 'next is_live facts:[FACT_RECORD]',
    'STATISTICS': 'now_ms started_ms position bundles_open bundles_submitted bundles_ended '
                  'permits_issued claims_refused jobs_expired commits journal_bytes recover_from '
                  'sessions followers is_draining departments:[DEPARTMENT] next',
    'PARKED_JOBS': 'next jobs:[PARKED_JOB]',
    'PROCEDURE': 'encoded',
    'SIGNED_CHECKPOINT': 'journal position chain at_ms public_key signature',
    'SIGNED_RECORD': 'journal position record chain_before chain at_ms public_key signature',
    'JOB': 'bundle stage attempt token until_ms lease_ms stage_name procedure version priority '
           'submitted_ms application element opinions:[OPINION]',
    'OPINION': 'stage verdict deemed position',
    'CANCEL': 'bundle stage attempt cause',
    'DRAIN': '',
    'IMAGE': 'bundle procedure version submitter key_hash content_hash priority result '
             'submitted_ms ended_ms submitted_position last_position stages:[IMAGE_STAGE] '
             'milestones:[IMAGE_MILESTONE] gates:[IMAGE_GATE] phase entries:[IMAGE_ENTRY]',
    'IMAGE_STAGE': 'state job verdict failures attempt claim_refused token changed_position '
                   'since_ms due_ms permit_number permit_year verdict_position '
                   'clock_started_ms clock_stopped_ms',
    'IMAGE_MILESTONE': 'state since_ms position',
    'IMAGE_GATE': 'state since_ms',
    'IMAGE_ENTRY': 'kind stage detail state amount materials position from_ms until_ms due_ms by',
    'WAIT': 'stage edge kind on department since_ms until_ms workers workers_free queued_before',
    'FACT_RECORD': 'position record',
    'DEPARTMENT': 'department ready leased delayed parked workers credit oldest_ready_ms '
                  'yellow red deep_red',
    'PARKED_JOB': 'bundle stage department attempt cause since_ms reason',
    'DEFINED': 'name version title on_refusal stages:[DEFINED_STAGE] '
               'milestones:[DEFINED_MILESTONE] gates:[DEFINED_GATE] materials:[DEFINED_MATERIAL] '
               'area statutory:LIMIT promised:LIMIT intake:INTAKE in_force '
               'corrections:CORRECTIONS pre_review_until extension remedies '
               'signers:[DEFINED_SIGNER] on_overdue supervision:SUPERVISION',
    'INTAKE': 'counter on_spot on_silence on_lapse within:LIMIT correct_within:LIMIT',
    'CORRECTIONS': 'notice:LIMIT supply:LIMIT rounds on_timeout',
    'SUPERVISION': 'rules escalate:[ESCALATION]',
    'ESCALATION': 'at to interview',
    'DEFINED_STAGE': 'name department title permit start_after:EDGES decide_after:EDGES '
                     'statutory:LIMIT promised:LIMIT lease_ms backoff_ms backoff_ms_max '
                     'attempts_max number applies_if for_each at_most element clock_from opinion '
                     'on_timeout extension sign_need sign_veto by_signers check_within:LIMIT '
                     'delivery:LIMIT start_within:LIMIT deferral:LIMIT deferrals valid:LIMIT '
                     'renew_before:LIMIT',
    'DEFINED_MILESTONE': 'name title',
    'DEFINED_GATE': 'name policy members on_tolerance hold_days',
    'DEFINED_MATERIAL': 'name title required stages may_miss:LIMIT',
    'DEFINED_SIGNER': 'name stages',
    'EDGES': 'stages milestones',
    'LIMIT': 'value unit',
    'MARK': 'id content',
    'PERMIT': 'stage number',
    'PROCEDURE_PUBLISHED': 'procedure:DEFINED content by request:MARK',
    'BUNDLE_SUBMITTED': 'procedure version submitter key key_hash content_hash priority '
                        'application ' + ONWARD + ' skipped received',
    'MILESTONE_REACHED': 'milestone by request:MARK ' + ONWARD,
    'MILESTONE_CALLED_OFF': 'milestone by request:MARK ' + ONWARD,
    'STAGE_OPENED': 'stage',
    'JOB_LEASED': LEASE,
    'JOB_RENEWED': 'stage attempt until_ms',
    'JOB_EXPIRED': 'stage attempt',
    'JOB_RELEASED': 'stage attempt reason',
    'JOB_FAILED': 'stage attempt ready_at_ms reason',
    'JOB_PARKED': 'stage attempt cause reason',
    'JOB_READIED': 'stage cause by request:MARK',
    'VERDICT_GIVEN': 'stage attempt verdict worker reason ' + ONWARD
                     + ' materials pre_review remedies special days until_ms on stages to_signers',
    'CLAIM_REFUSED': 'stage attempt worker',
    'STAGE_GRANTED': 'stage',
    'STAGE_BLOCKED': 'stage cause index',
    'PERMITS_ISSUED': 'gate year permits:[PERMIT] ' + ONWARD + ' tolerated',
    'GATE_LAPSED': 'gate',
    'BUNDLE_WITHDRAWN': 'by reason request:MARK early',
    'MIGRATED': 'version from by request:MARK ' + ONWARD,
    'BUNDLE_ENDED': 'result',
    'LEASE': LEASE,
    'JOBS_LEASED': 'leases:[LEASE]',
    'CALENDAR': 'ahead_minutes behind_minutes hours:[HOURS] years:[DAYS]',
    'HOURS': 'open_minute close_minute',
    'DAYS': 'year working source',
    'CALENDAR_PUBLISHED': 'calendar:CALENDAR by request:MARK',
    'ACTED': 'act stage detail role amount stages materials until_ms by on reason request:MARK '
             + ONWARD,
    'SUPPLIED': 'by reason application content_hash changed stages request:MARK ' + ONWARD + ' early',
}.items()}

TYPES = {
    'HELLO': 1, 'BYE': 2, 'PING': 3, 'SHOW': 10, 'HISTORY': 11, 'EXPLAIN': 12, 'FOLLOW': 13,
    'MORE': 14, 'UNFOLLOW': 15, 'STATS': 16, 'DEFINITION': 17, 'CHECKPOINT': 18, 'RECEIPT': 19,
    'SUBMIT': 20, 'SIGNAL': 21, 'WITHDRAW': 22, 'SUPPLY': 23, 'PUBLISH': 30, 'PARKED': 31,
    'RETRY': 32, 'PUBLISH_CALENDAR': 33, 'ACT': 34,
    'MIGRATE': 35,
    'CREDIT': 40, 'VERDICT': 41, 'RENEW': 42, 'WELCOME': 100, 'PONG': 101, 'ERROR': 102,
    'RECORDED': 103, 'BUNDLE': 110, 'EXPLANATION': 111, 'FACTS': 112, 'STATISTICS': 113,
    'PARKED_JOBS': 114, 'PROCEDURE': 115, 'SIGNED_CHECKPOINT': 116, 'SIGNED_RECORD': 117,
    'JOB': 120, 'CANCEL': 121, 'DRAIN': 122, 'BATCH': 130}
FACT_TYPES = {name: number for number, name in enumerate((
    'PROCEDURE_PUBLISHED', 'BUNDLE_SUBMITTED', 'MILESTONE_REACHED', 'MILESTONE_CALLED_OFF',
    'STAGE_OPENED', 'JOB_LEASED', 'JOB_RENEWED', 'JOB_EXPIRED', 'JOB_RELEASED', 'JOB_FAILED',
    'JOB_PARKED', 'JOB_READIED', 'VERDICT_GIVEN', 'CLAIM_REFUSED', 'STAGE_GRANTED',
    'STAGE_BLOCKED', 'PERMITS_ISSUED', 'GATE_LAPSED', 'BUNDLE_WITHDRAWN', 'BUNDLE_ENDED',
    'JOBS_LEASED', 'CALENDAR_PUBLISHED', 'ACTED', 'SUPPLIED', 'MIGRATED'), 1)}
SHARED = ('SUBMIT', 'SUPPLY', 'JOB')  # their application is a share of the payload frame


def pack(value):
    return msgpack.packb(value, use_bin_type=True)


def body(name, values, **raw):
    """The map of a struct by its keys; raw overrides what a field holds, None leaves it out."""
    given = dict(values)
    out = {}
    for key, field in enumerate(STRUCTS[name], 1):
        field, _, inner = field.partition(':')
        if field in raw:
            if raw[field] is not None:
                out[key] = raw[field]
        elif field in given:
            value = given.pop(field)
            if inner.startswith('['):
                value = [body(inner[1:-1], each) for each in value]
            elif inner:
                value = body(inner, value)
            elif field == 'application' and name in SHARED:
                value = len(value)
            out[key] = value
    assert not given.keys() - raw.keys(), (name, given)
    return out


def envelope(name, request_id, packed_body):
    return b'\x95' + pack('tongfa') + pack(1) + pack(TYPES[name]) + pack(request_id) + packed_body


def batch(items):
    triples = b''.join(b'\x93' + pack(TYPES[name]) + pack(request_id) + pack(body(name, values))
                       for name, request_id, values in items)
    count = len(items)
    head = bytes([0x90 | count]) if count < 16 else b'\xdc' + struct.pack('>H', count)
    return b'\x95' + pack('tongfa') + pack(1) + pack(130) + pack('') + b'\x81\x01' + head + triples


def record(name, head, packed_body):
    return (b'\x95' + pack(FACT_TYPES[name]) + pack(head['at_ms']) + pack(head['bundle'])
            + pack(head['previous']) + packed_body)


def text(value):
    """A value as JSON, bytes as "hex:..."."""
    def plain(each):
        if isinstance(each, bytes):
            return 'hex:' + each.hex()
        if isinstance(each, dict):
            return {key: plain(inner) for key, inner in each.items()}
        if isinstance(each, list):
            return [plain(inner) for inner in each]
        return each
    return json.dumps(plain(value), ensure_ascii=False)


def wrap(key, value):
    """`key: value`, continued on lines that begin with two spaces."""
    lines = [key + ':']
    for word in value.split(' '):
        if len(lines[-1]) + 1 + len(word) > COLUMNS:
            lines.append(' ')
        lines[-1] += ' ' + word
    return '\n'.join(lines) + '\n'


def spaced(some):
    """Bytes in hex; `78*4001` is a byte many times over."""
    words = []
    at = 0
    while at < len(some):
        run = len(some) - at - len(some[at:].lstrip(some[at:at + 1]))
        if run >= RUN_MIN:
            words.append(f'{some[at]:02x}*{run}')
            at += run
        else:
            words.append(f'{some[at]:02x}')
            at += 1
    return ' '.join(words)


class File:
    """Blocks of `key: value` lines with an empty line between them."""

    def __init__(self, about):
        self.text = ''.join(f'# {line}\n' for line in about)
        self.names = set()

    def add(self, name, **lines):
        assert name not in self.names, name
        self.names.add(name)
        self.text += '\n' + wrap('name', name)
        for key, value in lines.items():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, tuple):
                    self.text += wrap(*each)
                elif each is not None:
                    self.text += wrap(key, each)

    def message(self, name, frame, items, payload=b''):
        """items: (type, id, 'body' or 'refused', what). What is MALFORMED has no item."""
        lines = []
        for item_type, request_id, key, what in items:
            if what == 'MALFORMED':
                lines.append(('broken', what))
            else:
                lines += [('item', item_type), ('id', text(request_id)), (key, what)]
        self.add(name, frame=spaced(frame), payload=spaced(payload) if payload else None,
                 item=lines)


def share_of(name, values):
    return values.get('application', b'') if name in SHARED else b''


def make_messages():
    out = File(['Messages that are valid, and the only bytes that are written for them.'])
    for name, title, request_id, values in MESSAGES:
        values = dict(values)
        items = [(name, request_id, 'body', text(values))]
        if name == 'PUBLISH':
            values = {'encoded': pack(body('DEFINED', PROCEDURE))}
            items = [(name, request_id, 'body', text(values))]
        frame = envelope(name, request_id, pack(body(name, values)))
        out.message(title, frame, items, share_of(name, values))
        if name == 'PUBLISH':
            out.text += wrap('definition', text(PROCEDURE))
    several = [('SUBMIT', 's1', dict(MESSAGES_BY_NAME['SUBMIT'])), ('PING', 'p', {}),
               ('SUBMIT', 's2', dict(MESSAGES_BY_NAME['SUBMIT'], key='other'))]
    out.message('BATCH of two submissions and a ping', batch(several),
                [(name, request_id, 'body', text(values)) for name, request_id, values in several],
                b''.join(share_of(name, values) for name, _, values in several))
    return out.text


MESSAGES_BY_NAME = {}
for _name, _title, _id, _values in MESSAGES:
    MESSAGES_BY_NAME.setdefault(_name, _values)


def make_malformed():
    out = File(['Messages that are refused, and how; and some that only look as if they were.'])
    for name, values in MESSAGES_BY_NAME.items():
        if name == 'PUBLISH':
            values = {'encoded': pack(body('DEFINED', PROCEDURE))}
        share = share_of(name, values)
        packed = pack(body(name, values))
        out.message(f'{name} whose body is an array', envelope(name, 'x', b'\x90'),
                    [(name, 'x', 'refused', 'MALFORMED')])
        out.message(f'{name} cut by a byte', envelope(name, 'x', packed)[:-1],
                    [(name, 'x', 'refused', 'MALFORMED')], share)
        out.message(f'{name} and a byte behind it', envelope(name, 'x', packed) + b'\xc0',
                    [(name, 'x', 'refused', 'MALFORMED')], share)
        if STRUCTS[name]:
            field = STRUCTS[name][0].partition(':')[0]
            bad = pack(body(name, values, **{field: 1.5}))
            out.message(f'{name} with a float for {field}', envelope(name, 'x', bad),
                        [(name, 'x', 'refused', f'FIELD_INVALID {field}')], share)
    for name, title, change, refused in REFUSED_MESSAGES:
        values = dict(MESSAGES_BY_NAME[name])
        share = change.pop('payload', share_of(name, values))
        out.message(title, envelope(name, 'x', pack(body(name, values, **change))),
                    [(name, 'x', 'refused', refused)], share)
    for title, frame, payload, lines in REFUSED_FRAMES:
        out.add(title, frame=spaced(frame), payload=spaced(payload) if payload else None,
                lines=lines)
    return out.text


def make_records():
    out = File(['Records of facts, and the only bytes that are written for them.'])
    for name, title, head, values in FACTS:
        out.add(title, record=spaced(record(name, head, pack(body(name, values)))), fact=name,
                head=text(head), body=text(values))
    return out.text


def make_corrupt():
    out = File(['Records that are refused: CORRUPT, whatever is wrong with them.'])
    seen = set()
    for name, _title, head, values in FACTS:
        if name in seen:
            continue
        seen.add(name)
        whole = record(name, head, pack(body(name, values)))
        field = STRUCTS[name][0].partition(':')[0]
        bad = pack(body(name, values, **{field: 1.5}))
        for what, some in (('cut by a byte', whole[:-1]), ('and a byte behind it', whole + b'\xc0'),
                           ('whose body is an array', record(name, head, b'\x90')),
                           (f'with a float for {field}', record(name, head, bad))):
            out.add(f'{name} {what}', record=spaced(some), refused='CORRUPT')
    for name, title, change in REFUSED_FACTS:
        head, values = next((head, values) for each, _, head, values in FACTS if each == name)
        out.add(title, record=spaced(record(name, head, pack(body(name, values, **change)))),
                refused='CORRUPT')
    return out.text


FILES = {'messages.txt': make_messages, 'malformed.txt': make_malformed,
         'records.txt': make_records, 'corrupt.txt': make_corrupt}


def main():
    if sys.argv[1:] not in ([], ['--check']):
        sys.exit(__doc__)
    for number, (name, make) in enumerate(FILES.items(), 1):
        path = os.path.join(HERE, name)
        made = make()
        if not sys.argv[1:]:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(made)
            continue
        with open(path, encoding='utf-8') as file:
            same = file.read() == made
        print(f'{"ok" if same else "not ok"} {number} - {name} is what make.py writes')
    if sys.argv[1:]:
        print(f'1..{len(FILES)}')


main()
