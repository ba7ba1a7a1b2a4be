#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What a worker process lives through: kills, restarts, drains, programs in its place."""

import os
import signal

from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import single

RESULT_ALL = 1


class Desk:
    """A broker with a procedure of one stage, and workers for it."""

    def __init__(self, place, **fields):
        self.place = place
        self.broker = place.broker()
        self.operator = place.operator(self.broker)
        self.operator.publish(single(**fields))
        self.counter = place.submitter(self.broker)

    def worker(self, *arguments, department='planning'):
        return self.place.start('tongfa-worker', '--office', self.broker.office, '--department',
                                department, *arguments)

    def program(self, text, *arguments):
        """A worker that runs this line of shell."""
        return self.worker(*arguments, '--exec', '/bin/sh', '-c', text)

    def submit(self, key, application=None):
        return self.counter.submit(key, procedure='single', application=application)['bundle']

    def types(self, bundle):
        return [fact['type'] for fact in self.counter.history(bundle)]

    def wait_fact(self, bundle, name, count=1):
        def found():
            facts = [fact for fact in self.counter.history(bundle) if fact['type'] == name]
            return facts[count - 1] if len(facts) >= count else None
        return wait_until(found, lambda: f'{name} of bundle {bundle}: {self.types(bundle)}')

    def restart(self):
        """The broker dies and comes back on its journal."""
        self.broker.kill()
        self.broker = self.place.broker()
        self.counter = self.place.submitter(self.broker)


GRANT = 'echo \'{"verdict":"grant"}\''


@test('a review longer than its lease keeps it by renewals')
def _():
    with Place() as place:
        desk = Desk(place, lease_ms=1000)
        desk.worker('--delay', 2500, '--exec', '/bin/sh', '-c', GRANT)
        bundle = desk.submit('k')
        desk.wait_fact(bundle, 'BUNDLE_ENDED')
        types = desk.types(bundle)
        check(types.count('JOB_RENEWED') >= 3, f'{types}')
        equal(types.count('JOBS_LEASED'), 1)
        check('JOB_EXPIRED' not in types, f'{types}')


@test('a worker killed in a review loses its lease and another finishes the job')
def _():
    with Place() as place:
        desk = Desk(place, lease_ms=1000)
        first = desk.worker('--delay', 600000, '--exec', '/bin/sh', '-c', GRANT)
        bundle = desk.submit('k')
        desk.wait_fact(bundle, 'JOBS_LEASED')
        first.kill()
        desk.program(GRANT)
        desk.wait_fact(bundle, 'BUNDLE_ENDED')
        types = desk.types(bundle)
        equal(types.count('JOB_EXPIRED'), 1)
        equal(types.count('VERDICT_GIVEN'), 1)


@test('a verdict made while the broker was dead counts when it is back, once')
def _():
    with Place() as place:
        desk = Desk(place)
        go = place.path('go')
        worker = desk.program(f'while [ ! -e {go} ]; do sleep 0.01; done; {GRANT}')
        bundle = desk.submit('k')
        desk.wait_fact(bundle, 'JOBS_LEASED')
        desk.broker.kill()
        place.write('go', '')
        worker.wait_line(r'job 1 attempt 1: grant')
        desk.restart()
        desk.wait_fact(bundle, 'BUNDLE_ENDED')
        types = desk.types(bundle)
        equal(types.count('JOBS_LEASED'), 1)
        equal(types.count('VERDICT_GIVEN'), 1)
        equal(worker.stop(), 0)


@test('SIGTERM lets a worker finish what it holds and take nothing more')
def _():
    with Place() as place:
        desk = Desk(place)
        go, begun = place.path('go'), place.path('begun')
        worker = desk.program(f'>{begun}; while [ ! -e {go} ]; do sleep 0.01; done; {GRANT}')
        held, other = desk.submit('k1'), desk.submit('k2')
        wait_until(lambda: os.path.exists(begun), 'the program')
        worker.signal(signal.SIGTERM)
        worker.wait_line('draining: 1 under review')
        place.write('go', '')
        equal(worker.wait(), 0)
        check('BUNDLE_ENDED' in desk.types(held), f'{desk.types(held)}')
        check('JOBS_LEASED' not in desk.types(other), f'{desk.types(other)}')


@test('a second SIGTERM while a worker ends does not end it another way')
def _():
    with Place() as place:
        for _ in range(5):
            worker = place.start('tongfa-worker', '--department', 'planning', '--office',
                                 f'ipc://{place.path("nobody")}', '--exec', 'true')
            worker.wait_line('looking for a broker at ipc://.*/nobody')
            worker.signal(signal.SIGTERM)
            worker.signal(signal.SIGTERM)
            equal(worker.wait(), 0)


@test('a job that crosses the order to drain is given back, not left to its lease')
def _():
    with Place() as place:
        desk = Desk(place, lease_ms=60000)
        for at in range(20):
            worker = desk.program(GRANT, '--concurrency', 4)
            worker.wait_line('connected')
            bundles = [desk.submit(f'k{at}-{i}') for i in range(3)]
            equal(worker.stop(), 0)
            for bundle in bundles:
                types = desk.types(bundle)
                check(types[-1] in ('BUNDLE_ENDED', 'BUNDLE_SUBMITTED', 'JOB_RELEASED'), f'{types}')


@test('what is not finished when the drain is over is given back and counts as nothing')
def _():
    with Place() as place:
        desk = Desk(place)
        worker = desk.program('sleep 600', '--drain', 50)
        bundle = desk.submit('k')
        desk.wait_fact(bundle, 'JOBS_LEASED')
        equal(worker.stop(), 0)
        equal(desk.types(bundle)[-1], 'JOB_RELEASED')
        desk.program(GRANT)
        desk.wait_fact(bundle, 'BUNDLE_ENDED')


@test('a withdrawn bundle stops the program that reviews it')
def _():
    with Place() as place:
        desk = Desk(place)
        worker = desk.program(f'echo $$ >{place.path("p.new")}; mv {place.path("p.new")} '
                              f'{place.path("pid")}; exec sleep 600')
        bundle = desk.submit('k')
        wait_until(lambda: os.path.exists(place.path('pid')), 'the program')
        with open(place.path('pid'), encoding='ascii') as file:
            pid = int(file.read())
        desk.counter.ask('WITHDRAW', bundle=bundle, reason='other plans')
        worker.wait_line('cancelled, the bundle was withdrawn')
        wait_until(lambda: not os.path.exists(f'/proc/{pid}'), 'the end of the program')
        following = desk.submit('k2')
        desk.wait_fact(following, 'JOBS_LEASED')


@test('exit code 75 is retried with backoff, another is parked, an operator retries it')
def _():
    with Place() as place:
        desk = Desk(place)
        count, mood = place.path('count'), place.path('mood')
        desk.program(f'echo >>{count}; [ -e {mood} ] && {{ {GRANT}; exit 0; }}; '
                     f'[ $(wc -l <{count}) -ge 3 ] && {{ echo broken >&2; exit 3; }}; exit 75')
        bundle = desk.submit('k')
        parked = desk.wait_fact(bundle, 'JOB_PARKED')
        equal(desk.types(bundle).count('JOB_FAILED'), 2)
        check('exit code 3' in parked['body'][4] and 'broken' in parked['body'][4], f'{parked}')
        place.write('mood', '')
        desk.operator.ask('RETRY', bundle=bundle, stage='review')
        desk.wait_fact(bundle, 'BUNDLE_ENDED')


@test('what the broker will not take from a program is parked, with what the broker said')
def _():
    with Place() as place:
        desk = Desk(place)
        desk.program('echo \'{"verdict":"special","special":"tender","days":10000,"reason":"r"}\'')
        bundle = desk.submit('k')
        parked = desk.wait_fact(bundle, 'JOB_PARKED')
        check('refused the verdict special: ACT_IMPOSSIBLE: ' in parked['body'][4], f'{parked}')
        check('1 to 9999' in parked['body'][4], f'{parked}')


@test('a program out of time fails until its attempts are used up')
def _():
    with Place() as place:
        desk = Desk(place)
        desk.program('sleep 600', '--timeout', 50)
        bundle = desk.submit('k')
        parked = desk.wait_fact(bundle, 'JOB_PARKED')
        equal(desk.types(bundle).count('JOBS_LEASED'), 3)
        check('in 50 ms' in parked['body'][4], f'{parked}')


@test('a review over --max-job is given up, and its lease runs out')
def _():
    with Place() as place:
        desk = Desk(place, lease_ms=1000)
        for kind in (['--delay', 600000, '--exec', 'true'],
                     ['--timeout', 600000, '--exec', 'sleep', '600']):
            worker = desk.worker('--max-job', 300, *kind)
            bundle = desk.submit(kind[0])
            desk.wait_fact(bundle, 'JOB_EXPIRED')
            check('VERDICT_GIVEN' not in desk.types(bundle), f'{desk.types(bundle)}')
            worker.wait_line('no verdict after 300 ms')
            desk.counter.ask('WITHDRAW', bundle=bundle, reason='enough')
            equal(worker.stop(), 0)


@test('the example program judges real jobs')
def _():
    with Place() as place:
        desk = Desk(place)
        desk.worker('--exec', os.path.join(SOURCE, 'workers', 'examples', 'review.py'))
        low = desk.submit('low', {'scheme': {'version': 1, 'floors': 3}})
        high = desk.submit('high', {'scheme': {'version': 1, 'floors': 30}})
        equal(desk.wait_fact(low, 'BUNDLE_ENDED')['body'][1], RESULT_ALL)
        desk.wait_fact(high, 'BUNDLE_ENDED')
        check('请减少12层' in desk.wait_fact(high, 'VERDICT_GIVEN')['body'][5], 'the reason')


@test('a worker that comes before its procedure waits for it')
def _():
    with Place() as place:
        broker = place.broker()
        worker = place.start('tongfa-worker', '--office', broker.office, '--department', 'land')
        worker.wait_line('DEPARTMENT_UNKNOWN')
        place.operator(broker).publish(single(department='land'))
        worker.wait_line(r'connected to .*, session \d+')
        equal(worker.stop(), 0)


@test('TONGFA_OFFICE says where the broker is')
def _():
    with Place() as place:
        desk = Desk(place)
        worker = place.start('tongfa-worker', '--department', 'planning', '--exec', 'true',
                             environment={'TONGFA_OFFICE': desk.broker.office})
        worker.wait_line('connected to ' + desk.broker.office)
        equal(worker.stop(), 0)


@test('at the counter a worker is refused and says so')
def _():
    with Place() as place:
        broker = place.broker()
        worker = place.run('tongfa-worker', '--office', broker.counter, '--department', 'land')
        equal(worker.status, 77)
        check('refused by the broker' in worker.err[-1], f'{worker.err}')


@test('wrong options are named, with an exit code of their own')
def _():
    office = ['--office', 'ipc:///tmp/none']
    wrong = [
        ([], '--department is missing'),
        (['--department', 'finance', *office], 'no such department is built in'),
        (['--department', 'land', *office, '--concurrency', '0'], '--concurrency 0: give 1 to 256'),
        (['--department', 'land', *office, '--concurrency', '257'], '--concurrency 257: give 1 to 256'),
        (['--department', 'land', *office, '--delay', '-1'], '--delay -1: give 0 to 86400000'),
        (['--department', 'land', *office, '--drain', 'soon'], '--drain soon: give 1 to 86400000'),
        (['--department', 'land', *office, '--timeout', '5'], '--timeout is of --exec'),
        (['--department', 'land', *office, '--nonsense'], '--nonsense'),
        (['--department', 'land', *office, 'extra'], 'unexpected: extra'),
        (['--department', 'land', '--office'], '--office'),
        (['--department', 'land', '--office', 'nowhere'], 'endpoint'),
        (['--department', 'No Name', *office, '--exec', 'true'], 'department'),
        (['--department', 'x', '--try', 'f', '--exec', 'true'], '--try judges'),
    ]
    with Place() as place:
        for arguments, piece in wrong:
            worker = place.run('tongfa-worker', *arguments)
            equal(worker.status, 64, f'{arguments}')
            check(piece in '\n'.join(worker.err), f'{arguments}: {worker.err}')
        equal(place.run('tongfa-worker', '--version').out[0].split()[0], 'tongfa-worker')
        check('examples:' in place.run('tongfa-worker', '--help').out, 'an example in --help')
        equal([line.split()[0] for line in place.run('tongfa-worker', '--list').out],
              ['land', 'design', 'planning', 'registry', 'construction'])


@test('--try judges a file without a broker')
def _():
    with Place() as place:
        path = os.path.join(SOURCE, 'workers', 'departments', 'APPLICATION.md')
        with open(path, encoding='utf-8') as file:
            text = file.read().split('```json\n')[1].split('```')[0]
        place.write('good.json', text)
        place.write('bad.json', text.replace('"term_years": 50', '"term_years": 51'))
        good = place.run('tongfa-worker', '--department', 'land', '--try', 'good.json')
        equal((good.status, good.out), (0, ['grant']))
        sample = os.path.join(SOURCE, 'procedures', 'samples', 'zhongke-zhigu.json')
        whole = place.run('tongfa-worker', '--department', 'land', '--try', sample)
        equal((whole.status, whole.out), (0, ['grant']))
        bad = place.run('tongfa-worker', '--department', 'land', '--try', 'bad.json')
        equal((bad.status, bad.out[0]), (3, 'refuse'))
        check('最高年限50年' in bad.out[1], f'{bad.out}')
        piped = place.run('tongfa-worker', '--department', 'design', '--try', '-', stdin=text)
        equal(piped.status, 0)
        equal(place.run('tongfa-worker', '--department', 'land', '--try', 'none').status, 66)
        broken = place.run('tongfa-worker', '--department', 'land', '--try', '-', stdin='{')
        equal(broken.status, 1)


if __name__ == '__main__':
    main()
