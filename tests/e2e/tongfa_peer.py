# SPDX-License-Identifier: Apache-2.0
"""A peer of the broker for tests: every message of proto/SPEC.md by name and field.

    peer = Peer(endpoint)
    peer.hello(role='submitter', principal='wang')
    answer = peer.ask('SUBMIT', procedure='five-permits', key='k1', priority=4,
                      application={'area': 200})          # a dict with ['type'], or Refused

`ask` sends and waits for the answer to that request id; `send` only sends; `take('JOB')` waits for
something unasked. What comes meanwhile is kept. Waiting keeps the session alive.
"""

import itertools
import time

import msgpack
import zmq

from tongfa_e2e import Failed, WAIT_S

ROLES = {'submitter': 1, 'worker': 2, 'operator': 3}

REF = ['bundle', 'key', 'submitter']
# Type: number and fields, whose keys count from 1. `application` becomes a share of the payload.
SENT = {
    'HELLO': (1, ['role', 'principal', 'department', 'software']),
    'BYE': (2, []),
    'PING': (3, []),
    'SHOW': (10, REF),
    'HISTORY': (11, REF + ['before', 'limit']),
    'EXPLAIN': (12, REF),
    'FOLLOW': (13, ['from', 'credit', 'types', 'bundle', 'submitter']),
    'MORE': (14, ['credit']),
    'UNFOLLOW': (15, []),
    'STATS': (16, ['after']),
    'DEFINITION': (17, ['procedure', 'version']),
    'CHECKPOINT': (18, ['position', 'after']),
    'RECEIPT': (19, REF + ['of', 'stage', 'position']),
    'SUBMIT': (20, ['procedure', 'version', 'key', 'priority', 'application']),
    'SIGNAL': (21, REF + ['milestone', 'called_off']),
    'WITHDRAW': (22, REF + ['reason']),
    'SUPPLY': (23, REF + ['reason', 'application']),
    'PUBLISH': (30, ['encoded']),
    'PARKED': (31, ['department', 'after', 'limit']),
    'RETRY': (32, ['bundle', 'stage']),
    'PUBLISH_CALENDAR': (33, ['calendar']),
    'CREDIT': (40, ['credit']),
    'VERDICT': (41, ['bundle', 'stage', 'attempt', 'token', 'verdict', 'reason', 'delay_ms',
                     'credit', 'materials']),
    'RENEW': (42, ['bundle', 'stage', 'attempt', 'token']),
}

WAIT = ['stage', 'edge', 'kind', 'on', 'department', 'since_ms', 'until_ms', 'workers',
        'workers_free', 'queued_before']
STAGE = ['state', 'job', 'verdict', 'failures', 'attempt', 'claim_refused', 'token',
         'changed_position', 'since_ms', 'due_ms', 'permit_number', 'permit_year', 'verdict_position']
IMAGE = ['bundle', 'procedure', 'version', 'submitter', 'key_hash', 'content_hash', 'priority',
         'result', 'submitted_ms', 'ended_ms', 'submitted_position', 'last_position',
         ('stages', STAGE), ('milestones', ['state', 'since_ms', 'position']),
         ('gates', ['state', 'since_ms'])]
DEPARTMENT = ['department', 'ready', 'leased', 'delayed', 'parked', 'workers', 'credit',
              'oldest_ready_ms']
PARKED_JOB = ['bundle', 'stage', 'department', 'attempt', 'cause', 'since_ms', 'reason']
RECEIVED = {
    2: ('BYE', []),
    100: ('WELCOME', ['software', 'session', 'now_ms', 'heartbeat_ms', 'liveness_ms',
                      'envelope_bytes_max', 'payload_bytes_max', 'application_bytes_max',
                      'batch_items_max', 'credit_max', 'position', 'synced']),
    101: ('PONG', ['now_ms', 'position']),
    102: ('ERROR', ['number', 'name', 'field', 'text', 'retry', 'after_ms', 'bundle']),
    103: ('RECORDED', ['bundle', 'position', 'repeated', 'until_ms', 'version']),
    110: ('BUNDLE', [('image', IMAGE), 'key']),
    111: ('EXPLANATION', ['bundle', 'result', 'now_ms', ('waits', WAIT)]),
    112: ('FACTS', ['next', 'is_live', ('facts', ['position', 'record'])]),
    113: ('STATISTICS', ['now_ms', 'started_ms', 'position', 'bundles_open', 'bundles_submitted',
                         'bundles_ended', 'permits_issued', 'claims_refused', 'jobs_expired',
                         'commits', 'journal_bytes', 'recover_from', 'sessions', 'followers',
                         'is_draining', ('departments', DEPARTMENT), 'next']),
    114: ('PARKED_JOBS', ['next', ('jobs', PARKED_JOB)]),
    115: ('PROCEDURE', ['encoded']),
    116: ('SIGNED_CHECKPOINT', ['journal', 'position', 'chain', 'at_ms', 'public_key',
                                'signature']),
    117: ('SIGNED_RECORD', ['journal', 'position', 'record', 'chain_before', 'chain', 'at_ms',
                            'public_key', 'signature']),
    120: ('JOB', ['bundle', 'stage', 'attempt', 'token', 'until_ms', 'lease_ms', 'stage_name',
                  'procedure', 'version', 'priority', 'submitted_ms', 'application', 'element']),
    121: ('CANCEL', ['bundle', 'stage', 'attempt', 'cause']),
    122: ('DRAIN', []),
}
FACTS = ['', 'PROCEDURE_PUBLISHED', 'BUNDLE_SUBMITTED', 'MILESTONE_REACHED',
         'MILESTONE_CALLED_OFF', 'STAGE_OPENED', 'JOB_LEASED', 'JOB_RENEWED', 'JOB_EXPIRED',
         'JOB_RELEASED', 'JOB_FAILED', 'JOB_PARKED', 'JOB_READIED', 'VERDICT_GIVEN',
         'CLAIM_REFUSED', 'STAGE_GRANTED', 'STAGE_BLOCKED', 'PERMITS_ISSUED', 'GATE_LAPSED',
         'BUNDLE_WITHDRAWN', 'BUNDLE_ENDED', 'JOBS_LEASED', 'CALENDAR_PUBLISHED',
         'ACTED', 'SUPPLIED', 'MIGRATED']


class Refused(Failed):
    """An ERROR where another answer was wanted; .error holds it."""

    def __init__(self, error):
        super().__init__(f"refused {error['name']} field {error['field']!r}: {error['text']}")
        self.error = error


def named(fields, body):
    """A body (or list of them) with names for keys; what was left out is there as None."""
    if isinstance(body, list):
        return [named(fields, one) for one in body]
    got = {}
    for key, field in enumerate(fields, 1):
        if isinstance(field, tuple):
            inner = body.get(key, {} if field[0] == 'image' else [])
            got[field[0]] = named(field[1], inner)
        else:
            got[field] = body.get(key)
    return got


def unpack(frame):
    return msgpack.unpackb(frame, raw=False, strict_map_key=False)


class Peer:
    def __init__(self, endpoint, heartbeat_s=1.0, **options):
        self.context = zmq.Context()
        self.socket = self.context.socket(zmq.DEALER)
        self.socket.linger = 0
        for name, value in options.items():
            setattr(self.socket, name, value)
        self.socket.connect(endpoint)
        self.ids = itertools.count(1)
        self.inbox = []
        self.heartbeat_s = heartbeat_s
        self.sent_s = time.monotonic()
        self.welcome = None
        self.messages = 0  # frames received

    def close(self):
        self.context.destroy(linger=0)

    # ---- Sending

    def item(self, type_name, request_id, fields):
        """[type, request-id, body] and the item's share of the payload."""
        number, names = SENT[type_name]
        unknown = set(fields) - {name.rstrip('_') for name in names} - {'from_'}
        assert not unknown, f'{type_name} has no field {unknown}'
        body, share = {}, b''
        for key, name in enumerate(names, 1):
            value = fields.get(name, fields.get(name + '_'))
            if name == 'role' and value in ROLES:
                value = ROLES[value]
            if name == 'application' and value is not None:
                share = value if isinstance(value, bytes) else msgpack.packb(value)
                value = len(share)
            if value is not None:
                body[key] = value
        return [number, request_id, body], share

    def send(self, type_name, request_id='', **fields):
        item, share = self.item(type_name, request_id, fields)
        self.send_frames(['tongfa', 1, *item], share)

    def send_batch(self, items):
        """items: (type name, request id, fields)."""
        made = [self.item(*item) for item in items]
        self.send_frames(['tongfa', 1, 130, '', {1: [item for item, _ in made]}],
                         b''.join(share for _, share in made))

    def send_frames(self, envelope, payload=b''):
        self.send_raw([msgpack.packb(envelope)] + ([payload] if payload else []))

    def send_raw(self, frames):
        self.sent_s = time.monotonic()
        self.socket.send_multipart(frames)

    def has_room(self, seconds):
        """Whether a frame can be sent; one for which there is no room waits for ever."""
        return bool(self.socket.poll(seconds * 1000, zmq.POLLOUT))

    def new_id(self):
        return f'r{next(self.ids)}'

    # ---- Receiving

    def _receive(self, timeout_s):
        """Move what comes within timeout_s into the inbox; at most one frame."""
        if self.welcome and time.monotonic() - self.sent_s > self.heartbeat_s:
            self.send('PING', '')
        if not self.socket.poll(max(0, min(timeout_s, self.heartbeat_s)) * 1000):
            return False
        frames = self.socket.recv_multipart()
        self.messages += 1
        protocol, version, number, request_id, body = unpack(frames[0])
        assert (protocol, version) == ('tongfa', 1), frames[0]
        items = body[1] if number == 130 else [[number, request_id, body]]
        payload, at = frames[1] if len(frames) > 1 else b'', 0
        for item_number, item_id, item_body in items:
            name, fields = RECEIVED[item_number]
            message = {'type': name, 'id': item_id, **named(fields, item_body)}
            if name == 'JOB':
                size = message['application'] or 0
                message['application'] = unpack(payload[at:at + size])
                at += size
            self.inbox.append(message)
        assert at == len(payload), 'payload bytes that no item claims'
        return True

    def wait(self, condition, what, seconds=None):
        """The first message for which condition holds, taken out of the inbox."""
        deadline = time.monotonic() + (seconds or WAIT_S)
        seen = 0
        while True:
            for at in range(seen, len(self.inbox)):
                if condition(self.inbox[at]):
                    return self.inbox.pop(at)
            seen = len(self.inbox)
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise Failed(f'no {what} came; there is {self.inbox[-5:]}')
            self._receive(left_s)

    def take(self, type_name, seconds=None):
        """The next message of a type."""
        return self.wait(lambda message: message['type'] == type_name, type_name, seconds)

    def answer(self, request_id, seconds=None):
        """The answer to a request; an ERROR is raised as Refused."""
        message = self.wait(lambda message: message['id'] == request_id,
                            f'answer to {request_id!r}', seconds)
        if message['type'] == 'ERROR':
            raise Refused(message)
        return message

    def drain(self, seconds=0.0):
        """Receive whatever is there, for so long at most without anything."""
        while self._receive(seconds):
            pass
        return self.inbox

    # ---- Dialogue

    def ask(self, type_name, request_id=None, seconds=None, **fields):
        request_id = request_id or self.new_id()
        self.send(type_name, request_id, **fields)
        return self.answer(request_id, seconds)

    def refused(self, type_name, request_id=None, **fields):
        """The ERROR that this must be answered with."""
        try:
            answer = self.ask(type_name, request_id, **fields)
        except Refused as refusal:
            return refusal.error
        raise Failed(f'{type_name} was not refused: {answer}')

    def hello(self, **fields):
        self.welcome = self.ask('HELLO', **{'software': 'tongfa_peer', **fields})
        self.heartbeat_s = self.welcome['heartbeat_ms'] / 1000 / 2
        return self.welcome

    def publish(self, procedure):
        return self.ask('PUBLISH', encoded=msgpack.packb(procedure))

    def submit(self, key, procedure='five-permits', application=None, **fields):
        return self.ask('SUBMIT', procedure=procedure, key=key, priority=fields.pop('priority', 4),
                        application={'n': 1} if application is None else application, **fields)

    def verdict(self, job, verdict, request_id=None, **fields):
        """Answer a JOB: grant, refuse, fail, park, release or correct."""
        number = ['', 'grant', 'refuse', 'fail', 'park', 'release', 'correct'].index(verdict)
        held = {name: job[name] for name in ['bundle', 'stage', 'attempt', 'token']
                if job[name] is not None}
        return self.ask('VERDICT', request_id, verdict=number, **held, **fields)

    def history(self, bundle):
        """All facts of a bundle, oldest first: (position, name, body)."""
        facts, before = [], None
        while before != 0:
            page = self.ask('HISTORY', bundle=bundle, before=before, limit=256)
            facts += page['facts']
            before = page['next'] or 0
        return [fact_of(fact) for fact in reversed(facts)]


def fact_of(fact):
    number, _, bundle, _, body = unpack(fact['record'])
    return {'position': fact['position'], 'type': FACTS[number], 'bundle': bundle, 'body': body}


# ---- Procedures -----------------------------------------------------------------------------------

OPTIONAL = {14: 'applies_if', 15: 'for_each', 16: 'at_most', 17: 'element'}


def stage(name, department, start=(), decide=(), **fields):
    """A stage of procedure(); start and decide name stages and milestones."""
    return {'name': name, 'department': department, 'start': start, 'decide': decide, **fields}


def procedure(stages, milestones=(), gates=(), materials=(), name='five-permits', version=1):
    """An encoded definition (SPEC 13.2). gates: (name, policy, [stages])."""
    stage_at = {one['name']: 1 << at for at, one in enumerate(stages)}
    milestone_at = {one: 1 << at for at, one in enumerate(milestones)}

    def edges(names):
        return {1: sum(stage_at.get(one, 0) for one in names),
                2: sum(milestone_at.get(one, 0) for one in names)}

    return {
        1: name, 2: version, 4: 1,
        5: [{1: one['name'], 2: one['department'], 4: one.get('permit', f"{one['name']} permit"),
             5: edges(one['start']), 6: edges(one['decide']), 9: one.get('lease_ms', 30000),
             10: one.get('backoff_ms', 100), 11: one.get('backoff_ms_max', 1000),
             12: one.get('attempts_max', 3), **{key: one[field] for key, field in OPTIONAL.items()
                                                 if field in one}} for one in stages],
        6: [{1: one} for one in milestones],
        7: [{1: gate[0], 2: gate[1], 3: sum(stage_at[one] for one in gate[2])} for gate in gates],
        8: [{1: one} for one in materials],
    }


def single(name='single', department='planning', **fields):
    """One stage, no gate: the smallest procedure."""
    return procedure([stage('review', department, **fields)], name=name)


FIVE = ['land-use', 'design-scheme', 'works-planning', 'real-estate-title', 'construction']
FIVE_DEPARTMENTS = ['land', 'design', 'planning', 'registry', 'construction']
FIVE_MILESTONES = ['project-record', 'land-contract', 'price-paid', 'deed-tax-paid']


def five_permits(**fields):
    """The graph of procedures/five-permits.yaml; fields go to every stage."""
    edges = [FIVE_MILESTONES[:2], FIVE_MILESTONES[1:2], [FIVE_MILESTONES[1], FIVE[1]],
             FIVE_MILESTONES[1:], [FIVE[0], FIVE[2]]]
    return procedure([stage(name, department, decide=upstreams, **fields)
                      for name, department, upstreams in zip(FIVE, FIVE_DEPARTMENTS, edges)],
                     milestones=FIVE_MILESTONES, gates=[('five', 1, FIVE)])
