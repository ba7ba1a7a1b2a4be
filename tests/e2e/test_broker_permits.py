#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The main job over real sockets: five permits together, whatever the order of things."""

import itertools

import msgpack

from tongfa_e2e import Place, check, equal, main, test
from tongfa_facts import bits
from tongfa_peer import FIVE, FIVE_DEPARTMENTS, FIVE_MILESTONES, fact_of, five_permits, single

STAGE_ISSUED, STAGE_REFUSED, STAGE_SEALED, STAGE_LAPSED, STAGE_BLOCKED = 5, 6, 3, 8, 7
RESULT_ALL, RESULT_NONE, RESULT_WITHDRAWN = 1, 3, 4


class Hall:
    """A broker with the five permits published and one worker for each department."""

    def __init__(self, place, **fields):
        self.place = place
        self.broker = place.broker()
        self.operator = place.operator(self.broker)
        self.operator.publish(five_permits(**fields))
        self.counter = place.submitter(self.broker)
        self.workers = [place.worker(self.broker, department, credit=8)
                        for department in FIVE_DEPARTMENTS]

    def signal_all(self, bundle):
        for milestone in FIVE_MILESTONES:
            self.counter.ask('SIGNAL', bundle=bundle, milestone=milestone)

    def show(self, bundle):
        return self.counter.ask('SHOW', bundle=bundle)['image']


@test('five permits are issued together, in one fact and in dependency order')
def _():
    with Place() as place:
        hall = Hall(place)
        recorded = hall.counter.submit('zhigu-1', application={'mu': 200})
        equal(recorded['version'], 1)
        jobs = [worker.take('JOB') for worker in hall.workers]
        equal([job['stage_name'] for job in jobs], FIVE)
        equal(jobs[0]['application'], {'mu': 200})
        check(29000 < jobs[0]['lease_ms'] <= 30000, f"lease of {jobs[0]['lease_ms']} ms")
        for worker, job in zip(reversed(hall.workers), reversed(jobs)):
            worker.verdict(job, 'grant')
        sealed = hall.show(recorded['bundle'])
        equal([stage['state'] for stage in sealed['stages']], [STAGE_SEALED] * 5)
        hall.signal_all(recorded['bundle'])
        image = hall.show(recorded['bundle'])
        equal([stage['state'] for stage in image['stages']], [STAGE_ISSUED] * 5)
        equal([stage['permit_number'] for stage in image['stages']], [1] * 5)
        equal(image['result'], RESULT_ALL)
        issued = [fact for fact in hall.counter.history(recorded['bundle'])
                  if fact['type'] == 'PERMITS_ISSUED']
        equal(len(issued), 1, 'facts that issue')
        order = [permit.get(1, 0) for permit in issued[0]['body'][3]]
        equal(sorted(order), list(range(5)))
        check(order.index(1) < order.index(2) < order.index(4), f'order {order}')
        check(order.index(0) < order.index(4), f'order {order}')


@test('a decision takes effect in the commit of the upstream result that it waited for')
def _():
    with Place() as place:
        hall = Hall(place)
        bundle = hall.counter.submit('k')['bundle']
        hall.signal_all(bundle)
        jobs = [worker.take('JOB') for worker in hall.workers]
        design = 1
        for at in [0, 2, 3, 4]:
            hall.workers[at].verdict(jobs[at], 'grant')
        before = hall.show(bundle)['last_position']
        commits = hall.counter.ask('STATS')['commits']
        hall.workers[design].verdict(jobs[design], 'grant')
        after = [fact for fact in hall.counter.history(bundle) if fact['position'] > before]
        equal([fact['type'] for fact in after],
              ['VERDICT_GIVEN', 'PERMITS_ISSUED', 'BUNDLE_ENDED'])
        equal(bits(after[0]['body'][7]), [design, 2, 4], 'granted by the verdict')
        equal(hall.counter.ask('STATS')['commits'] - commits, 1, 'commits')


@test('one refusal ends an all-or-nothing gate without any permit, and all reviews are finished')
def _():
    with Place() as place:
        hall = Hall(place)
        bundle = hall.counter.submit('k')['bundle']
        hall.signal_all(bundle)
        for worker in hall.workers:
            job = worker.take('JOB')
            if job['stage_name'] == 'design-scheme':
                worker.verdict(job, 'refuse', reason='绿地率低于规划条件。')
            else:
                worker.verdict(job, 'grant')
        image = hall.show(bundle)
        equal(image['result'], RESULT_NONE)
        equal([stage['state'] for stage in image['stages']],
              [STAGE_LAPSED, STAGE_REFUSED, STAGE_BLOCKED, STAGE_LAPSED, STAGE_BLOCKED])


@test('a withdrawn bundle calls its jobs back, and their verdicts are stale')
def _():
    with Place() as place:
        hall = Hall(place)
        bundle = hall.counter.submit('k')['bundle']
        jobs = [worker.take('JOB') for worker in hall.workers]
        hall.counter.ask('WITHDRAW', key='k', reason='改方案')
        for worker, job in zip(hall.workers, jobs):
            cancel = worker.take('CANCEL')
            equal((cancel['bundle'], cancel['attempt']), (bundle, job['attempt']))
            try:
                worker.verdict(job, 'grant')
                check(False, 'a verdict on a withdrawn bundle was taken')
            except Exception as refusal:  # pylint: disable=broad-except
                equal(refusal.error['name'], 'LEASE_STALE')
        equal(hall.show(bundle)['result'], RESULT_WITHDRAWN)
        equal(hall.counter.refused('SIGNAL', bundle=bundle, milestone=FIVE_MILESTONES[0])['name'],
              'BUNDLE_ENDED')


@test('hundreds of bundles in one message are all answered, and their numbers have no gap')
def _():
    count = 400
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=100)
        counter.send_batch([('SUBMIT', f's{i}', {'procedure': 'single', 'key': f'k{i}',
                                                 'application': {'i': i}})
                            for i in range(count)])
        bundles = {counter.answer(f's{i}')['bundle'] for i in range(count)}
        equal(len(bundles), count)
        check(counter.messages < 40, f'{counter.messages} messages for {count} answers')
        for _ in range(count):
            job = worker.take('JOB')
            held = {name: job[name] for name in ['bundle', 'attempt', 'token']}
            worker.send('VERDICT', f"v{job['bundle']}", verdict=1, credit=1, **held)
        for bundle in bundles:
            worker.answer(f'v{bundle}')
        numbers = sorted(counter.ask('SHOW', bundle=bundle)['image']['stages'][0]['permit_number']
                         for bundle in bundles)
        equal(numbers, list(range(1, count + 1)))


@test('large applications reach workers and followers whole, in as many messages as they need')
def _():
    count = 40
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        texts = {i: f'{i:05}' * 12000 for i in range(count)}
        bundles = {counter.submit(f'k{i}', 'single', application={'t': text})['bundle']: text
                   for i, text in texts.items()}
        worker = place.worker(broker, 'planning', credit=count)
        for _ in range(count):
            job = worker.take('JOB')
            equal(job['application']['t'], bundles[job['bundle']])
        follower = place.submitter(broker, 'screen')
        follower.send('FOLLOW', 'f', from_=1, credit=1000, types=1 << 2)
        facts = []
        while len(facts) < count:
            facts += [fact_of(fact) for fact in follower.answer('f')['facts']]
        equal([msgpack.unpackb(fact['body'][8])['t'] for fact in facts], list(texts.values()))


@test('a worker is never owed more jobs than it granted, and no credit pauses it')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=3)
        for i in range(10):
            counter.submit(f'k{i}', 'single')
        jobs = [worker.take('JOB') for _ in range(3)]
        statistics = counter.ask('STATS')['departments'][0]
        equal((statistics['leased'], statistics['ready'] or 0), (3, 7))
        worker.ask('PING')
        equal([message for message in worker.inbox if message['type'] == 'JOB'], [])
        worker.verdict(jobs[0], 'grant', credit=1)
        worker.take('JOB')
        worker.send('CREDIT', credit=0)
        worker.verdict(jobs[1], 'grant')
        worker.ask('PING')
        equal([message for message in worker.inbox if message['type'] == 'JOB'], [])


@test('HELLO again is a new session: other names, no credit, no FOLLOW')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker, 'wang')
        counter.send('FOLLOW', 'f', from_=1, credit=1000)
        counter.answer('f')
        before = counter.welcome['session']
        check(counter.hello(role='submitter', principal='li')['session'] != before, 'same number')
        bundle = counter.submit('k', 'single')['bundle']
        equal(counter.ask('SHOW', bundle=bundle)['image']['submitter'], 'li')
        worker = place.worker(broker, 'planning', credit=0)
        worker.send('CREDIT', credit=1)
        job = worker.take('JOB')
        worker.hello(role='worker', principal='w2', department='planning')
        counter.submit('k2', 'single')
        worker.verdict(job, 'grant')
        check(not [one for one in worker.inbox if one['type'] == 'JOB'], 'credit outlived HELLO')
        equal(counter.ask('STATS')['followers'] or 0, 0)
        check(not [one for one in counter.inbox if one['type'] == 'FACTS'], 'FOLLOW outlived HELLO')


@test('parked jobs with the longest reasons come in pages that fit a message')
def _():
    count = 70
    reason = '需' * 1333
    with Place() as place:
        broker = place.broker()
        operator = place.operator(broker)
        operator.publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=count)
        for i in range(count):
            counter.submit(f'k{i}', 'single')
        for _ in range(count):
            worker.verdict(worker.take('JOB'), 'park', reason=reason)
        jobs, after = [], 0
        while after is not None:
            page = operator.ask('PARKED', limit=64, after=after)
            check(len(page['jobs']) <= 64, f"{len(page['jobs'])} jobs in a page")
            jobs, after = jobs + page['jobs'], page['next']
        equal(len({job['bundle'] for job in jobs}), count)
        equal(len(jobs), count)
        equal({job['reason'] for job in jobs}, {'需' * 1000})
        equal(operator.ask('PARKED', limit=64, department='none')['jobs'], [])
        whole = [fact for fact in counter.history(1) if fact['type'] == 'JOB_PARKED']
        equal(whole[0]['body'][4], reason)


@test('jobs go round the workers of a department; urgent bundles go first')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        for i, priority in enumerate([5, 5, 1, 0]):
            counter.submit(f'k{i}', 'single', priority=priority)
        workers = [place.worker(broker, 'planning', f'w{i}', credit=2) for i in range(2)]
        got = [worker.take('JOB') for worker, _ in itertools.product(workers, range(2))]
        equal(sorted(job['priority'] or 0 for job in got), [0, 1, 5, 5])
        equal([job['priority'] or 0 for job in got[:2]], [0, 1], 'the first worker was alone')


if __name__ == '__main__':
    main()
