#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Bad input: each gets its named error or is dropped, the broker goes on, its memory stays flat."""

import os
import random
import socket
import struct
import time

import msgpack

from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import single

MIB = 1 << 20
# AddressSanitizer keeps what was freed for a while: that is not the broker's memory.
LEAN = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}


class Yard:
    """A broker, and a good client that it must serve after whatever happens."""

    def __init__(self, place, *arguments):
        self.place = place
        self.broker = place.broker(*arguments, environment=LEAN)
        place.operator(self.broker).publish(single())
        self.good = place.submitter(self.broker, 'good')
        self.worker = place.worker(self.broker, 'planning', credit=100)
        self.count = 0
        self.serve()
        self.rss = self.broker.rss_bytes()

    def serve(self):
        """One bundle, from its submission to its end."""
        self.count += 1
        bundle = self.good.submit(f'good-{self.count}', 'single')['bundle']
        job = self.worker.wait(lambda one: one['type'] == 'JOB' and one['bundle'] == bundle, 'job')
        self.worker.verdict(job, 'grant', credit=1)
        equal(self.good.ask('SHOW', bundle=bundle)['image']['result'], 1)

    def check_memory(self, growth):
        rss = self.broker.rss_bytes()
        check(rss - self.rss < growth, f'grew from {self.rss // MIB} to {rss // MIB} MiB')

    def stranger(self):
        return self.place.peer(self.broker.counter)


def raw(peer, frames, request_id=None):
    """The ERROR that answers raw frames: (name, field)."""
    peer.send_raw(frames)
    error = peer.wait(lambda one: one['type'] == 'ERROR', 'ERROR')
    if request_id is not None:
        equal(error['id'], request_id)
    return error['name'], error['field']


def envelope(type_number, body, request_id='x', protocol='tongfa', version=1):
    return msgpack.packb([protocol, version, type_number, request_id, body])


@test('what is no message of ours is refused by name, with and without a session')
def _():
    nested = msgpack.packb(0)
    for _ in range(100):
        nested = b'\x91' + nested
    bomb = b'\xdd\xff\xff\xff\xff'
    cases = [
        ([b''], 'MALFORMED', None),
        ([b'\xc1'], 'MALFORMED', None),
        ([b'hello'], 'MALFORMED', None),
        ([bomb], 'MALFORMED', None),
        ([envelope(3, {})[:-1]], 'MALFORMED', None),
        ([envelope(3, {}) + b'\x00'], 'MALFORMED', None),
        ([envelope(3, {}), b'payload that nobody claims'], 'MALFORMED', None),
        ([envelope(3, {}), b'', b''], 'MALFORMED', None),
        ([b'\x95\xa6tongfa\x01\x03\xa1x\x81\x01' + nested], 'MALFORMED', None),
        ([envelope(3, {}, protocol='mdp')], 'PROTOCOL_UNKNOWN', None),
        ([envelope(3, {}, version=2)], 'VERSION_UNSUPPORTED', 'x'),
        ([envelope(99, {})], 'TYPE_UNKNOWN', 'x'),
        ([envelope(100, {})], 'TYPE_UNKNOWN', 'x'),
        ([envelope(1 << 40, {})], 'TYPE_UNKNOWN', 'x'),
        ([bytes(262145)], 'TOO_LARGE', None),
        ([envelope(3, {}, request_id='x' * 33)], 'TOO_LARGE', None),
    ]
    with Place() as place:
        yard = Yard(place)
        for peer in (yard.stranger(), place.submitter(yard.broker, 'li')):
            for frames, name, request_id in cases:
                equal(raw(peer, frames, request_id)[0], name, f'{frames[0][:40]!r}')
        yard.serve()
        yard.check_memory(16 * MIB)


@test('nobody is heard before HELLO, at the wrong door, or beyond its role')
def _():
    with Place() as place:
        yard = Yard(place)
        stranger = yard.stranger()
        for name in ['PING', 'BYE', 'STATS', 'UNFOLLOW']:
            equal(stranger.refused(name)['name'], 'HELLO_FIRST', name)
        equal(stranger.refused('CREDIT', credit=1)['name'], 'WRONG_DOOR')
        equal(stranger.refused('HELLO', role='worker', principal='w', department='planning')
              ['name'], 'WRONG_DOOR')
        back = place.peer(yard.broker.office)
        equal(back.refused('HELLO', role='submitter', principal='w')['name'], 'WRONG_DOOR')
        error = back.refused('HELLO', role='worker', principal='w')
        equal((error['name'], error['field']), ('FIELD_MISSING', 'department'))
        error = back.refused('HELLO', role='worker', principal='w', department='unheard-of')
        equal((error['name'], error['retry']), ('DEPARTMENT_UNKNOWN', 3))
        equal(back.refused('PING')['name'], 'HELLO_FIRST', 'after a refused HELLO')
        for role in [0, 4, 'submitter']:
            equal(back.refused('HELLO', role=role, principal='W w')['name'], 'FIELD_INVALID')
        equal(yard.good.refused('PARKED', limit=1)['name'], 'WRONG_DOOR')
        equal(yard.worker.refused('SUBMIT', procedure='single', key='k', application={})['name'],
              'WRONG_DOOR')
        equal(yard.worker.refused('PARKED', limit=1)['name'], 'NOT_ALLOWED')
        equal(yard.worker.refused('SHOW', bundle=1)['name'], 'NOT_ALLOWED')
        equal(place.operator(yard.broker).refused('CREDIT', credit=1)['name'], 'NOT_ALLOWED')
        yard.serve()


@test('fields that are missing, wrong or out of bounds are named')
def _():
    good = {'procedure': 'single', 'key': 'k', 'application': {'n': 1}}
    cases = [
        ({'procedure': None}, 'FIELD_MISSING', 'procedure'),
        ({'procedure': 'Not A Name'}, 'FIELD_INVALID', 'procedure'),
        ({'procedure': 7}, 'FIELD_INVALID', 'procedure'),
        ({'key': ''}, 'FIELD_MISSING', 'key'),
        ({'priority': 8}, 'FIELD_INVALID', 'priority'),
        ({'priority': -1}, 'FIELD_INVALID', 'priority'),
        ({'version': 'new'}, 'FIELD_INVALID', 'version'),
        ({'application': b'\xc0'}, 'APPLICATION_MALFORMED', None),
        ({'application': b'\x81\xa1\xff\x01'}, 'APPLICATION_MALFORMED', None),
        ({'application': {'materials': [{'uri': 'x'}]}}, 'APPLICATION_MALFORMED', None),
        ({'application': {'materials': [{'name': 'plan', 'uri': 'x'}]}}, 'MATERIAL_UNKNOWN', None),
        ({'procedure': 'unheard-of'}, 'PROCEDURE_UNKNOWN', None),
        ({'version': 2}, 'PROCEDURE_UNKNOWN', None),
    ]
    with Place() as place:
        yard = Yard(place)
        for change, name, field in cases:
            error = yard.good.refused('SUBMIT', **{**good, **change})
            check(error['name'] == name or (field == 'key' and error['name'] == 'FIELD_INVALID'),
                  f"{change} was refused as {error['name']} {error['field']}")
            if field:
                equal(error['field'], field, str(change))
        equal(yard.good.refused('SHOW')['field'], 'bundle')
        equal(yard.good.refused('SHOW', bundle=4711)['name'], 'BUNDLE_UNKNOWN')
        equal(yard.good.refused('SHOW', key='unheard-of')['name'], 'BUNDLE_UNKNOWN')
        yard.serve()


@test('an item that is refused does not spoil its batch')
def _():
    with Place() as place:
        yard = Yard(place)
        peer = place.submitter(yard.broker, 'li')
        items = [('SUBMIT', f's{i}', {'procedure': 'single' if i % 3 else 'Bad Name',
                                      'key': f'k{i}', 'application': {'i': i}})
                 for i in range(30)]
        peer.send_batch(items)
        answers = {i: peer.wait(lambda one, i=i: one['id'] == f's{i}', 'answer')
                   for i in range(30)}
        equal({i for i, one in answers.items() if one['type'] == 'ERROR'}, set(range(0, 30, 3)))
        for i in (1, 29):
            job = yard.worker.wait(lambda one, i=i: one['type'] == 'JOB' and
                                   one['bundle'] == answers[i]['bundle'], 'job')
            equal(job['application'], {'i': i}, 'its own share of the payload')


@test('procedures published in one breath are each what they say')
def _():
    with Place() as place:
        broker = place.broker()
        operator = place.operator(broker)
        departments = [f'department-{i}' for i in range(5)]
        operator.send_batch([('PUBLISH', f'p{i}', {'encoded': msgpack.packb(
            single(f'procedure-{i}', department))}) for i, department in enumerate(departments)])
        for i, _ in enumerate(departments):
            answer = operator.wait(lambda one, i=i: one['id'] == f'p{i}', 'answer')
            equal(answer['type'], 'RECORDED', answer)
        counter = place.submitter(broker)
        for i, department in enumerate(departments):
            worker = place.worker(broker, department, credit=1)
            bundle = counter.submit(f'k{i}', f'procedure-{i}')['bundle']
            equal(worker.take('JOB')['bundle'], bundle, department)


@test('who says HELLO anew in one breath with a submission submits under the new name')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        peer = place.submitter(broker, 'li')
        body = {'procedure': 'single', 'key': 'k', 'application': {}}
        peer.send_batch([('SUBMIT', 'old', body), ('HELLO', 'h', {'role': 1, 'principal': 'zhou'}),
                         ('SUBMIT', 'new', body)])
        answer = peer.wait(lambda one: one['id'] == 'new', 'answer')
        check(not answer['repeated'], 'another one than that of li, whose session is over')
        equal(peer.ask('SHOW', key='k')['image']['bundle'], answer['bundle'])
        li = place.submitter(broker, 'li')
        equal(li.ask('SHOW', key='k')['image']['bundle'], answer['bundle'] - 1)


@test('tokens of others are worth nothing, and a liar cannot grow the journal')
def _():
    with Place() as place:
        yard = Yard(place)
        bundle = yard.good.submit('k', 'single')['bundle']
        job = yard.worker.wait(lambda one: one['type'] == 'JOB' and one['bundle'] == bundle, 'job')
        liar = place.worker(yard.broker, 'planning', 'liar')
        position = None
        for token in [0, 1, job['token'] ^ 1, (1 << 64) - 1] * 10:
            error = liar.refused('VERDICT', bundle=bundle, attempt=1, token=token, verdict=1)
            equal(error['name'], 'LEASE_STALE')
            position = position or liar_position(yard)
        equal(liar_position(yard), position, 'facts from claims that were refused before')
        equal(liar.refused('RENEW', bundle=bundle, attempt=1, token=5)['name'], 'LEASE_STALE')
        equal(liar.refused('VERDICT', bundle=999, attempt=1, token=5, verdict=1)['name'],
              'LEASE_STALE')
        yard.worker.verdict(job, 'grant')


def liar_position(yard):
    return yard.good.ask('STATS')['position']


@test("a socket identity of the peer's own is refused")
def _():
    with Place() as place:
        yard = Yard(place)
        from tongfa_peer import Peer
        peer = Peer(yard.broker.counter, identity=b'dept-fire')
        place.closers.append(peer.close)
        peer.send('HELLO', 'h', role=1, principal='li')
        error = peer.take('ERROR')
        equal((error['name'], error['field']), ('NOT_ALLOWED', 'identity'))
        yard.serve()


@test('a client that asks and never reads is dropped, and memory stays flat')
def _():
    with Place() as place:
        yard = Yard(place)
        deaf = place.submitter(yard.broker, 'deaf')
        deaf.socket.rcvhwm = 1
        deaf.socket.sndtimeo = 0
        before = yard.good.ask('STATS')['sessions']
        packed = envelope(16, {})
        wide = msgpack.packb(['tongfa', 1, 130, '', {1: [[11, f'{i}', {1: 1, 5: 256}]
                                                         for i in range(1000)]}])

        def is_dropped():
            for _ in range(20):
                try:
                    deaf.send_raw([wide])
                    deaf.send_raw([packed])
                except Exception:  # pylint: disable=broad-except
                    break
            return (yard.good.ask('STATS')['sessions'] or 0) < before
        wait_until(is_dropped, 'the end of the session that never reads', seconds=60)
        yard.broker.wait_line('does not read what it is sent|silent')
        yard.serve()
        yard.check_memory(128 * MIB)


@test('a peer that falls silent is given up after liveness-ms')
def _():
    with Place() as place:
        yard = Yard(place, '--heartbeat-ms', 200, '--liveness-ms', 1000)
        silent = place.worker(yard.broker, 'planning', 'silent')
        silent.welcome = None  # it sends no heartbeats either
        wait_until(lambda: yard.good.ask('STATS')['sessions'] == 1,
                   'the end of the sessions that say nothing', poll_s=0.1)
        silent.take('BYE')
        types = [message['type'] for message in silent.inbox]
        check('PONG' in types, 'no heartbeat came')
        check('ERROR' not in types, 'it was refused something')
        equal(silent.refused('PING')['name'], 'HELLO_FIRST')
        yard.worker = place.worker(yard.broker, 'planning', credit=10)
        yard.serve()


@test('a PING without an id is a sign of life, and is not answered by itself')
def _():
    with Place() as place:
        yard = Yard(place, '--heartbeat-ms', 60000, '--liveness-ms', 120000)
        peer = place.submitter(yard.broker)
        for _ in range(20):
            peer.send('PING')
        peer.ask('PING')
        equal([message['id'] for message in peer.inbox if message['type'] == 'PONG'], [])


# ---- Raw bytes on the wire --------------------------------------------------------------------


def dial(endpoint, greet=True):
    """A connection that speaks ZMTP 3.0 with the NULL mechanism by hand."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(endpoint[len('ipc://'):])
    connection.settimeout(5)
    if greet:
        connection.sendall(b'\xff' + bytes(8) + b'\x7f\x03\x00NULL' + bytes(16 + 1 + 31))
        ready = b'\x05READY\x0bSocket-Type' + struct.pack('>I', 6) + b'DEALER'
        connection.sendall(bytes([4, len(ready)]) + ready)
        connection.recv(64)
    return connection


@test('a message that never ends is cut off before it fills the memory')
def _():
    with Place() as place:
        # The good ones say nothing meanwhile, for three looks at the memory at least.
        yard = Yard(place, '--inbound-bytes-max', '16MiB', '--liveness-ms', 300000)
        silent_since = time.monotonic()
        frame = bytes([1, 100]) + bytes(100)  # more to come, 100 bytes
        block = frame * 600
        endless = dial(yard.broker.counter)
        endless.settimeout(60)
        wait_until(lambda: time.monotonic() > silent_since + 0.3, 'some silence')
        sent = 0
        peak = 0
        try:
            while sent < 512 * MIB:
                sent += endless.send(block)
                if sent // len(block) % 50 == 0:
                    peak = max(peak, yard.broker.rss_bytes())
        except OSError:
            pass
        check(sent < 512 * MIB, 'it was never cut')
        yard.broker.wait_line('more than inbound-bytes-max')
        check(peak - yard.rss < 320 * MIB, f'memory rose by {(peak - yard.rss) // MIB} MiB')
        yard.serve()  # whoever has a session still has it, however long it was silent
        wait_until(lambda: yard.broker.rss_bytes() - yard.rss < 96 * MIB,
                   lambda: f'memory given back; it holds {yard.broker.rss_bytes() // MIB} MiB')


@test('a flood of connections that speak nonsense changes nothing for others')
def _():
    chance = random.Random(1)
    with Place() as place:
        yard = Yard(place)
        for round_number in range(20):
            connections = []
            for _ in range(40):
                connection = dial(yard.broker.counter, greet=chance.random() < 0.5)
                connections.append(connection)
                try:
                    connection.sendall(chance.randbytes(chance.randrange(1, 2000)))
                except OSError:
                    pass
            if round_number % 5 == 0:
                yard.serve()
            for connection in connections:
                connection.close()
        yard.serve()
        yard.check_memory(64 * MIB)


@test('connections that say nothing lock nobody out, and are ended')
def _():
    with Place() as place:
        yard = Yard(place)
        silent = [dial(yard.broker.counter, greet=False) for _ in range(500)]
        yard.serve()
        late = place.submitter(yard.broker, 'late')
        equal(late.submit('k', 'single')['repeated'] or False, False)
        for connection in silent[:5]:
            connection.settimeout(10)
            try:
                while connection.recv(1000):
                    pass
            except ConnectionResetError:
                pass
        for connection in silent:
            connection.close()
        yard.serve()


@test('random changes of good messages are refused or taken, never fatal')
def _():
    chance = random.Random(7)
    with Place() as place:
        yard = Yard(place)
        peer = place.submitter(yard.broker, 'li')
        item, share = peer.item('SUBMIT', 'x', {'procedure': 'single', 'key': 'k',
                                                'application': {'a': [1, 'two', {'b': None}]}})
        frame = msgpack.packb(['tongfa', 1, *item])
        for _ in range(3000):
            bad = bytearray(frame)
            for _ in range(chance.randrange(1, 4)):
                bad[chance.randrange(len(bad))] = chance.randrange(256)
            cut = chance.randrange(len(bad)) if chance.random() < 0.3 else len(bad)
            peer.send_raw([bytes(bad[:cut]), share])
        peer.ask('PING')
        yard.serve()


if __name__ == '__main__':
    main()
