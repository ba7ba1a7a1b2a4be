# SPDX-License-Identifier: Apache-2.0
"""Peers that live through many lives of a broker and remember what each of them said.

    witness = Witness()
    actors = [Clerk(...), Department(...), Watcher(...)]
    for actor in actors: actor.connect(broker)         # again after each restart
    for actor in actors: actor.step(time.monotonic())  # in turn; none of them waits

Whatever a broker says of its journal goes to the witness: a broker that says something before it
is durable contradicts itself after some kill, at once or when the witness reads the whole journal.
"""

import collections
import json
import time
import zlib

import zmq

from tongfa_e2e import Failed, check, equal
from tongfa_peer import FACTS, Peer

GRANT, REFUSE, FAIL, RELEASE = 1, 2, 3, 5
ENDED = FACTS.index('BUNDLE_ENDED') # a record's second byte: the first is its array's head


class Witness:
    """What was said, by position: the fact that must be there for ever."""

    def __init__(self):
        self.said = {}       # position: (type, {field: value})
        self.records = {}    # position: bytes
        self.newest = 0      # the highest position that anybody was told of
        self.floor = 0       # ... before the last kill
        self.told = collections.Counter()

    def fact(self, position, kind, **fields):
        """An answer named the position of a fact."""
        self.told[kind] += 1
        was, known = self.said.setdefault(position, (kind, {}))
        for field, value in fields.items():
            known.setdefault(field, value)
        equal((was, {field: known[field] for field in fields}), (kind, fields),
              f'what is at position {position}')
        self.newest = max(self.newest, position)

    def record(self, position, record):
        """A follower was sent a record."""
        self.told['record'] += 1
        equal(self.records.setdefault(position, record), record, f'the record at {position}')
        self.newest = max(self.newest, position)

    def reached(self, position):
        """A broker named its newest position. Peers are read in turn, so that within one life an
        older one may be read after a newer one; after a kill it may not fall."""
        check(position >= self.floor, f'the journal ends at {position}; {self.floor} was there')
        self.newest = max(self.newest, position)

    def killed(self):
        """The broker is gone, and what it said was read."""
        self.floor = self.newest

    def compare(self, facts):
        """Hold all that was said against the journal: facts by position."""
        for position, record in self.records.items():
            check(position in facts, f'the fact at {position} was sent and is gone')
            equal(facts[position].record, record, f'the record at {position}, first as sent before')
        for position, (kind, fields) in self.said.items():
            check(position in facts, f'{kind} {fields} was answered with {position}, which is gone')
            fact = facts[position]
            got = {field: getattr(fact, field, None) for field in fields}
            equal((fact.type, got), (kind, fields), f'the fact at {position}, first as found')


class Actor:
    """One peer; a new connection for each life of the broker."""

    def __init__(self, chance, witness):
        self.chance = chance
        self.witness = witness
        self.peer = None
        self.is_welcome = False

    def dial(self, endpoint, **hello):
        self.peer = Peer(endpoint, reconnect_ivl=2, sndhwm=100000, rcvhwm=100000)
        self.is_welcome = False
        self.peer.send('HELLO', 'hello', software='actor', **hello)

    def hang_up(self):
        """Read what the broker still said, and close."""
        if self.peer is not None:
            self.read()
            self.peer.close()
        self.peer = None

    def read(self):
        self.peer.drain()
        inbox, self.peer.inbox = self.peer.inbox, []
        for message in inbox:
            if message['type'] == 'WELCOME':
                self.peer.welcome = message
                self.peer.heartbeat_s = message['heartbeat_ms'] / 2000
                self.is_welcome = True
                self.witness.reached(message['position'] or 0)
                self.on_welcome()
            elif message['type'] == 'PONG':
                self.witness.reached(message['position'] or 0)
            else:
                self.on_message(message)

    def step(self, now_s):
        self.read()
        if self.is_welcome:
            self.work(now_s)

    def on_welcome(self):
        pass

    def work(self, now_s):
        pass


def one_of(chance, **weights):
    return chance.choices(list(weights), list(weights.values()))[0]


# ---- The counter ---------------------------------------------------------------------------------

class Clerk(Actor):
    """Submits made bundles, signals their milestones, withdraws some, and repeats itself. What was
    not answered is sent again in the next life."""

    def __init__(self, chance, witness, made):
        super().__init__(chance, witness)
        self.made = made             # key: (bundle as submitted, milestones as signals)
        self.waiting = collections.deque(made)
        self.open = {}               # request id: (type, fields, key); not answered yet
        self.recorded = {}           # key: answer of its first submission that was heard
        self.withdrawn = {}          # key: whether it was
        self.answers = 0
        self.quota = 0               # how many more to begin in this life
        self.window = 24
        self.withdrawals = 0.02      # share of the bundles

    def connect(self, broker):
        self.dial(broker.counter, role='submitter', principal='hall')

    def on_welcome(self):
        again = [(kind, request_id, fields) for request_id, (kind, fields, _) in self.open.items()]
        if again:
            self.peer.send_batch(again)

    def begin(self, items):
        """Send (type, request id, fields, key), and keep them until they are answered."""
        for kind, request_id, fields, key in items:
            self.open[request_id] = kind, fields, key
        if len(items) == 1 or self.chance.random() < 0.3:
            for kind, request_id, fields, _ in items:
                self.peer.send(kind, request_id, **fields)
        elif items:
            self.peer.send_batch([item[:3] for item in items])

    def work(self, now_s):
        items = []
        while self.waiting and self.quota > 0 and len(self.open) + len(items) < self.window:
            key = self.waiting.popleft()
            self.quota -= 1
            items.append(('SUBMIT', 's' + key, self.made[key][0], key))
        self.begin(items)

    def is_idle(self):
        """Nothing is to be sent in this life, nor waited for."""
        return not self.open and (self.quota <= 0 or not self.waiting)

    def is_done(self):
        return not self.waiting and not self.open

    def on_message(self, message):
        if message['id'] in self.open:
            kind, fields, key = self.open[message['id']]
            self.answers += 1
            if message['type'] == 'ERROR':
                self.on_error(message, kind, fields, key)
            else:
                getattr(self, 'on_' + kind.lower())(message, fields, key)
            self.open.pop(message['id'])
        elif message['type'] == 'ERROR':
            raise Failed(f'an error that nobody asked for: {message}')

    def on_error(self, message, kind, fields, key):
        bundle = self.recorded.get(key, {}).get('bundle')
        if kind == 'SUBMIT' and fields['application'] is not self.made[key][0]['application']:
            equal((message['name'], message['bundle']), ('KEY_CONFLICT', bundle), 'another content')
        elif kind in ('SIGNAL', 'WITHDRAW'):
            equal(message['name'], 'BUNDLE_ENDED', f'refusal of {kind} {fields}')
            if kind == 'WITHDRAW':
                self.withdrawn[key] = False
        else:
            raise Failed(f'{kind} {key} was refused: {message}')

    def on_submit(self, message, fields, key):
        got = {name: message[name] for name in ('bundle', 'position', 'version')}
        check(fields['application'] is self.made[key][0]['application'],
              'another content was taken')
        if key in self.recorded:
            equal((got, message['repeated']), (self.recorded[key], True), f'{key} again')
            return
        self.recorded[key] = got
        self.witness.fact(got['position'], 'BUNDLE_SUBMITTED', bundle=got['bundle'], key=key)
        self.follow_up(key, got['bundle'])

    def follow_up(self, key, bundle):
        """What else there is to say about a bundle that was just acknowledged."""
        signals = list(self.made[key][1])
        self.chance.shuffle(signals)
        ref = {'bundle': bundle} if self.chance.random() < 0.5 else {'key': key}
        items = [('SIGNAL', f'm{bundle}-{at}', {**ref, **signal}, key)
                 for at, signal in enumerate(signals)]
        if self.chance.random() < 0.1:
            items.append(('SUBMIT', f'a{bundle}', self.made[key][0], key))
        if self.chance.random() < 0.05:
            other = {**self.made[key][0], 'application': {'other': bundle}}
            items.append(('SUBMIT', f'c{bundle}', other, key))
        if self.chance.random() < self.withdrawals:
            self.withdrawn[key] = None
            items.append(('WITHDRAW', f'w{bundle}', {**ref, 'reason': '申请人改变方案。'}, key))
        if self.chance.random() < 0.2:
            asked = self.chance.choice(list(self.recorded))
            items.append(('SHOW', f'q{bundle}', {'key': asked}, asked))
        self.begin(items)

    def on_signal(self, message, fields, key):
        kind = 'MILESTONE_CALLED_OFF' if fields.get('called_off') else 'MILESTONE_REACHED'
        equal(message['bundle'], self.recorded[key]['bundle'], 'bundle of a signal')
        self.witness.fact(message['position'], kind, bundle=message['bundle'])

    def on_withdraw(self, message, _, key):
        self.withdrawn[key] = True
        self.witness.fact(message['position'], 'BUNDLE_WITHDRAWN', bundle=message['bundle'])

    def on_show(self, message, _, key):
        """A query tells of facts too: none of them may be taken back."""
        image = message['image']
        bundle = self.recorded[key]['bundle']
        equal((image['bundle'], message['key']), (bundle, key), 'bundle and key that are shown')
        self.witness.newest = max(self.witness.newest, image['last_position'])
        for at, stage in enumerate(image['stages']):
            if stage['verdict_position']:
                self.witness.fact(stage['verdict_position'], 'VERDICT_GIVEN', bundle=bundle,
                                  stage=at, verdict=stage['verdict'])


# ---- The follower --------------------------------------------------------------------------------

class Watcher(Actor):
    """Follows the journal through all lives; keeps every record."""

    def __init__(self, chance, witness):
        super().__init__(chance, witness)
        self.next = 1
        self.ended = 0         # bundles
        self.is_live = False

    def connect(self, broker):
        self.dial(broker.office, role='operator', principal='watcher')

    def on_welcome(self):
        self.is_live = False
        self.peer.send('FOLLOW', 'f', from_=self.next, credit=2000)

    def on_message(self, message):
        equal(message['type'], 'FACTS', 'what a follower is sent')
        for fact in message['facts']:
            equal(fact['position'], self.next, 'position that is sent')
            self.witness.record(fact['position'], fact['record'])
            self.ended += fact['record'][1] == ENDED
            self.next += 1
        self.is_live = bool(message['is_live'])
        if message['facts']:
            self.peer.send('MORE', credit=len(message['facts']))


# ---- A department --------------------------------------------------------------------------------

def opinion(application):
    """What a department in Python says: {stage: verdict}, from the application alone."""
    parts = {name: value for name, value in application.items() if name != 'materials'}
    number = zlib.crc32(json.dumps(parts, sort_keys=True).encode()) % 6
    return {'fire-check': REFUSE if number == 0 else GRANT,
            'heritage': REFUSE if number == 1 else GRANT}


class Department(Actor):
    """Takes jobs and answers them at once, late, in a later life of the broker, twice, never, and
    sometimes with the opposite of what it said before."""

    CREDIT = 6

    def __init__(self, chance, witness, name):
        super().__init__(chance, witness)
        self.name = name
        self.is_honest = False   # from then on every job is answered at once
        self.jobs = []           # held: [due, job, verdict]; due None: in the next life
        self.given = {}          # (bundle, stage): job and verdict of the verdict that was recorded
        self.leases = {}         # (bundle, stage, attempt): token, as received
        self.asked = {}          # request id: (job, verdict)
        self.count = 0
        self.behaved = collections.Counter()

    def connect(self, broker):
        self.asked.clear()
        self.dial(broker.office, role='worker', principal=self.name + '-py', department=self.name)

    def on_welcome(self):
        self.peer.send('CREDIT', credit=self.CREDIT)
        for held in self.jobs:
            if held[0] is None:
                held[0] = 0
                self.behaved['after a restart'] += 1
        for job, verdict in self.chance.sample(list(self.given.values()), min(2, len(self.given))):
            self.behaved['an old verdict again'] += 1
            self.say(job, verdict, 0)

    def work(self, now_s):
        for held in [held for held in self.jobs if held[0] is not None and held[0] <= now_s]:
            self.jobs.remove(held)
            # Credit for the job comes back with its answer, if this session was given it.
            self.say(*held[1:], 1 if held[1]['epoch'] is self.peer else 0)

    def on_message(self, message):
        if message['type'] == 'JOB':
            self.on_job(message)
        elif message['id'] in self.asked:
            job, verdict = self.asked.pop(message['id'])
            self.on_answer(message, job, verdict)
        else:
            equal(message['type'], 'CANCEL', 'what a worker is sent')

    def on_job(self, job):
        lease = job['bundle'], job['stage'] or 0, job['attempt']
        check(lease not in self.leases, f'{lease} was given before')
        self.leases[lease] = job['token']
        job['epoch'] = self.peer
        way = 'at once' if self.is_honest else one_of(self.chance, **{
            'at once': 60, 'soon': 15, 'held through a restart': 10, 'late': 4, 'never': 4,
            'released': 4, 'failed': 3})
        self.behaved[way] += 1
        verdict = opinion(job['application'])[job['stage_name']]
        if way in ('released', 'failed'):
            verdict = RELEASE if way == 'released' else FAIL
        if way == 'never':
            return
        lease_s = job['lease_ms'] / 1000
        wait_s = {'soon': self.chance.uniform(0, 0.06),
                  'late': self.chance.uniform(0.95, 1.1) * lease_s}.get(way, 0)
        due_s = None if way == 'held through a restart' else time.monotonic() + wait_s
        self.jobs.append([due_s, job, verdict])

    def say(self, job, verdict, credit):
        self.count += 1
        request_id = f'v{self.count}'
        self.asked[request_id] = job, verdict
        self.peer.send('VERDICT', request_id, bundle=job['bundle'], stage=job['stage'],
                       attempt=job['attempt'], token=job['token'], verdict=verdict,
                       reason='消防车道宽度不足四米。' if verdict == REFUSE else None,
                       credit=credit or None)

    def on_answer(self, message, job, verdict):
        what = job['bundle'], job['stage'] or 0
        before = self.given.get(what)
        if message['type'] == 'ERROR':
            equal(message['name'], 'LEASE_STALE', 'why a verdict is refused')
            return
        kind = {FAIL: 'JOB_FAILED', RELEASE: 'JOB_RELEASED'}.get(verdict, 'VERDICT_GIVEN')
        fields = {'bundle': what[0], 'stage': what[1], 'attempt': job['attempt']}
        if kind == 'VERDICT_GIVEN':
            fields['verdict'] = verdict
            if before is not None:
                equal((before[0]['token'], before[1], message['repeated']),
                      (job['token'], verdict, True), f'a second verdict on {what}')
        self.witness.fact(message['position'], kind, **fields)
        if kind != 'VERDICT_GIVEN' or before is not None:
            return
        self.given[what] = job, verdict
        if self.chance.random() < 0.2:
            self.behaved['twice'] += 1
            self.say(job, verdict, 0)
        if self.chance.random() < 0.1:
            self.behaved['the opposite'] += 1
            self.say(job, REFUSE if verdict == GRANT else GRANT, 0)

    def holds(self):
        """Jobs of this life that it has not answered."""
        return sum(1 for held in self.jobs if held[1]['epoch'] is self.peer)


def poll(actors, timeout_ms):
    """Wait until one of the actors was sent something, for so long at most."""
    poller = zmq.Poller()
    for actor in actors:
        poller.register(actor.peer.socket, zmq.POLLIN)
    poller.poll(timeout_ms)


