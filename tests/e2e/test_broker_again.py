#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Things that happen twice: submissions, requests, verdicts, and starts of the broker."""

import signal
import time

import msgpack

from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import Refused, single


def stale(worker, job, verdict='grant'):
    """The name of the refusal of a verdict."""
    try:
        worker.verdict(job, verdict)
    except Refused as refusal:
        return refusal.error['name']
    return 'taken'


@test('the same submission twice is one bundle, also after it has ended and after restarts')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        first = counter.submit('k', 'single')
        again = counter.submit('k', 'single')
        equal((again['bundle'], again['position'], again['repeated']),
              (first['bundle'], first['position'], True))
        other = counter.refused('SUBMIT', procedure='single', key='k', application={'n': 2})
        equal((other['name'], other['bundle']), ('KEY_CONFLICT', first['bundle']))
        li = place.submitter(broker, 'li').submit('k', 'single')
        check(li['bundle'] != first['bundle'], 'keys of two submitters collide')

        worker = place.worker(broker, 'planning', credit=5)
        for job in [worker.take('JOB'), worker.take('JOB')]:
            worker.verdict(job, 'grant')
        equal(counter.submit('k', 'single')['bundle'], first['bundle'])
        equal(broker.stop(), 0)
        broker = place.broker()
        counter = place.submitter(broker)
        again = counter.submit('k', 'single')
        equal((again['bundle'], again['position'], again['repeated']),
              (first['bundle'], first['position'], True))
        equal(counter.ask('SHOW', key='k')['image']['result'], 1)
        equal(counter.ask('EXPLAIN', key='k')['waits'], [])
        equal(counter.history(first['bundle'])[-1]['type'], 'BUNDLE_ENDED')


@test('a request id answers again for the same content, and conflicts for other content')
def _():
    with Place() as place:
        broker = place.broker()
        operator = place.operator(broker)
        first = operator.ask('PUBLISH', 'p1', encoded=msgpack.packb(single()))
        again = operator.ask('PUBLISH', 'p1', encoded=msgpack.packb(single()))
        equal((again['position'], again['repeated']), (first['position'], True))
        conflict = operator.refused('PUBLISH', 'p1',
                                    encoded=msgpack.packb(single(name='other')))
        equal(conflict['name'], 'REQUEST_CONFLICT')
        counter = place.submitter(broker)
        counter.submit('k', 'single')
        done = counter.ask('WITHDRAW', 'w1', key='k')
        equal(counter.ask('WITHDRAW', 'w1', key='k')['position'], done['position'])
        equal(counter.refused('WITHDRAW', 'w1', key='k', reason='x')['name'], 'REQUEST_CONFLICT')


@test('a lease that runs out goes to another worker; the late verdict is refused and journaled')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single(lease_ms=1000))
        counter = place.submitter(broker)
        silent = place.worker(broker, 'planning', 'silent', credit=1)
        bundle = counter.submit('k', 'single')['bundle']
        lost = silent.take('JOB')
        other = place.worker(broker, 'planning', 'other', credit=1)
        job = other.take('JOB')
        equal((job['bundle'], job['attempt']), (bundle, 2))
        equal(stale(silent, lost), 'LEASE_STALE')
        equal(stale(silent, {**lost, 'token': job['token'] ^ 1}), 'LEASE_STALE')
        other.verdict(job, 'grant')
        types = [fact['type'] for fact in counter.history(bundle)]
        equal(types.count('VERDICT_GIVEN'), 1)
        equal(types.count('JOB_EXPIRED'), 1)
        equal(types.count('CLAIM_REFUSED'), 1)


@test('a job that cannot be sent goes back at once instead of waiting for its lease')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single(lease_ms=3600000))
        counter = place.submitter(broker)
        gone = place.worker(broker, 'planning', 'gone', credit=3)
        gone.ask('PING')
        gone.close()
        bundles = [counter.submit(f'k{i}', 'single')['bundle'] for i in range(3)]
        worker = place.worker(broker, 'planning', 'here', credit=3)
        jobs = [worker.take('JOB') for _ in bundles]
        equal(sorted(job['bundle'] for job in jobs), sorted(bundles))
        for job in jobs:
            worker.verdict(job, 'grant')
        facts = counter.history(bundles[0])
        equal([fact['type'] for fact in facts][1:4], ['JOBS_LEASED', 'JOB_RELEASED', 'JOBS_LEASED'])
        equal(counter.ask('STATS')['claims_refused'] or 0, 0)


@test('a renewed lease does not run out')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single(lease_ms=1000))
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=1)
        counter.submit('k', 'single')
        job = worker.take('JOB')
        held = {name: job[name] for name in ['bundle', 'attempt', 'token']}
        first_ms = job['until_ms']

        def renewed():
            until_ms = worker.ask('RENEW', **held)['until_ms']
            return until_ms > first_ms + 1500
        wait_until(renewed, 'a lease renewed beyond its first end', poll_s=0.2)
        worker.verdict(job, 'grant')
        equal(counter.ask('STATS')['jobs_expired'] or 0, 0)


@test('a failing job is retried with backoff, parked at its last attempt, and readied by an operator')
def _():
    with Place() as place:
        broker = place.broker()
        operator = place.operator(broker)
        operator.publish(single(backoff_ms=20, attempts_max=2))
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=5)
        bundle = counter.submit('k', 'single')['bundle']
        worker.verdict(worker.take('JOB'), 'fail', reason='登记系统不可用')
        equal(counter.ask('EXPLAIN', bundle=bundle)['waits'][0]['kind'] in (4, 5), True)
        worker.verdict(worker.take('JOB'), 'fail', reason='登记系统仍不可用')
        parked = operator.ask('PARKED', limit=10)['jobs']
        equal([(job['bundle'], job['stage'], job['cause'], job['reason']) for job in parked],
              [(bundle, 'review', 2, '登记系统仍不可用')])
        equal(counter.ask('EXPLAIN', bundle=bundle)['waits'][0]['kind'], 6)
        operator.ask('RETRY', bundle=bundle, stage='review')
        equal(operator.refused('RETRY', bundle=bundle, stage='review')['name'], 'NOT_PARKED')
        job = worker.take('JOB')
        equal(job['attempt'], 3)
        worker.verdict(job, 'grant')
        equal(operator.ask('PARKED', limit=10)['jobs'], [])


@test('after kill -9 everything acknowledged is there, and a worker answers the lease it holds')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=1)
        bundles = [counter.submit(f'k{i}', 'single')['bundle'] for i in range(20)]
        job = worker.take('JOB')
        broker.kill()
        broker = place.broker()
        counter = place.submitter(broker)
        for i, bundle in enumerate(bundles):
            equal(counter.ask('SHOW', key=f'k{i}')['image']['bundle'], bundle)
        worker = place.worker(broker, 'planning')
        worker.verdict(job, 'grant')
        equal(counter.ask('SHOW', bundle=job['bundle'])['image']['result'], 1)
        equal(worker.verdict(job, 'grant')['repeated'], True, 'the same verdict again')


@test('after a restart peers are asked to introduce themselves again, on the same socket')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        bundle = counter.submit('k', 'single')['bundle']
        broker.kill()
        place.broker()
        error = counter.refused('SHOW', bundle=bundle)
        equal((error['name'], error['retry']), ('HELLO_FIRST', 3))
        counter.hello(role='submitter', principal='wang')
        equal(counter.ask('SHOW', key='k')['image']['bundle'], bundle)


@test('what was acknowledged before SIGTERM under load is there, and the rest is told DRAINING')
def _():
    count = 3000
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        for first in range(0, count, 100):
            counter.send_batch([('SUBMIT', f'k{i}', {'procedure': 'single', 'key': f'k{i}',
                                                     'application': {'i': i}})
                                for i in range(first, first + 100)])
            if first == count // 2:
                counter.answer('k0')
                broker.signal(signal.SIGTERM)
        equal(broker.wait(), 0)
        counter.drain(0.1)
        answers = {one['id']: one for one in counter.inbox if one['type'] in ('RECORDED', 'ERROR')}
        names = {one['name'] for one in answers.values() if one['type'] == 'ERROR'}
        check(names <= {'DRAINING'}, f'refused as {names}')
        taken = {key: one['bundle'] for key, one in answers.items() if one['type'] == 'RECORDED'}
        check(len(taken) > 100, f'{len(taken)} were taken')
        counter = place.submitter(place.broker())
        for key, bundle in taken.items():
            equal(counter.ask('SHOW', key=key)['image']['bundle'], bundle)


@test('a broker that stood still does not take its peers for silent')
def _():
    with Place() as place:
        broker = place.broker('--heartbeat-ms', 200, '--liveness-ms', 600)
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        counter.submit('k', 'single')
        broker.signal(signal.SIGSTOP)
        stopped = time.monotonic()
        wait_until(lambda: time.monotonic() > stopped + 1, 'a second to pass')
        broker.signal(signal.SIGCONT)
        equal(counter.submit('k', 'single')['repeated'], True)
        broker.wait_line('stood still')


@test('SIGTERM refuses new work, takes the verdicts that are out, says BYE and exits with 0')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=1)
        bundle = counter.submit('k', 'single')['bundle']
        counter.submit('k2', 'single')
        job = worker.take('JOB')
        broker.signal(signal.SIGTERM)
        worker.take('DRAIN')
        counter.take('DRAIN')
        refusal = counter.refused('SUBMIT', procedure='single', key='k3', application={'n': 1})
        equal((refusal['name'], refusal['retry']), ('DRAINING', 2))
        check(refusal['after_ms'] > 0, 'no retry hint')
        equal(counter.ask('STATS')['is_draining'], True)
        worker.verdict(job, 'grant', credit=5)
        worker.take('BYE')
        counter.take('BYE')
        equal(broker.wait(), 0)
        check(not [one for one in worker.inbox if one['type'] == 'JOB'], 'a job while draining')
        broker = place.broker()
        equal(place.submitter(broker).ask('SHOW', bundle=bundle)['image']['result'], 1)


@test('a drain that waits in vain ends after drain-ms; the lease goes on after the restart')
def _():
    with Place() as place:
        broker = place.broker('--drain-ms', 300)
        place.operator(broker).publish(single())
        worker = place.worker(broker, 'planning', credit=1)
        place.submitter(broker).submit('k', 'single')
        job = worker.take('JOB')
        equal(broker.stop(), 0)
        broker = place.broker()
        match = broker.wait_line(r'recovered (\d+) facts')
        equal(int(match[1]), 0, 'facts replayed after a clean end')
        worker = place.worker(broker, 'planning')
        worker.verdict(job, 'grant')


@test('a second signal ends the broker at once')
def _():
    with Place() as place:
        broker = place.broker('--drain-ms', 60000)
        place.operator(broker).publish(single())
        worker = place.worker(broker, 'planning', credit=1)
        place.submitter(broker).submit('k', 'single')
        worker.take('JOB')
        broker.signal(signal.SIGINT)
        worker.take('DRAIN')
        broker.signal(signal.SIGINT)
        equal(broker.wait(), 128 + signal.SIGINT)


@test('SIGHUP changes nothing')
def _():
    with Place() as place:
        broker = place.broker()
        broker.signal(signal.SIGHUP)
        broker.wait_line('SIGHUP: nothing')
        place.operator(broker).publish(single())
        equal(broker.stop(), 0)


@test('a second broker on the same data or endpoints is refused')
def _():
    with Place() as place:
        place.broker(data='a')
        second = place.broker(data='a', ready=False)
        equal(second.wait(), 75)
        third = place.start('tongfa-broker', '--data', place.path('other'),
                            '--counter', f'ipc://{place.path("a")}-counter',
                            '--office', f'ipc://{place.path("other")}-office')
        equal(third.wait(), 75)


if __name__ == '__main__':
    main()
