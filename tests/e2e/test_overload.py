#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""More than the broker has room for: it says BUSY and when to come back, keeps what it took, stays
within its memory, and takes new work as soon as there is room. Peers that take and never give are
no reason for others to wait."""

import os
import time

from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_hall import DEPARTMENTS, Hall
from tongfa_peer import Peer, Refused, single

MIB = 1 << 20
BUSY_AFTER_MS = 40
ROOM = 57  # of 64, for one submitter: what it has is at most seven times what it leaves
# AddressSanitizer keeps what was freed for a while: that is not the broker's memory.
LEAN = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}


class Small:
    """A broker with little room, one procedure of one stage, and a client of it."""

    def __init__(self, place, procedure=None, **limits):
        self.place = place
        options = {'bundles-max': 64, 'stage-blocks-max': 66, 'requests-max': 64,
                   'busy-after-ms': BUSY_AFTER_MS,
                   **{name.replace('_', '-'): value for name, value in limits.items()}}
        config = place.write('small.yaml',
                             ''.join(f'{name}: {value}\n' for name, value in options.items()))
        self.broker = place.broker('--config', config, environment=LEAN)
        place.operator(self.broker).publish(procedure or single())
        self.counter = place.submitter(self.broker)
        self.rss = self.broker.rss_bytes()

    def check_memory(self, growth):
        grown = self.broker.rss_bytes() - self.rss
        print(f'# grew by {grown / MIB:.1f} MiB')
        check(grown < growth, f'grew by {grown // MIB} MiB')

    def submit_all(self, keys, peer=None, application=None):
        """Submit in one message; {key: bundle number or the ERROR}."""
        peer = peer or self.counter
        peer.send_batch([('SUBMIT', key, {'procedure': 'single', 'key': key, 'priority': 4,
                                          'application': application or {'key': key}})
                         for key in keys])
        return {key: self.answer(peer, key) for key in keys}

    @staticmethod
    def answer(peer, key):
        try:
            return peer.answer(key)['bundle']
        except Refused as refusal:
            return refusal.error

    def open_count(self):
        return self.counter.ask('STATS')['bundles_open'] or 0


class Clerk:
    """A worker that grants whatever it is given, as soon as it is asked to."""

    def __init__(self, small, name='clerk', credit=64):
        self.peer = small.place.worker(small.broker, 'planning', name, credit=credit)
        self.done = 0

    def work(self):
        """Answer the jobs that are there; how many have been answered in all."""
        self.peer.drain()
        jobs = [one for one in self.peer.inbox if one['type'] == 'JOB']
        self.peer.inbox.clear()
        if jobs:
            self.peer.send_batch([('VERDICT', f"v{job['bundle']}-{job['attempt']}", {
                'bundle': job['bundle'], 'attempt': job['attempt'], 'token': job['token'],
                'verdict': 1, 'credit': 1}) for job in jobs])
        self.done += len(jobs)
        return self.done


def check_busy(error):
    equal((error['name'], error['retry'], error['after_ms']), ('BUSY', 2, BUSY_AFTER_MS))
    check(error['text'], 'BUSY without a word')


@test('beyond bundles-max submissions are BUSY with a hint; what was taken is finished, then the '
      'rest is taken')
def _():
    count = 300
    with Place() as place:
        small = Small(place)
        keys = [f'k{i}' for i in range(count)]
        answers = small.submit_all(keys)
        taken = [key for key in keys if isinstance(answers[key], int)]
        equal(taken, keys[:ROOM], 'taken')
        for key in keys[ROOM:]:
            check_busy(answers[key])
            equal(answers[key]['field'], 'submitter')
        equal(small.counter.submit('k0', 'single', application={'key': 'k0'})['repeated'], True)
        equal(small.counter.refused('SUBMIT', procedure='single', key='k1', application={'n': 0})
              ['name'], 'KEY_CONFLICT')

        clerk = Clerk(small)
        wait_until(lambda: clerk.work() >= ROOM and not small.open_count(),
                   'the end of what was taken')
        refusals = 0
        left = keys[ROOM:]
        due_s = 0
        until_s = time.monotonic() + 60
        while left or clerk.work() < count:
            check(time.monotonic() < until_s, f'{len(left)} are still BUSY')
            clerk.work()
            if time.monotonic() >= due_s and left:
                answers = small.submit_all(left)
                left = [key for key in left if not isinstance(answers[key], int)]
                refusals += len(left)
                due_s = time.monotonic() + BUSY_AFTER_MS / 1000
            clerk.peer.drain(BUSY_AFTER_MS / 1000)
        wait_until(lambda: not small.open_count(), 'the end of all bundles')
        print(f'# {refusals} more refusals until all were taken')
        check(small.counter.ask('STATS')['bundles_ended'] == count, 'bundles that ended')
        small.check_memory(48 * MIB)


@test('bundles that have ended make room at once, also while facts go on')
def _():
    with Place() as place:
        small = Small(place)
        holder = Clerk(small, 'holder', credit=1)
        small.submit_all(['held'])
        held = holder.peer.take('JOB')
        clerk = Clerk(small)
        lease = {name: held[name] for name in ('bundle', 'attempt', 'token')}
        began_s = time.monotonic()
        for round_number in range(8):
            left = [f'{round_number}-{i}' for i in range(60)]

            def is_taken():
                holder.peer.ask('RENEW', **lease)  # a fact, so that the broker is never idle
                clerk.work()
                answers = small.submit_all(left)
                left[:] = [key for key in left if not isinstance(answers[key], int)]
                return not left
            wait_until(is_taken, lambda: f'room in round {round_number} for {len(left)}; '
                       f'open are {small.open_count()}', seconds=10)
        took_s = time.monotonic() - began_s
        print(f'# {took_s:.1f} s for 480 bundles through room for 64')
        holder.peer.verdict(held, 'grant')


@test('the command waits BUSY out: 200 bundles through room for 40 with five real workers')
def _():
    with Place() as place:
        config = place.write('small.yaml', 'bundles-max: 40\nstage-blocks-max: 160\n'
                             'requests-max: 64\nbusy-after-ms: 20\n')
        hall = Hall(place, options=['--config', config], environment=LEAN)
        rss = hall.broker.rss_bytes()
        for department in DEPARTMENTS:
            hall.open(department, '--concurrency', 4, '--quiet', wait=False)
        made = place.path('made')
        make = os.path.join(SOURCE, 'scripts', 'make-bundles')
        os.spawnl(os.P_WAIT, make, make, '200', '--seed', '5', '--out', made)
        submit = hall.begin('submit', '--quiet', '--wait', os.path.join(made, 'bundles.ndjson'))
        # Milestones of a bundle that is not taken yet are BUNDLE_UNKNOWN: said again until all are.
        left = [(f'made-5-{i:06}', milestone) for i in range(1, 201) for milestone in
                ('project-record', 'land-contract', 'price-paid', 'deed-tax-paid')]

        def signal_rest():
            left[:] = hall.signal_all(left)
            return not left
        wait_until(signal_rest, lambda: f'{len(left)} signals taken', 60, poll_s=0.02)
        equal(submit.wait(60), 0, submit.tail())
        equal(hall.counter.ask('STATS')['bundles_ended'], 200)
        check(hall.broker.rss_bytes() - rss < 64 * MIB, 'memory grew')
        hall.judge()


@test('large applications offered faster than they are read fill no more than the queues')
def _():
    rounds, clients = 400, 1
    with Place() as place:
        small = Small(place)
        peers = [place.submitter(small.broker, f'client-{i}') for i in range(clients)]
        large = {'plan': 'x' * 60000}
        peak = 0
        for at in range(rounds // clients):
            for peer in peers:
                peer.send_batch([('SUBMIT', f'{at}-{i}',
                                  {'procedure': 'single', 'key': f'{at}-{i}', 'priority': 4,
                                   'application': large}) for i in range(16)])
            peak = max(peak, small.broker.rss_bytes())
        answers = [small.answer(peer, f'{at}-{i}') for peer in peers
                   for at in range(rounds // clients) for i in range(16)]
        equal(len([one for one in answers if isinstance(one, int)]), ROOM, 'taken')
        print(f'# {len(answers) * 60000 // MIB} MiB offered, '
              f'peak {(peak - small.rss) / MIB:.1f} MiB')
        # 64 messages of 1 MiB may wait from each client, and something is being worked on.
        check(peak - small.rss < (clients * 64 + 48) * MIB, f'peak {peak // MIB} MiB')
        clerk = Clerk(small)
        wait_until(lambda: clerk.work() >= ROOM and not small.open_count(),
                   'the end of what was taken')
        wait_until(lambda: small.broker.rss_bytes() - small.rss < 64 * MIB, 'memory given back')


@test('a client that floods SHOW and never reads is dropped; others are served meanwhile')
def _():
    with Place() as place:
        small = Small(place)
        clerk = Clerk(small)
        small.submit_all(['shown'])
        deaf = Peer(small.broker.counter, rcvhwm=1, sndtimeo=0)
        place.closers.append(deaf.close)
        deaf.hello(role='submitter', principal='deaf')
        count, worst_s, peak = 0, 0.0, 0

        def is_dropped():
            nonlocal count, worst_s, peak
            try:
                for _ in range(50):
                    deaf.send_batch([('SHOW', '', {'bundle': 1})] * 200)
            except Exception:  # pylint: disable=broad-except
                pass  # its own queue is full
            count += 1
            began_s = time.monotonic()
            bundle = small.submit_all([f's{count}'])[f's{count}']
            worst_s = max(worst_s, time.monotonic() - began_s)
            check(isinstance(bundle, int) or bundle['name'] == 'BUSY', f'{bundle}')
            clerk.work()
            peak = max(peak, small.broker.rss_bytes())
            return any('does not read what it is sent' in line for line in small.broker.err)
        wait_until(is_dropped, 'the end of the session that never reads', seconds=60)
        print(f'# dropped after {count} rounds; the longest answer took {worst_s * 1000:.0f} ms, '
              f'peak {(peak - small.rss) / MIB:.1f} MiB')
        check(peak - small.rss < 128 * MIB, 'memory grew')
        check(worst_s < 5, f'another client waited {worst_s:.1f} s')


@test('a worker that takes hundreds of jobs and answers none keeps nothing from being finished')
def _():
    count, credit = 300, 350
    with Place() as place:
        small = Small(place, single(lease_ms=1000, attempts_max=100), bundles_max=1000,
                      stage_blocks_max=1000)
        hog = place.worker(small.broker, 'planning', 'hog')
        equal(hog.refused('CREDIT', credit=1025)['name'], 'FIELD_INVALID')
        hog.send('CREDIT', credit=credit)
        taken = small.submit_all([f'k{i}' for i in range(count)])
        check(all(isinstance(one, int) for one in taken.values()), 'all are taken')
        jobs = [hog.take('JOB') for _ in range(count)]
        clerk = Clerk(small, credit=100)

        def is_finished():
            hog.drain()
            clerk.work()
            return not small.open_count()
        wait_until(is_finished, lambda: f'all bundles; {small.open_count()} are open', 30)
        jobs += [one for one in hog.inbox if one['type'] == 'JOB']
        equal(len(jobs), credit, 'jobs for this credit')
        for job in jobs[:3]:
            check(is_stale(hog, job), 'a late verdict was taken')
        equal(small.counter.ask('STATS')['jobs_expired'], len(jobs))
        small.check_memory(48 * MIB)


def is_stale(worker, job):
    try:
        worker.verdict(job, 'grant')
    except Refused as refusal:
        return refusal.error['name'] == 'LEASE_STALE'
    return False


@test('beyond sessions-max HELLO is BUSY with a hint, and passes when somebody has left')
def _():
    with Place() as place:
        small = Small(place, sessions_max=8)  # the operator and the counter are two
        peers = [place.submitter(small.broker, f'p{i}') for i in range(6)]
        late = place.peer(small.broker.counter)
        check_busy(late.refused('HELLO', role='submitter', principal='late'))
        equal(late.refused('PING')['name'], 'HELLO_FIRST')
        small.submit_all(['k'])
        peers[0].send('BYE')

        def is_welcome():
            try:
                late.hello(role='submitter', principal='late')
            except Refused as refusal:
                check_busy(refusal.error)
                return False
            return True
        wait_until(is_welcome, 'a place for the late one')
        late.ask('SHOW', key='k', bundle=1)


if __name__ == '__main__':
    main()
