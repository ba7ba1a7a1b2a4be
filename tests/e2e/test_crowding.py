#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Nobody is crowded out: not by a mass submitter, not by a slow department, not by ten times more
than can be done, not by a follower that stops reading.

TONGFA_LONG_S=120 lets the overload last two minutes, and the mass be 100,000 bundles."""

import collections
import os
import time

from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import Peer, fact_of, procedure, single, stage

MIB = 1 << 20
LONG_S = float(os.environ.get('TONGFA_LONG_S', '0'))
# AddressSanitizer keeps what was freed for a while: that is not the broker's memory.
LEAN = {'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}


def submit_many(peer, prefix, count, name='single', application=None):
    """In batches, without waiting for the answers; they have the keys for ids."""
    size = 30 if application else 250
    for first in range(0, count, size):
        peer.send_batch([('SUBMIT', f'{prefix}{i}', {
            'procedure': name, 'key': f'{prefix}{i}', 'priority': 4,
            'application': application or {'n': i}})
            for i in range(first, min(count, first + size))])


def grant(worker, jobs, credit=1):
    worker.send_batch([('VERDICT', f"v{job['bundle']}-{job['stage'] or 0}", {
        'bundle': job['bundle'], 'stage': job['stage'], 'attempt': job['attempt'],
        'token': job['token'], 'verdict': 1, 'credit': credit}) for job in jobs])


def take_jobs(worker):
    """The jobs that are there."""
    jobs = [one for one in worker.drain() if one['type'] == 'JOB']
    worker.inbox.clear()
    return jobs


@test('behind a mass submitter a newcomer is served in turn, also after kill -9')
def _():
    count = 100000 if LONG_S else 3000
    with Place() as place:
        options = ['--bundles-max', '200000', '--stage-blocks-max', '200000']
        broker = place.broker(*options)
        place.operator(broker).publish(single())
        submit_many(place.submitter(broker, 'mass'), 'm', count)
        boss = place.operator(broker)
        wait_until(lambda: boss.ask('STATS')['bundles_open'] == count, 'the mass', 120)
        newcomer = place.submitter(broker, 'newcomer')
        late = [newcomer.submit(f'n{i}', 'single')['bundle'] for i in range(8)]

        def first_jobs(worker, number):
            worker.send('CREDIT', credit=number)
            jobs = [worker.take('JOB') for _ in range(number)]
            return jobs, [job['bundle'] for job in jobs if job['bundle'] in late]
        worker = place.worker(broker, 'planning', credit=0)
        jobs, seen = first_jobs(worker, 8)
        equal(seen, late[:4], 'of the first 8 jobs')
        grant(worker, jobs)
        broker.kill()
        broker = place.broker(*options)
        worker = place.worker(broker, 'planning', credit=0)
        _, seen = first_jobs(worker, 10)
        check(len([one for one in seen if one in late[4:]]) == 4, f'after the restart: {seen}')


@test('a department that stands still delays its own stages and nothing else')
def _():
    count = 400
    with Place() as place:
        broker = place.broker()
        boss = place.operator(broker)
        boss.publish(single())
        boss.publish(procedure([stage('fast', 'planning'), stage('slow', 'design')], name='both'))
        still = Peer(broker.office, rcvhwm=1)  # takes jobs and reads none of them
        place.closers.append(still.close)
        still.hello(role='worker', principal='still', department='design')
        still.send('CREDIT', credit=1024)
        worker = place.worker(broker, 'planning', credit=50)
        submit_many(place.submitter(broker, 'upstream'), 'b', count, 'both')
        done = 0

        def is_done():
            nonlocal done
            jobs = take_jobs(worker)
            if jobs:
                grant(worker, jobs)
            done += len(jobs)
            return done == count
        wait_until(is_done, lambda: f'the planning of all; {done} are done')
        client = place.submitter(broker, 'client')
        worst_s = 0
        for i in range(60):
            began_s = time.monotonic()
            bundle = client.submit(f'c{i}', 'single')['bundle']
            job = worker.take('JOB')
            equal(job['bundle'], bundle)
            worker.verdict(job, 'grant', credit=1)
            worst_s = max(worst_s, time.monotonic() - began_s)
            still.send('PING')
        departments = {one['department']: one for one in boss.ask('STATS')['departments']}
        equal((departments['design']['leased'] or 0) + (departments['design']['ready'] or 0), count)
        planning = departments['planning']
        equal((planning['ready'] or 0, planning['leased'] or 0), (0, 0))
        print(f'# the slowest of 60 beside it took {worst_s * 1000:.0f} ms')
        check(worst_s < 2, f'{worst_s:.1f} s for a bundle that has nothing to do with it')


class Flood:
    """Ten times what the department can do, from one submitter; another hands in now and then."""

    RATE = 200  # jobs a second that are done

    def __init__(self, place, broker):
        self.mass = place.submitter(broker, 'mass')
        self.other = place.submitter(broker, 'other')
        self.worker = place.worker(broker, 'planning', credit=20)
        self.sent_s = {}  # by key
        self.keys = {}  # by bundle: key
        self.took_s = {'m': [], 'o': []}
        self.answer_s = []
        self.busy = collections.Counter()
        self.offered = 0
        self.waiting = []
        self.done = 0
        self.next_work_s = 0

    def offer(self, peer, kind, count):
        items = []
        for _ in range(count):
            key = f'{kind}{self.offered}'
            self.offered += 1
            self.sent_s[key] = time.monotonic()
            items.append(('SUBMIT', key, {'procedure': 'single', 'key': key, 'priority': 4,
                                          'application': {'key': key}}))
        peer.send_batch(items)

    def read(self, peer):
        now = time.monotonic()
        for one in peer.drain():
            if one['type'] == 'RECORDED':
                self.keys[one['bundle']] = one['id']
            elif one['type'] == 'ERROR':
                equal(one['name'], 'BUSY')
                check(one['after_ms'] > 0, 'a hint when to come back')
                self.busy[one['id'][0]] += 1
            else:
                continue
            self.answer_s.append(now - self.sent_s[one['id']])
        peer.inbox.clear()

    def work(self):
        """A twentieth of a second's work each twentieth of a second."""
        self.waiting += take_jobs(self.worker)
        now = time.monotonic()
        if now < self.next_work_s or not self.waiting:
            return
        self.next_work_s = now + 0.05
        jobs, self.waiting = self.waiting[:self.RATE // 20], self.waiting[self.RATE // 20:]
        grant(self.worker, jobs)
        for job in jobs:
            key = job['application']['key']
            self.took_s[key[0]].append(now - self.sent_s[key])
        self.done += len(jobs)

    def step(self):
        self.work()
        self.read(self.mass)
        self.read(self.other)


def share(values, part):
    return sorted(values)[int(len(values) * part)] if values else 0


@test('ten times more than can be done: BUSY at once; what is taken is done in bounded time and '
      'memory')
def _():
    room = 400
    with Place() as place:
        config = place.write('small.yaml', f'bundles-max: {room}\nstage-blocks-max: {room}\n'
                             'busy-after-ms: 100\n')
        broker = place.broker('--config', config, environment=LEAN)
        boss = place.operator(broker)
        boss.publish(single())
        flood = Flood(place, broker)
        rss = broker.rss_bytes()
        began_s = time.monotonic()
        until_s = began_s + (LONG_S or 6)
        next_mass_s = next_other_s = began_s
        peak = 0
        while time.monotonic() < until_s:
            now = time.monotonic()
            if now >= next_mass_s:
                flood.offer(flood.mass, 'm', Flood.RATE // 2)  # each twentieth of a second
                next_mass_s += 0.05
            if now >= next_other_s:
                flood.offer(flood.other, 'o', 1)
                next_other_s += 0.2
            flood.step()
            peak = max(peak, broker.rss_bytes())
            flood.mass.drain(0.002)
        lasted_s = time.monotonic() - began_s

        def is_over():
            flood.step()
            return len(flood.answer_s) == flood.offered and flood.done == len(flood.keys)
        wait_until(is_over, lambda: f'the end: {flood.done} done of {len(flood.keys)} taken, '
                   f'{len(flood.answer_s)} answers to {flood.offered}', 60)
        took = flood.took_s
        print(f'# {lasted_s:.0f} s: {flood.offered / lasted_s:.0f}/s offered, '
              f'{flood.done / lasted_s:.0f}/s done, {sum(flood.busy.values())} BUSY of '
              f'{flood.offered}; answers p50 {share(flood.answer_s, .5) * 1000:.0f} p99 '
              f'{share(flood.answer_s, .99) * 1000:.0f} ms; done in p50 {share(took["m"], .5):.2f} '
              f'p99 {share(took["m"], .99):.2f} s; the other p50 {share(took["o"], .5):.2f} '
              f'p99 {share(took["o"], .99):.2f} s, {flood.busy["o"]} BUSY; '
              f'{(peak - rss) / MIB:.1f} MiB more')
        check(flood.offered > 5 * flood.done, 'the load is no overload')
        equal(flood.busy['o'], 0, 'BUSY for whoever hands in little')
        # What may wait divided by what is done in a second, and as much again for the machine.
        check(share(took['m'], .99) < 2 * room / Flood.RATE + 2, 'what was taken waits too long')
        check(share(took['o'], .5) < share(took['m'], .5) / 2, 'the other one waits like the mass')
        check(share(flood.answer_s, .99) < 2, 'answers come late')
        check(peak - rss < 48 * MIB, f'grew by {(peak - rss) // MIB} MiB')
        boss = place.operator(broker)
        wait_until(lambda: not boss.ask('STATS')['bundles_open'], 'the end of all bundles')


@test('a follower that stops reading costs nothing but its own lag')
def _():
    count = 200
    with Place() as place:
        broker = place.broker(environment=LEAN)
        boss = place.operator(broker)
        boss.publish(single())
        deaf = Peer(broker.counter, rcvhwm=1)
        place.closers.append(deaf.close)
        deaf.hello(role='submitter', principal='deaf')
        deaf.send('FOLLOW', 'f', from_=1, credit=60000)
        polite = place.submitter(broker, 'polite')  # stops by granting no more
        polite.send('FOLLOW', 'f', from_=1, credit=100)
        screen = place.submitter(broker, 'screen')
        screen.send('FOLLOW', 'f', from_=1, credit=65536, types=1 << 20)
        worker = place.worker(broker, 'planning', credit=100)
        client = place.submitter(broker, 'client')
        done, ended = 0, 0

        def is_done():
            nonlocal done, ended
            jobs = take_jobs(worker)
            if jobs:
                grant(worker, jobs)
            done += len(jobs)
            deaf.send('PING')
            ended += sum(len(one['facts']) for one in screen.drain() if one['type'] == 'FACTS')
            screen.inbox.clear()
            client.drain()
            client.inbox.clear()
            return done == wanted and ended == wanted
        rss = []
        for wanted in range(count, 17 * count, count):
            submit_many(client, f'{wanted}-', count, application={'plan': 'x' * 30000})
            wait_until(is_done, lambda: f'{wanted} bundles; {done} are done, {ended} seen', 60)
            rss.append(broker.rss_bytes())
        print(f'# {wanted * 30000 // MIB} MiB to follow; MiB of memory: '
              f'{", ".join(str(one // MIB) for one in rss)}')
        # The first rounds fill what is used again; 74 MiB are written after them.
        check(rss[-1] - rss[2] < 32 * MIB, 'memory for whoever does not read')

        position = boss.ask('STATS')['position']

        def read_rest(peer, request_id):
            """All positions that come, from the first on."""
            got = []
            while not got or got[-1] < position:
                page = peer.answer(request_id)
                got += [fact_of(one)['position'] for one in page['facts']]
                peer.send('MORE', credit=len(page['facts']) or 1)
            return got
        polite.send('MORE', credit=100)
        equal(read_rest(polite, 'f'), list(range(1, position + 1)), 'the polite one goes on')
        again = place.submitter(broker, 'deaf')
        again.send('FOLLOW', 'g', from_=1, credit=100)
        equal(read_rest(again, 'g'), list(range(1, position + 1)), 'the deaf one begins anew')


@test('a follower that reads slowly, with credit for everything, is not given up')
def _():
    count = 1500
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        client = place.submitter(broker, 'client')
        submit_many(client, 'k', count, application={'plan': 'x' * 30000})
        wait_until(lambda: (client.ask('STATS')['bundles_open'] or 0) == count, 'all bundles', 60)
        position = client.ask('STATS')['position']
        slow = Peer(broker.counter, rcvhwm=1)
        place.closers.append(slow.close)
        slow.hello(role='submitter', principal='slow')
        slow.send('FOLLOW', 'f', from_=1, credit=60000)
        # Nothing is read until no more is taken: then the broker has made the same page again.
        client.drain(0.5)
        got = []
        while not got or got[-1] < position:
            got += [fact_of(one)['position'] for one in slow.answer('f')['facts']]
        equal(got, list(range(1, position + 1)))
        check(not any('does not read' in line for line in broker.err), 'the session was ended')


if __name__ == '__main__':
    main()
