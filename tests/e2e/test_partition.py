#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Peers that are cut off, stopped or hung, and a broker that is: a job waits for them no longer than
its lease, their late answers are refused, nothing acknowledged is lost, nothing is decided twice.

    TONGFA_STORMS=50 TONGFA_SEED=7 test_partition.py flapping      longer, the same choices again

What is measured is read from the times in the facts, so that a slow machine cannot spoil it: a job is
leased again at most SLACK_MS after its last lease ended, of which 1 s is promised.
"""

import json
import os
import random
import signal
import time

from proxy import Proxy
from tongfa_cli import Cli
from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_facts import Fact, Judge, leases_of
from tongfa_peer import Refused, single

STORMS = int(os.environ.get('TONGFA_STORMS', '8'))
SEED = int(os.environ.get('TONGFA_SEED') or random.randrange(1 << 32))
SLACK_MS = 2000  # 1 s is promised; the rest is for a machine that is busy with other tests
LEASE_MS = 1000
OPTIONS = ['--heartbeat-ms', 200, '--liveness-ms', 1000]
GRANT = 'echo \'{"verdict":"grant"}\''


class Yard:
    """A broker, a procedure of one stage with short leases, and a witness beside any proxy."""

    def __init__(self, place, **fields):
        self.place = place
        self.broker = place.broker(*OPTIONS)
        place.operator(self.broker).publish(single(lease_ms=LEASE_MS, attempts_max=100,
                                                   backoff_ms=50, backoff_max_ms=50, **fields))
        self.witness = None
        self.look()

    def look(self):
        self.witness = self.place.operator(self.broker, 'witness')
        return self.witness

    def worker(self, program=GRANT, endpoint=None, *arguments):
        worker = self.place.start('tongfa-worker', '--office', endpoint or self.broker.office,
                                  '--department', 'planning', *arguments, '--exec', '/bin/sh', '-c',
                                  program)
        worker.wait_line('connected to')
        return worker

    def client(self, endpoint=None):
        """The command, led through a proxy."""
        cli = Cli(self.place, self.broker, 'wang')
        if endpoint:
            cli.environment['TONGFA_COUNTER'] = endpoint
        return cli

    def submit(self, key='k'):
        return self.place.submitter(self.broker, 'hall').submit(key, 'single')['bundle']

    # ---- Facts

    def facts(self, bundle=None):
        """All facts, or those of a bundle, as of now."""
        peer = self.place.operator(self.broker, 'reader')
        peer.send('FOLLOW', 'f', from_=1, credit=60000, bundle=bundle)
        found = []
        while True:
            page = peer.answer('f')
            found += [Fact(one['position'], one['record']) for one in page['facts']]
            if page['is_live']:
                peer.close()
                return found

    def history(self, bundle):
        return self.witness.history(bundle)

    def wait_fact(self, bundle, kind, count=1, seconds=None):
        def found():
            facts = [one for one in self.history(bundle) if one['type'] == kind]
            return len(facts) >= count
        wait_until(found, lambda: f'{count} {kind} of bundle {bundle}: '
                   f'{[one["type"] for one in self.history(bundle)]}', seconds, poll_s=0.02)

    def wait_workers(self, count):
        """Until the sessions of those that are silent have ended."""
        wait_until(lambda: self.witness.ask('STATS')['departments'][0]['workers'] == count,
                   f'a department of {count}')

    def check_taken_over(self, bundle, verdicts=1):
        """A second lease followed the first one's end soon; one verdict decided."""
        facts = self.facts(bundle)
        leases = leases_of(facts)
        check(len(leases) >= 2, f'{[one.type for one in facts]}')
        until_ms = leases[0].until_ms
        for one in facts:
            if one.type == 'JOB_RENEWED' and one.attempt == leases[0].attempt:
                until_ms = one.until_ms
        late_ms = leases[1].at_ms - until_ms
        print(f'# leased again {late_ms} ms after the end of the first lease')
        check(0 <= late_ms <= SLACK_MS, f'leased again {late_ms} ms after the lease')
        equal(sum(one.type == 'VERDICT_GIVEN' for one in facts), verdicts, 'verdicts')
        return facts

    def judge(self):
        """Hold the whole journal against the rules; every bundle must have ended."""
        judge = Judge(self.facts())
        for bundle in judge.bundles.values():
            check(bundle.result is not None, f'bundle {bundle.number} has not ended')
            equal([stage.verdicts for stage in bundle.stages], [1], f'verdicts on {bundle.number}')
        return judge


def gate(place, name):
    """A program that says it has begun, and judges once the file `name`-go is there."""
    begun, go = place.path(name + '-begun'), place.path(name + '-go')
    return begun, go, f'>{begun}; while [ ! -e {go} ]; do sleep 0.01; done; {GRANT}'


# ---- Workers ----------------------------------------------------------------------------------------

def worker_is_cut_off(way, how, tcp=False):
    """A worker hears or says nothing more while it holds a job; it answers when all is well again."""
    with Place() as place:
        yard = Yard(place)
        proxy = Proxy(place, yard.broker.office, tcp=tcp)
        begun, go, program = gate(place, 'first')
        cut = yard.worker(program, proxy.endpoint)
        bundle = yard.submit()
        wait_until(lambda: os.path.exists(begun), 'the review')
        getattr(getattr(proxy, way), how)()
        yard.wait_fact(bundle, 'JOB_EXPIRED')
        other = yard.worker()
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        place.write('first-go', '')
        cut.wait_line(r'job 1 attempt 1: (grant|the lease is lost)|connection lost')
        if way == 'up':
            yard.wait_workers(1)  # else its session may still stand, and it never has to come back
        else:
            cut.wait_line('connection lost')
        before = len(cut.err)
        proxy.heal()
        cut.wait_line('connected to', after=before)
        following = yard.submit('k2')
        yard.wait_fact(following, 'BUNDLE_ENDED')
        facts = yard.check_taken_over(bundle)
        equal([one.worker for one in facts if one.type == 'VERDICT_GIVEN'],
              [one.worker for one in leases_of(facts)][-1:], 'who decided')
        equal((cut.stop(), other.stop()), (0, 0), 'exit codes')
        yard.judge()


for direction, meaning in (('up', 'heard'), ('down', 'told anything')):
    for fault, fate in (('hold', 'held back'), ('drop', 'lost')):
        test(f'a worker that is no longer {meaning} ({fate}) loses its job, and the other decides')(
            lambda direction=direction, fault=fault: worker_is_cut_off(direction, fault,
                                                                       fault == 'drop'))


@test('a worker that stands by takes over within its lease and a second')
def _():
    with Place() as place:
        yard = Yard(place)
        proxy = Proxy(place, yard.broker.office)
        begun, _, program = gate(place, 'first')
        yard.worker(program, proxy.endpoint)
        bundle = yard.submit()
        wait_until(lambda: os.path.exists(begun), 'the review')
        yard.worker()
        proxy.up.hold()
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        yard.check_taken_over(bundle)


@test('a worker that is stopped for longer than liveness and lease answers in vain')
def _():
    with Place() as place:
        yard = Yard(place)
        begun, _, program = gate(place, 'first')
        stopped = yard.worker(program)
        bundle = yard.submit()
        wait_until(lambda: os.path.exists(begun), 'the review')
        stopped.signal(signal.SIGSTOP)
        place.write('first-go', '')  # the program answers while nobody listens
        yard.worker()
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        yard.wait_workers(1)
        before = len(stopped.err)
        stopped.signal(signal.SIGCONT)
        stopped.wait_line('connected to', after=before)
        yard.check_taken_over(bundle)
        equal(stopped.stop(), 0)
        yard.judge()


@test('a worker whose main thread hangs is found out though its sockets live')
def _():
    with Place() as place:
        yard = Yard(place)
        hung = place.worker(yard.broker, 'planning', 'hung', credit=1)
        bundle = yard.submit()
        job = hung.take('JOB')  # from here on only the thread of ZeroMQ works
        _, _, program = gate(place, 'other')
        yard.worker(program)
        yard.wait_fact(bundle, 'JOBS_LEASED', 2)
        yard.wait_workers(1)
        hung.drain()
        check('BYE' in [one['type'] for one in hung.inbox], 'it was not told that it was given up')
        again = place.worker(yard.broker, 'planning', 'hung')
        for kind in ('grant', 'refuse', 'release'):
            try:
                again.verdict(job, kind, reason='late')
                raise AssertionError(f'a late {kind} was taken')
            except Refused as refused:
                equal(refused.error['name'], 'LEASE_STALE')
        place.write('other-go', '')
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        facts = yard.check_taken_over(bundle)
        equal(len([one for one in facts if one.type == 'CLAIM_REFUSED']), 1, 'claims journaled')
        yard.judge()


@test('a judge that hangs keeps its job for --max-job and a lease, no longer')
def _():
    with Place() as place:
        yard = Yard(place)
        hung = yard.worker('sleep 600', None, '--max-job', 500, '--timeout', 600000)
        bundle = yard.submit()
        hung.wait_line('no verdict after 500 ms')
        yard.worker()
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        yard.check_taken_over(bundle)
        yard.judge()


# ---- Clients ----------------------------------------------------------------------------------------

def bundles(count):
    return '\n'.join(json.dumps({'procedure': 'single', 'key': f'k{at}', 'application': {'n': at}})
                     for at in range(count))


def check_acknowledged(yard, submitted, count):
    """What the command was told is in the journal, and each key once."""
    told = [json.loads(line) for line in submitted.out]
    told = {one['key']: (one['bundle'], one['position']) for one in told if 'position' in one}
    there = [(one.key, (one.bundle, one.position)) for one in yard.facts()
             if one.type == 'BUNDLE_SUBMITTED']
    equal(len(there), count, 'bundles')
    equal(told, dict(there), 'what was acknowledged, and what is there')


@test('a client that is not heard submits once when it is')
def _():
    with Place() as place:
        yard = Yard(place)
        proxy = Proxy(place, yard.broker.counter)
        proxy.up.hold()
        submitted = yard.client(proxy.endpoint).start('submit', '-', '--json', '--timeout', 0,
                                                      stdin=bundles(3))
        wait_until(lambda: proxy.count >= 2, 'another attempt')
        equal(len(yard.facts()), 1, 'facts')
        proxy.heal()
        equal(submitted.wait(), 0)
        check_acknowledged(yard, submitted, 3)


@test('a client that hears no answer asks again and is told the same')
def _():
    with Place() as place:
        yard = Yard(place)
        proxy = Proxy(place, yard.broker.counter, tcp=True)
        client = yard.client(proxy.endpoint)
        submitted = client.start('submit', '-', '--json', '--timeout', 0, '--window', 4,
                                 stdin=bundles(2000))
        wait_until(lambda: len(submitted.out) > 20, 'some answers')
        connections = proxy.count
        proxy.down.drop()
        wait_until(lambda: proxy.count > connections + 1, 'other connections')
        told = len(submitted.out)
        check(told < sum(one.type == 'BUNDLE_SUBMITTED' for one in yard.facts()),
              'something was taken that it was not told of')
        proxy.heal()
        equal(submitted.wait(), 0)
        check_acknowledged(yard, submitted, 2000)


@test('a client that is stopped for longer than liveness goes on where it was')
def _():
    with Place() as place:
        yard = Yard(place)
        submitted = yard.client().start('submit', '-', '--json', '--window', 4,
                                        stdin=bundles(2000))
        wait_until(lambda: len(submitted.out) > 20, 'some answers')
        submitted.signal(signal.SIGSTOP)
        yard.look()  # the first witness was silent meanwhile, perhaps for too long
        wait_until(lambda: yard.witness.ask('STATS')['sessions'] == 1, 'the end of its session')
        submitted.signal(signal.SIGCONT)
        equal(submitted.wait(), 0)
        check_acknowledged(yard, submitted, 2000)


# ---- Followers --------------------------------------------------------------------------------------

def follower_is_cut_off(way, how):
    with Place() as place:
        yard = Yard(place)
        proxy = Proxy(place, yard.broker.counter)
        following = yard.client(proxy.endpoint).start('follow', '--from', 1, '--json',
                                                      '--timeout', 0)
        wait_until(lambda: following.out, 'the first fact')
        connections = proxy.count
        getattr(getattr(proxy, way), how)()
        yard.worker()
        for at in range(10):
            bundle = yard.submit(f'k{at}')
        yard.wait_fact(bundle, 'BUNDLE_ENDED')
        wait_until(lambda: proxy.count > connections, 'another connection')
        proxy.heal()
        yard.look()  # the first witness was silent meanwhile, perhaps for too long
        end = yard.witness.ask('STATS')['position']
        wait_until(lambda: len(following.out) >= end, 'the rest of the facts')
        equal([json.loads(line)['position'] for line in following.out], list(range(1, end + 1)),
              'positions')
        following.signal(signal.SIGINT)
        equal(following.wait(), 0)


for direction, meaning in (('up', 'heard'), ('down', 'told anything')):
    for fault, fate in (('hold', 'held back'), ('drop', 'lost')):
        test(f'a follower that is no longer {meaning} ({fate}) misses nothing and repeats nothing')(
            lambda direction=direction, fault=fault: follower_is_cut_off(direction, fault))


# ---- The broker -------------------------------------------------------------------------------------

@test('a broker that is stopped for longer than liveness and lease decides once, and loses nothing')
def _():
    with Place() as place:
        yard = Yard(place)
        begun, _, program = gate(place, 'first')
        worker = yard.worker(program)
        following = yard.client().start('follow', '--from', 1, '--json', '--timeout', 0)
        submitted = yard.client().start('submit', '-', '--json', '--timeout', 0, stdin=bundles(50))
        wait_until(lambda: os.path.exists(begun) and len(following.out) > 3, 'the review')
        leased = leases_of(yard.facts())[0]
        before = len(worker.err)
        yard.broker.signal(signal.SIGSTOP)
        place.write('first-go', '')
        worker.wait_line('connection lost', after=before)
        wait_until(lambda: time.time() * 1000 > leased.until_ms + LEASE_MS, 'the end of all leases')
        before = len(worker.err)
        yard.broker.signal(signal.SIGCONT)
        yard.broker.wait_line('stood still')
        worker.wait_line('connected to', after=before)
        equal(submitted.wait(), 0)
        yard.look()
        wait_until(lambda: not yard.witness.ask('STATS')['bundles_open'], 'the end of all bundles')
        check_acknowledged(yard, submitted, 50)
        yard.judge()
        end = yard.witness.ask('STATS')['position']
        wait_until(lambda: len(following.out) >= end, 'all facts at the follower')
        equal([json.loads(line)['position'] for line in following.out], list(range(1, end + 1)),
              'positions')
        equal(worker.stop(), 0)


# ---- Worse ------------------------------------------------------------------------------------------

@test('connections that reach the broker twice decide once')
def _():
    with Place() as place:
        yard = Yard(place)
        office = Proxy(place, yard.broker.office, duplicate=True)
        counter = Proxy(place, yard.broker.counter, duplicate=True)
        workers = [yard.worker(endpoint=office.endpoint) for _ in range(2)]
        submitted = yard.client(counter.endpoint).run('submit', '-', '--json', stdin=bundles(12))
        # What the twin of a worker is given is lost, and waits for the end of its lease.
        wait_until(lambda: not yard.witness.ask('STATS')['bundles_open'], 'the end of all bundles',
                   60, poll_s=0.05)
        check_acknowledged(yard, submitted, 12)
        judge = yard.judge()
        facts = [one.type for one in judge.facts.values()]
        print(f"# {facts.count('JOBS_LEASED')} leases, {facts.count('JOB_EXPIRED')} expired")
        for worker in workers:
            equal(worker.stop(), 0)


def trouble(chance, proxy):
    """One fault of a proxy, or several at once."""
    for way in (proxy.up, proxy.down):
        way.delay_s = chance.choice([0, 0, 0.002, 0.02])
    kind = chance.choice(['hold', 'drop', 'reset', 'half close', 'freeze', 'nothing'])
    way = chance.choice([proxy.up, proxy.down])
    if kind in ('hold', 'drop'):
        getattr(way, kind)()
    elif kind == 'freeze':
        proxy.up.hold()
        proxy.down.hold()
    elif kind == 'half close':
        proxy.half_close(way)
    elif kind == 'reset':
        proxy.reset()
    return kind


@test(f'a flapping network, {STORMS} times: every bundle is decided once, all that was acknowledged '
      'is there')
def _():
    print(f'# TONGFA_SEED={SEED}')
    chance = random.Random(SEED)
    count = 25 * STORMS
    with Place() as place:
        yard = Yard(place)
        proxies = [Proxy(place, yard.broker.office, tcp=at % 2 == 0) for at in range(3)]
        counter = Proxy(place, yard.broker.counter)
        workers = [yard.worker(GRANT, proxy.endpoint, '--concurrency', 2) for proxy in proxies]
        submitted = yard.client(counter.endpoint).start(
            'submit', '-', '--json', '--timeout', 0, '--window', 8, stdin=bundles(count))
        kinds = []
        for at in range(STORMS):
            position = yard.witness.ask('STATS')['position']
            kinds += [trouble(chance, proxy) for proxy in (*proxies, counter)]
            # Until the fault has been felt: something new became true in spite of it, or because of
            # it (a lease ran out), or everybody is cut off and has connected anew.
            connections = [proxy.count for proxy in (*proxies, counter)]
            wait_until(lambda: yard.witness.ask('STATS')['position'] > position + 40 or any(
                proxy.count > one + 1 for proxy, one in zip((*proxies, counter), connections)) or
                submitted.child.poll() is not None, 'an effect of the fault', poll_s=0.05)
            for proxy in (*proxies, counter):
                proxy.heal()
        for proxy in (*proxies, counter):
            proxy.up.delay_s = proxy.down.delay_s = 0
        # Asked all the while, so that the witness is not given up as silent.
        wait_until(lambda: yard.witness.ask('STATS') and submitted.child.poll() is not None,
                   'the end of submit', 90, poll_s=0.05)
        equal(submitted.wait(), 0, 'exit code of submit')
        wait_until(lambda: not yard.witness.ask('STATS')['bundles_open'], 'the end of all bundles',
                   60, poll_s=0.05)
        print(f'# {[(kind, kinds.count(kind)) for kind in sorted(set(kinds))]}; connections '
              f'{[proxy.count for proxy in (*proxies, counter)]}')
        check_acknowledged(yard, submitted, count)
        facts = [one.type for one in yard.judge().facts.values()]
        print(f"# {facts.count('JOBS_LEASED')} leases, {facts.count('JOB_EXPIRED')} expired, "
              f"{facts.count('CLAIM_REFUSED')} late claims refused")
        for worker in workers:
            equal(worker.stop(), 0)


if __name__ == '__main__':
    main()
