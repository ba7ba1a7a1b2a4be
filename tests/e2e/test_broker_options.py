#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The command line, the configuration file, the log, and the ways to end."""

import os
import re
import stat

from tongfa_e2e import Place, SOURCE, check, equal, main, program, test, wait_until
from tongfa_peer import single


@test('--help names every option and exit status, --version the version')
def _():
    with Place() as place:
        helped = place.run('tongfa-broker', '--help')
        equal(helped.status, 0)
        text = '\n'.join(helped.out)
        for word in ['--config', '--heartbeat-ms', 'default 10000', '--check', 'exit status',
                     'example']:
            check(word in text, f'{word} is not in --help')
        version = place.run('tongfa-broker', '--version')
        check(re.fullmatch(r'tongfa-broker \d+\.\d+\.\d+', version.out[0]), version.out)


@test('--check takes the example file and starts nothing')
def _():
    with Place() as place:
        example = os.path.join(SOURCE, 'broker', 'tongfa-broker.yaml')
        checked = place.run('tongfa-broker', '--config', example, '--check',
                            '--data', place.path('never'))
        equal((checked.status, checked.out), (0, ['the configuration is good']))
        check(not os.path.exists(place.path('never')), '--check made the data directory')


@test('all problems are reported at once, with file, line, column and reason')
def _():
    with Place() as place:
        path = place.write('bad.yaml', 'heartbeat-ms: fast\nofice: ipc:///x\ncounter: tcp://0.0.0.0:1\n')
        refused = place.run('tongfa-broker', '--config', path, '--drain-ms', '-1')
        equal(refused.status, 64)
        equal(len(refused.err), 4, '\n'.join(refused.err))
        for line, (where, what) in zip(refused.err, [
                (f'{path}:1:15: ', 'not a whole number'), (f'{path}:2:8: ', 'no option'),
                (f'{path}:3:10: ', 'only loopback'), ('--drain-ms: ', 'not a whole number')]):
            check(line.startswith(where) and what in line, line)


@test('a configuration file sets what it says')
def _():
    with Place() as place:
        path = place.write('good.yaml', 'heartbeat-ms: 345\nliveness-ms: 6789\n')
        broker = place.broker('--config', path, '--liveness-ms', 4567)
        welcome = place.submitter(broker).welcome
        equal((welcome['heartbeat_ms'], welcome['liveness_ms']), (345, 4567))
        equal((welcome['batch_items_max'], welcome['synced']), (1024, True))


@test('loopback tcp is served, on a port of the system\'s choice too')
def _():
    with Place() as place:
        broker = place.start('tongfa-broker', '--data', place.path('d'),
                             '--counter', 'tcp://127.0.0.1:*', '--office', 'tcp://127.0.0.1:*')
        ready = broker.wait_line(r'ready: counter (tcp://127\.0\.0\.1:\d+), office (tcp://\S+:\d+)')
        place.peer(ready[2], role='operator', principal='boss').publish(single())
        counter = place.peer(ready[1], role='submitter', principal='wang')
        equal(counter.submit('k', 'single')['bundle'], 1)


@test('socket files open to owner and group only, and are gone after a clean end')
def _():
    with Place() as place:
        broker = place.broker()
        path = broker.counter[len('ipc://'):]
        equal(stat.S_IMODE(os.stat(path).st_mode), 0o660)
        equal(broker.stop(), 0)
        check(not os.path.exists(path), 'the socket file was left behind')
        broker = place.broker()
        broker.kill()
        check(os.path.exists(path), 'kill -9 cannot remove it')
        place.broker()


@test('a socket that may not be tried is nobody\'s to replace')
def _():
    with Place() as place:
        broker = place.broker()
        path = broker.counter[len('ipc://'):]
        os.chmod(path, 0)
        rights = ['--bounding-set=-dac_override'] if os.geteuid() == 0 else []
        second = place.run('/usr/bin/setpriv', *rights, program('tongfa-broker'),
                           '--data', place.path('c'), '--counter', broker.counter,
                           '--office', broker.office)
        equal(second.status, 75)
        check('cannot be told: Permission denied' in second.err[-2], second.err)
        check(second.err[-1].endswith('cannot start: what it needs is in use'), second.err)
        os.chmod(path, 0o660)
        place.submitter(broker)


@test('at level debug each event is a line, its facts and effects below it, and no personal data')
def _():
    with Place() as place:
        broker = place.broker('--log-level', 'debug')
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        counter.submit('k', 'single', application={'applicant': '张三'})
        worker = place.worker(broker, 'planning', credit=1)
        worker.verdict(worker.take('JOB'), 'refuse', reason='秘密')
        for line in [r'debug wang#\d+ > SUBMIT$', r'^        bundle 1 .*submitted', r'reply .*RECORDED',
                     r'debug planning-1#\d+ > VERDICT$', r'^        .*JOB']:
            broker.wait_line(line)
        text = '\n'.join(broker.err)
        check('张三' not in text and '秘密' not in text, 'the log tells what applicants wrote')


@test('a damaged journal is told from a failing disk, and neither is served')
def _():
    with Place() as place:
        os.mkdir(place.path('b'))
        place.write('b/data.mdb', 'this is no journal' * 1000)
        broker = place.broker(ready=False)
        check(broker.wait() in (65, 69), f'status {broker.child.returncode}')
        place.write('file', '')
        equal(place.broker(data='file', ready=False).wait(), 69)


@test('an idle broker stores what it has, so that a kill leaves nothing to replay')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        for i in range(10):
            counter.submit(f'k{i}', 'single')
        wait_until(lambda: counter.ask('STATS')['recover_from'] ==
                   counter.ask('STATS')['position'] + 1, 'a checkpoint while nothing happens')
        broker.kill()
        broker = place.broker()
        equal(int(broker.wait_line(r'(\d+) bundles open, recovered (\d+) facts')[2]), 0)
        equal(len(place.submitter(broker).history(3)), 1)


@test('a restart replays no more than about checkpoint-distance, however long the history')
def _():
    with Place() as place:
        broker = place.broker('--checkpoint-distance', 256)
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=1024)
        for first in range(0, 1000, 500):
            counter.send_batch([('SUBMIT', f's{i}', {'procedure': 'single', 'key': f'k{i}',
                                                     'application': {'i': i}})
                                for i in range(first, first + 500)])
        for i in range(1000):
            counter.answer(f's{i}')
        for _ in range(900):
            job = worker.take('JOB')
            held = {name: job[name] for name in ['bundle', 'attempt', 'token']}
            worker.send('VERDICT', f"v{job['bundle']}", verdict=1, **held)
            bundle = job['bundle']
        worker.answer(f'v{bundle}')
        position = counter.ask('STATS')['position']
        broker.kill()
        broker = place.broker()
        match = broker.wait_line(r'(\d+) bundles open, recovered (\d+) facts in (\d+) ms')
        equal(int(match[1]), 100)
        check(int(match[2]) < position / 2, f'{match[2]} of {position} facts were replayed')


if __name__ == '__main__':
    main()
