#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds of the targets `dialogue` and `journal` anew: whole stories, in the form that
the targets read. The other corpora are written by hand or taken from the golden vectors.

usage: make_corpus.py            with TONGFA_BIN naming the folder of the programs
"""

import os
import struct
import sys

import msgpack

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'e2e'))

from tongfa_e2e import Place  # noqa: E402
from tongfa_peer import (FIVE, FIVE_DEPARTMENTS, FIVE_MILESTONES, SENT, Peer, five_permits,  # noqa: E402
                         procedure, single, stage)

SAY, CLAIM, TIME, LEAVE, STORE, DRAIN, ROOM = range(7)
RECORD, PROCEDURE, COUNTER, REQUEST, TOTALS, IMAGE = range(6)
GRANT, REFUSE, FAIL, PARK, RELEASE = range(1, 6)
OPERATOR = 3  # the first peer at the office; 4 to 7 are workers


def step(operation, argument, content=b''):
    return bytes([operation, argument]) + struct.pack('>H', len(content)) + content


class Dialogue:
    """Collects steps; the peers 0 to 2 stand at the counter, 3 to 7 at the office."""

    def __init__(self):
        self.steps = []
        self.count = 0

    def item(self, kind, fields):
        self.count += 1
        return Peer.item(None, kind, f'r{self.count}', fields)

    def frames(self, operation, argument, items):
        made = [self.item(kind, fields) for kind, fields in items]
        body = ['tongfa', 1, *made[0][0]] if len(made) == 1 else \
            ['tongfa', 1, 130, '', {1: [item for item, _ in made]}]
        frame = msgpack.packb(body)
        self.steps.append(step(operation, argument, struct.pack('>H', len(frame)) + frame +
                               b''.join(share for _, share in made)))

    def say(self, peer, kind, **fields):
        self.frames(SAY, peer, [(kind, fields)])

    def batch(self, peer, items):
        self.frames(SAY, peer, items)

    def answer(self, peer, verdict, back=0, kind='VERDICT', **fields):
        """Answer the job that was given `back` before the last."""
        claim = {'bundle': 1, 'stage': 0, 'attempt': 1, 'token': 1}
        if kind == 'VERDICT':
            claim |= {'verdict': verdict, 'reason': 'so' if verdict in (REFUSE, PARK) else None}
        self.frames(CLAIM, peer + 8 * back, [(kind, claim | fields)])

    def wait(self, power):
        self.steps.append(step(TIME, power))

    def other(self, operation, argument=0):
        self.steps.append(step(operation, argument))

    def hall(self, definition, departments, credit=9):
        """Everybody comes in."""
        self.say(OPERATOR, 'HELLO', role='operator', principal='boss')
        self.say(OPERATOR, 'PUBLISH', encoded=msgpack.packb(definition))
        self.say(0, 'HELLO', role='submitter', principal='wang', software='seed')
        for peer, department in zip(range(4, 8), departments):
            self.say(peer, 'HELLO', role='worker', principal=f'w{peer}', department=department)
            self.say(peer, 'CREDIT', credit=credit)

    def submit(self, key='k', name='five-permits', peer=0, **application):
        self.say(peer, 'SUBMIT', procedure=name, key=key, priority=4,
                 application=application or {'n': 1})

    def bytes(self):
        return b''.join(self.steps)


def one_department(**changes):
    """The five permits with one department, so that one worker can answer all."""
    made = five_permits(**changes)
    for one in made[5]:
        one[2] = 'land'
    return made


def granted():
    talk = Dialogue()
    talk.hall(one_department(), ['land'])
    talk.submit()
    for milestone in FIVE_MILESTONES:
        talk.say(0, 'SIGNAL', key='k', milestone=milestone)
    for _ in FIVE:
        talk.answer(4, GRANT, back=4, credit=1)
        talk.submit(key='k')
    talk.other(STORE)
    talk.say(0, 'SHOW', key='k')
    talk.submit()
    return talk


def departments():
    talk = Dialogue()
    talk.hall(five_permits(), FIVE_DEPARTMENTS)
    talk.submit()
    talk.say(0, 'EXPLAIN', key='k')
    for back, peer in enumerate([7, 6, 5, 4]):
        talk.answer(peer, REFUSE if peer == 6 else GRANT, back=back)
    talk.say(4, 'BYE')
    talk.say(4, 'HELLO', role='worker', principal='w8', department='construction')
    talk.say(4, 'CREDIT', credit=1)
    talk.answer(4, GRANT)
    for milestone in FIVE_MILESTONES:
        talk.say(0, 'SIGNAL', bundle=1, milestone=milestone, called_off=milestone == 'price-paid')
    talk.say(OPERATOR, 'STATS')
    return talk


def leases():
    talk = Dialogue()
    talk.hall(single(lease_ms=1000, attempts_max=3), ['planning', 'planning'], credit=1)
    talk.submit(name='single')
    talk.wait(9)
    talk.answer(4, 0, kind='RENEW')
    talk.wait(10)
    talk.answer(4, GRANT)
    talk.answer(5, FAIL, delay_ms=5000, credit=2)
    talk.wait(13)
    talk.answer(4, RELEASE, credit=1)
    talk.answer(5, FAIL)
    talk.say(OPERATOR, 'PARKED', limit=10)
    talk.say(OPERATOR, 'RETRY', bundle=1, stage='review')
    talk.answer(4, PARK, credit=3)
    talk.say(OPERATOR, 'RETRY', bundle=1, stage='review')
    talk.other(LEAVE, 4)
    talk.answer(5, GRANT)
    talk.answer(5, GRANT)
    talk.answer(5, REFUSE)
    return talk


def graph():
    """Both kinds of edges, gates with both policies, an edge that leaves a gate."""
    talk = Dialogue()
    made = procedure([stage('a', 'land'), stage('b', 'land', start=['a', 'paid']),
                      stage('c', 'land', decide=['b']), stage('d', 'land', permit=''),
                      stage('e', 'land', start=['d'], decide=['c', 'paid'])],
                     milestones=['paid', 'never'], gates=[('all', 1, ['a', 'b']),
                                                         ('rest', 2, ['c', 'd'])],
                     materials=['plan'], name='graph')
    made[4] = 2
    talk.hall(made, ['land', 'land'])
    talk.submit(name='graph', materials=[{'name': 'plan', 'uri': 'u', 'size': 3}])
    talk.submit(name='graph', key='l', materials=[{'name': 'map', 'uri': 'u'}])
    talk.submit(name='graph', key='m')
    talk.say(0, 'SIGNAL', key='k', milestone='paid')
    talk.say(0, 'SIGNAL', key='m', milestone='paid', called_off=True)
    for back, verdict in enumerate([GRANT, REFUSE, GRANT, GRANT, GRANT, REFUSE, GRANT]):
        talk.answer(4 + back % 2, verdict, back=back)
    for _ in range(8):
        talk.answer(4, GRANT)
        talk.other(STORE)
    return talk


def repeated():
    talk = Dialogue()
    talk.hall(one_department(), ['land'], credit=0)
    talk.batch(0, [('SUBMIT', {'procedure': 'five-permits', 'key': f'k{at % 6}', 'priority': at % 8,
                               'application': {'n': at % 3}}) for at in range(16)])
    for at in range(8):
        talk.count = 100 + at % 3
        talk.say(0, 'WITHDRAW', key=f'k{at % 4}', reason='other plans')
        talk.count = 100 + at % 2
        talk.say(0, 'SIGNAL', key=f'k{at}', milestone='price-paid', called_off=at > 4)
    talk.say(4, 'CREDIT', credit=1024)
    for at in range(4):
        talk.answer(4, GRANT, back=7 * at)
    for kind in ('HISTORY', 'FOLLOW', 'MORE', 'UNFOLLOW', 'DEFINITION'):
        fields = {'HISTORY': {'bundle': 1, 'limit': 5}, 'FOLLOW': {'from': 1, 'credit': 5},
                  'MORE': {'credit': 1}, 'UNFOLLOW': {},
                  'DEFINITION': {'procedure': 'five-permits'}}[kind]
        talk.say(0, kind, **fields)
    talk.other(STORE)
    talk.say(1, 'HELLO', role='submitter', principal='li')
    talk.say(1, 'SHOW', key='k1')
    talk.say(1, 'PING')
    talk.say(OPERATOR, 'SHOW', key='k1', submitter='wang')
    return talk


def full():
    """More procedures, sessions and bundles than there is room for, and the broker drains."""
    talk = Dialogue()
    talk.hall(single(), ['planning'], credit=2)
    for at in range(5):
        talk.say(OPERATOR, 'PUBLISH', encoded=msgpack.packb(single(
            name=f's{at}' if at % 2 else 'single', department=f'd{at}')))
    for peer in range(8):
        talk.say(peer, 'HELLO', role=1 if peer < 3 else 3, principal=f'p{peer}')
    talk.batch(0, [('SUBMIT', {'procedure': 'single', 'key': f'k{at}', 'application': {'at': at}})
                   for at in range(15)])
    talk.other(DRAIN, 255)
    talk.submit(key='late', name='single')
    talk.answer(4, GRANT)
    talk.wait(20)
    return talk


def short_of_room():
    """The disk fills up under leases, and is emptied again."""
    talk = Dialogue()
    talk.hall(single(lease_ms=1000), ['planning', 'planning'], credit=1)
    talk.submit(name='single')
    for room in (1, 2, 0):
        talk.other(ROOM, room)
        talk.submit(name='single')
        talk.submit(name='single', key=f'k{room}')
        talk.say(OPERATOR, 'PUBLISH', encoded=msgpack.packb(single(name=f's{room}')))
        talk.say(0, 'WITHDRAW', key='k1', reason='other plans')
        talk.answer(4, 0, kind='RENEW')
        talk.answer(4, GRANT, credit=1)
        talk.wait(11)
    talk.answer(5, GRANT)
    return talk


DIALOGUES = [granted, departments, leases, graph, repeated, full, short_of_room]


def write(target, name, content):
    folder = os.path.join(HERE, 'corpus', target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), 'wb') as file:
        file.write(content)
    print(f'{target}/{name}: {len(content)} bytes')


class Hall:
    """A real broker whose records become seeds."""

    def __init__(self, place, definition, departments_, credit=9):
        self.place = place
        self.broker = place.broker()
        self.operator = place.operator(self.broker)
        self.operator.publish(definition)
        self.counter = place.submitter(self.broker)
        self.workers = [place.worker(self.broker, one, credit=credit) for one in departments_]

    def job(self, worker=0):
        return self.workers[worker].take('JOB')

    def records(self):
        self.counter.send('FOLLOW', 'f', from_=1, credit=60000)
        found = []
        while True:
            page = self.counter.answer('f')
            found += [one['record'] for one in page['facts']]
            if page['is_live']:
                return b''.join(step(RECORD, 0, record) for record in found)


def journal_five(place):
    hall = Hall(place, one_department(), ['land'])
    for key in ('k1', 'k2'):
        hall.counter.submit(key)
        for milestone in FIVE_MILESTONES:
            hall.counter.ask('SIGNAL', key=key, milestone=milestone)
    for at in range(10):
        hall.workers[0].verdict(hall.job(), 'grant' if at != 7 else 'refuse', reason='so', credit=1)
    return hall.records()


def journal_jobs(place):
    hall = Hall(place, single(backoff_ms=1, backoff_ms_max=1, attempts_max=2), ['planning'], 1)
    worker = hall.workers[0]
    hall.counter.submit('k', 'single')
    for kind in ('release', 'fail', 'park', 'grant'):
        job = hall.job()
        claim = {name: job[name] for name in ('bundle', 'attempt', 'token')}
        worker.ask('RENEW', **claim)
        try:
            worker.ask('VERDICT', **{**claim, 'token': 1}, verdict=1)
        except AssertionError:
            pass  # refused, and journaled as refused
        worker.verdict(job, kind, reason='so', credit=1)
        if kind == 'park':
            hall.operator.ask('RETRY', bundle=1, stage='review')
    hall.counter.submit('l', 'single')
    hall.counter.ask('WITHDRAW', key='l', reason='other plans')
    return hall.records()


def journal_graph(place):
    made = procedure([stage('a', 'land'), stage('b', 'land', start=['a', 'paid']),
                      stage('c', 'land', decide=['b']), stage('d', 'land', start=['c'])],
                     milestones=['paid'], gates=[('all', 1, ['a', 'b'])], name='graph')
    hall = Hall(place, made, ['land'])
    hall.counter.submit('k', 'graph')
    hall.workers[0].verdict(hall.job(), 'grant')
    hall.counter.ask('SIGNAL', key='k', milestone='paid', called_off=True)
    hall.workers[0].verdict(hall.job(), 'grant')
    return hall.records()


def main():
    for make in DIALOGUES:
        write('dialogue', make.__name__, make().bytes())
    for make in (journal_five, journal_jobs, journal_graph):
        with Place() as place:
            write('journal', make.__name__.removeprefix('journal_'), make(place))


if __name__ == '__main__':
    assert SENT
    main()
