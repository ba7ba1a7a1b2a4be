#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Strangers that speak ZMTP badly, endlessly, too slowly or not at all, against a live broker; a good
client is probed throughout, by a process of its own.

    TONGFA_HOSTILE_S=600 TONGFA_SEED=7 test_hostile.py       ten minutes of it, other choices

What must hold: the broker lives, its memory stays within GROWTH_MAX of what it was, the good client is
answered within SILENCE_S each time, and afterwards a bundle ends as ever and the journal is sound.
"""

import functools
import itertools
import os
import random
import resource
import subprocess
import sys
import threading
import time

import zmtp
from tongfa_e2e import SANITIZER, Failed, Place, check, equal, main, test, wait_until
from tongfa_peer import Peer, single

SECONDS = float(os.environ.get('TONGFA_HOSTILE_S', '16'))
SEED = int(os.environ.get('TONGFA_SEED', '1'))
MIB = 1 << 20
INBOUND_MAX = 64 * MIB      # what the broker is configured to hold in transit
GROWTH_MAX = 8 * INBOUND_MAX  # ZeroMQ and AddressSanitizer take several times the bytes of small frames
LEFT_MAX = 3 * INBOUND_MAX  # afterwards: what may be in transit, and as above
SILENCE_S = 5               # on a machine that is busy with other tests
P99_MAX_S = 0.5
KINDS = 12                  # ways to be hostile that share the time


# ---- The good client, in a process of its own -------------------------------------------------------

class Caller(Peer):
    """After BYE it waits for nothing."""

    def wait(self, condition, what, seconds=None):
        message = super().wait(lambda one: one['type'] == 'BYE' or condition(one), what, seconds)
        check(message['type'] != 'BYE', 'the broker says BYE')
        return message


class Good:
    """A client and a worker that do as the protocol says: who is cut off says HELLO again, and
    repeats what was not answered. (Whoever is idle while somebody sends without end may be cut.)"""

    def __init__(self, counter, office):
        self.endpoints = counter, office
        self.peers = []
        self.is_up = False

    def dial(self):
        for peer in self.peers:
            peer.close()
        client, worker = self.peers = [Caller(endpoint) for endpoint in self.endpoints]
        client.hello(role='submitter', principal='good', seconds=1)
        worker.hello(role='worker', principal='good-worker', department='land', seconds=1)
        worker.send('CREDIT', credit=1000)
        self.is_up = True

    def ping(self, _):
        self.peers[0].ask('PING', seconds=0.5)

    def serve(self, count):
        client, worker = self.peers
        bundle = client.submit(f'good-{count}', 'good', seconds=2)['bundle']
        while not client.ask('SHOW', bundle=bundle, seconds=2)['image']['result']:
            job = worker.wait(lambda one: one['type'] == 'JOB' and one['bundle'] == bundle, 'job', 2)
            worker.verdict(job, 'grant', credit=1)
        worker.drain()
        check(not any(one['type'] == 'BYE' for one in worker.inbox), 'the broker says BYE')
        worker.inbox.clear()

    def do(self, what, count):
        """Do it however often it takes; how long that was."""
        began = time.monotonic()
        while True:
            try:
                if not self.is_up:
                    self.dial()
                getattr(self, what)(count)
                return time.monotonic() - began
            except Failed:
                self.is_up = False
                print('redial', time.monotonic(), 0, flush=True)


def probe(counter, office):
    """Pings without pause, and takes a bundle through now and then; one line each: what, when, how
    long. Ends with its standard input."""
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    good = Good(counter, office)
    for count in itertools.count(1):
        what = 'ping' if count % 20 else 'serve'
        took = good.do(what, count)
        print(what, time.monotonic(), took, flush=True)
        if count % 4 == 0:
            good.peers[0].socket.poll(5)  # some four hundred a second are enough


class Probe:
    def __init__(self, broker):
        self.samples = []  # (kind, when, seconds)
        self.child = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), '--probe', broker.counter, broker.office],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.pump = threading.Thread(target=self.read, daemon=True)
        self.pump.start()

    def read(self):
        for line in self.child.stdout:
            kind, when, took = line.split()
            self.samples.append((kind, float(when), float(took)))

    def is_alive(self):
        return self.child.poll() is None

    def since(self, began):
        return [sample for sample in self.samples if sample[1] >= began]

    def close(self):
        self.child.stdin.close()
        self.child.wait(30)
        self.child.stdout.close()
        self.child.stderr.close()


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


# ---- The siege --------------------------------------------------------------------------------------

class Siege:
    """One broker for all that follows; what each attack did to it is looked at when it is over."""

    def __init__(self):
        self.place = Place()
        # AddressSanitizer keeps what was freed for a while: that is not the broker's memory.
        lean = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'
        self.broker = self.place.broker('--inbound-bytes-max', '64MiB', '--log-level', 'warn',
                                        ready=False, environment={'ASAN_OPTIONS': lean})
        wait_until(lambda: os.path.exists(self.broker.office[len('ipc://'):]), 'the broker')
        operator = self.place.operator(self.broker)
        operator.publish(single())  # what strangers ask for waits for ever
        operator.publish(single('good', 'land', lease_ms=1000, attempts_max=100))
        self.chance = random.Random(SEED)
        self.probe = Probe(self.broker)
        self.place.closers.append(self.probe.close)
        wait_until(lambda: len(self.probe.samples) > 400, 'the good client at work', 60)
        self.calm = [took for kind, _, took in self.probe.samples if kind == 'ping'][50:]
        self.rss = self.broker.rss_bytes()
        self.peak = self.rss
        self.connections = 0
        self.sent = 0
        print(f'# before: p50 {quantile(self.calm, 0.5) * 1000:.1f} ms, '
              f'p99 {quantile(self.calm, 0.99) * 1000:.1f} ms, {self.rss // MIB} MiB; '
              f'TONGFA_SEED={SEED}')

    def look(self):
        """The broker lives, and its memory is within its bound."""
        if not self.broker.is_running():
            raise Failed(f'the broker ended with {self.broker.wait()}: {self.broker.tail(60)}')
        check(self.probe.is_alive(), 'the good client ended: ' +
              (self.probe.child.stderr.read()[-1000:] if not self.probe.is_alive() else ''))
        self.peak = max(self.peak, self.broker.rss_bytes())
        check(self.peak - self.rss < GROWTH_MAX,
              f'its memory rose by {(self.peak - self.rss) // MIB} MiB')

    def attack(self, turn, seconds=None):
        """Call turn(chance) again and again for this attack's share of the time, and judge."""
        began, connections, sent = time.monotonic(), self.connections, self.sent
        self.peak = self.broker.rss_bytes()
        turns = 0
        while time.monotonic() - began < (seconds or SECONDS / KINDS):
            turn(self.chance)
            turns += 1
            if turns % 50 == 0:
                self.look()
        self.look()
        took_s = time.monotonic() - began
        wait_until(lambda: [one for one in self.probe.since(began + took_s) if one[0] == 'serve'],
                   'a bundle that is served after it', 30)
        waits = [took for kind, _, took in self.probe.since(began) if kind == 'ping']
        serves = [took for kind, _, took in self.probe.since(began) if kind == 'serve']
        print(f'# {(self.connections - connections):,} connections, '
              f'{(self.sent - sent) / MIB:,.1f} MiB in {took_s:.1f} s; good client: '
              f'{len(waits)} answers, p50 {quantile(waits, 0.5) * 1000:.1f}, '
              f'p99 {quantile(waits, 0.99) * 1000:.1f} (before '
              f'{quantile(self.calm, 0.99) * 1000:.1f}), longest {max(waits) * 1000:.0f} ms; bundles '
              f'served {len(serves)}, longest {max(serves) * 1000:.0f} ms; '
              f'{sum(one[0] == "redial" for one in self.probe.since(began))} times cut off; memory '
              f'+{(self.peak - self.rss) / MIB:.1f} MiB at most')
        check(max(waits) < SILENCE_S, f'the good client waited {max(waits):.1f} s')
        check(quantile(waits, 0.99) < P99_MAX_S, 'the good client was hardly served')

    def dial(self, wait_s=0.2):
        self.connections += 1
        return zmtp.Dial(self.chance.choice([self.broker.counter, self.broker.office]), wait_s)

    def say(self, content, listen=False):
        """One connection that says this, perhaps hears an answer, and is gone."""
        stranger = self.dial(0.05)
        speak = self.chance.choice([stranger.say, stranger.say, stranger.send])
        if stranger.is_open and speak(content):
            self.sent += len(content)
        if listen and stranger.is_open:
            stranger.receive()
        stranger.close()


@functools.lru_cache(1)
def siege():
    return Siege()


def say_each(make):
    """An attack of many short connections."""
    def attack():
        run = siege()
        run.attack(lambda chance: run.say(make(chance), chance.random() < 0.2))
    return attack


for claim, maker in [
        ('greetings that are none, and those of older protocols', zmtp.bad_greeting),
        ('mechanisms that are not offered', zmtp.bad_mechanism),
        ('READY with wrong types, properties and sizes', zmtp.bad_ready),
        ('commands that nobody expects, and oversized ones', zmtp.bad_command),
        ('frames that claim up to 2^64 bytes, or have flags that do not exist', zmtp.bad_size),
        ('noise in well-formed frames', zmtp.garbage),
        ('random changes of a good dialogue', zmtp.mutated),
        ('good dialogues that break off anywhere', zmtp.cut_off)]:
    test(claim + ': the broker lives, others are served')(say_each(maker))


@test('messages that never end are cut off, memory stays within its bound')
def _():
    run = siege()
    block = zmtp.frame(bytes(100), zmtp.MORE) * 300
    talkers = []

    def turn(_):
        if len(talkers) < 4:
            talker = run.dial(0.05)
            if talker.send(zmtp.greeting() + zmtp.ready()):
                talkers.append(talker)
            return
        for talker in list(talkers):
            if talker.send(block):
                run.sent += len(block)
            else:
                talker.close()
                talkers.remove(talker)

    sent = run.sent
    run.attack(turn, max(2.0, SECONDS / KINDS))
    for talker in talkers:
        talker.close()
    check(run.sent - sent > INBOUND_MAX, 'too little was sent to reach the bound')
    run.broker.wait_line('more than inbound-bytes-max')
    wait_until(lambda: run.broker.rss_bytes() - run.rss < 2 * INBOUND_MAX,
               lambda: f'memory given back; it holds {run.broker.rss_bytes() // MIB} MiB', 30)


@test('identities that others have: what comes with them is freed, for the door is hung anew')
def _():
    run = siege()
    owners = []

    def turn(chance):
        while len(owners) < 2:
            owners.append(run.dial(0.2))
            owners[-1].say(zmtp.repeated_identity(chance))
        if chance.random() < 0.02:
            owners.pop(0).close()
        run.say(zmtp.repeated_identity(chance))

    sent = run.sent
    run.attack(turn, max(4.0, SECONDS / KINDS))
    for owner in owners:
        owner.close()
    check(run.sent - sent > INBOUND_MAX, 'too little was sent to reach the bound')
    run.broker.wait_line('is hung anew')


@test('a hundred dialogues that drip byte by byte hold nobody up')
def _():
    run = siege()
    drips = []

    def turn(chance):
        while len(drips) < 100:
            said = zmtp.good_dialogue(f'p{chance.randrange(50)}', f'd{chance.randrange(100)}')
            drips.append([run.dial(0.02), said, 0])
        for drip in list(drips):
            stranger, said, at = drip
            if at == len(said) or not stranger.send(said[at:at + 1]):
                stranger.close()
                drips.remove(drip)
                continue
            run.sent += 1
            drip[2] += 1

    run.attack(turn)
    for stranger, _, _ in drips:
        stranger.close()


@test('half-open connections by the hundred lock nobody out')
def _():
    run = siege()
    silent = []

    def turn(chance):
        stranger = run.dial(0.02)
        if chance.random() < 0.7:
            stranger.send(zmtp.greeting()[:chance.choice([1, 10, 11, 64])])
        silent.append(stranger)
        if len(silent) > 800:
            silent.pop(0).close()

    run.attack(turn)
    late = run.place.submitter(run.broker, 'late')
    equal(late.submit('late', 'single')['repeated'] or False, False, 'a newcomer')
    for stranger in silent:
        stranger.close()


@test('after the siege memory is given back, the journal is sound, and the broker ends in order')
def _():
    run = siege()
    held = lambda: run.broker.rss_bytes() - run.rss
    wait_until(lambda: held() < LEFT_MAX, lambda: f'memory given back; {held() // MIB} MiB are not', 30)
    print(f'# it holds {held() // MIB} MiB more than before')
    waits = [took for kind, _, took in run.probe.samples if kind == 'ping']
    print(f'# in all {run.connections:,} connections and {run.sent / MIB:,.0f} MiB; '
          f'{len(waits):,} answers to the good client, p99 {quantile(waits, 0.99) * 1000:.1f} ms, '
          f'longest {max(waits) * 1000:.0f} ms')
    run.probe.close()
    run.place.closers.remove(run.probe.close)
    status = run.broker.stop()
    equal(status, 0, f'exit code; it said {run.broker.tail(60)}')
    verified = run.place.run('tongfa', 'journal', 'verify', '--data', run.broker.data, seconds=60)
    equal(verified.status, 0, f'journal verify: {verified.tail()}')
    check(not [line for line in run.broker.err if SANITIZER.search(line)], 'a sanitizer spoke')
    run.place.__exit__(None, None, None)


@test('connections up to the limit of file descriptors: those who are there are served, newcomers as '
      'soon as there is room')
def _():
    with Place() as place:
        broker = place.broker(limits={resource.RLIMIT_NOFILE: 200})
        place.operator(broker).publish(single())
        good = place.submitter(broker, 'good')
        began = time.monotonic()
        flood = [zmtp.Dial(broker.counter) for _ in range(400)]
        for stranger in flood:
            stranger.send(zmtp.greeting()[:10])
        longest = 0.0
        for at in range(200):
            asked = time.monotonic()
            good.submit(f'k{at}', 'single')
            longest = max(longest, time.monotonic() - asked)
        check(longest < SILENCE_S, f'the good client waited {longest:.1f} s')
        late = place.submitter(broker, 'late')  # silent ones are ended after 3 s
        late.submit('late', 'single')
        print(f'# longest wait {longest * 1000:.0f} ms; a newcomer was served '
              f'{time.monotonic() - began:.1f} s after the flood began')
        for stranger in flood:
            stranger.close()
        equal(broker.stop(), 0)


if __name__ == '__main__':
    if sys.argv[1:2] == ['--probe']:
        probe(*sys.argv[2:])
    main()
