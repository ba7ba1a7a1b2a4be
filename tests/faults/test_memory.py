#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every allocation of our own code fails in turn, in broker, command and worker.

    test_memory.py                       a sample: the ordinary run
    test_memory.py --all                 every n, once, for good, and once with the program bare
    test_memory.py NAME once 17          one of them, with all that the program wrote
    TONGFA_FAULTS=40 test_memory.py      forty of each case instead of eight

The programs are those of tests/faults/scarce.c. Whatever allocation fails, the program does what it
was asked to do, or ends with a status other than 0 and names the want of memory; it never crashes,
and (with sanitizers) never touches what it does not own. What a broker has acknowledged stays.

Bare means that the program does not see to jansson's memory, as if our libraries were in another
program: then JSON may lack a part, but still nothing crashes."""

import os
import re
import struct
import sys
import time

import support  # noqa: F401, finds the two below
from tongfa_e2e import Failed, Place, SOURCE, check, equal, wait_until
from tongfa_peer import Refused, single

SAMPLE = int(os.environ.get('TONGFA_FAULTS', '8'))
NAMED = re.compile(r'memory|NO_MEMORY', re.IGNORECASE)
FIVE = os.path.join(SOURCE, 'procedures', 'five-permits.yaml')
BUNDLE = '{"procedure": "single", "key": "%s", "application": {"name": "\u540c\u53d1", "n": [1, 2.5]}}\n'


class Scarce:
    """Runs a program with its n-th allocation failing."""

    def __init__(self, place):
        self.place = place

    def environment(self, nth, mode, **more):
        told = {**more, 'SCARCE_COUNT': self.place.path('count')}
        if nth:
            told['SCARCE_NTH'] = str(nth)
        if mode in ('for-good', 'bare'):
            told['SCARCE_FOR_GOOD' if mode == 'for-good' else 'SCARCE_BARE'] = '1'
        self.is_bare = mode == 'bare'
        try:
            os.unlink(self.place.path('count'))
        except FileNotFoundError:
            pass
        return told

    def count(self):
        with open(self.place.path('count'), 'rb') as file:
            return struct.unpack('I', file.read(4))[0]


def check_end(process, good=(0,), signalled=False, bare=False):
    """Done, or a clean end with a name; returns whether it was done. Bare: it did not crash."""
    status = process.wait()
    check(status >= 0 or (signalled and status == -15), f'signal {-status}: {process.tail(40)}')
    complaint = process.complaint()
    check(complaint is None, complaint)
    if status in good or bare:
        return status in good
    check(any(map(NAMED.search, process.out + process.err)),
          f'status {status}, no word of memory: {process.tail(40)}')
    return False


# ---- The cases: a function that runs one n and checks it. Each is given a place with a good broker.

class Case:
    def __init__(self, name, run):
        self.name, self.run = name, run


def command(name, *arguments, stdin=None, good=(0,)):
    """`tongfa` with these arguments; what stands in braces is filled in, "{new}" is a path of its own."""
    def run(world, nth, mode):
        values = {'data': world.data, 'key': f'k-{nth}-{mode}', 'input': world.input,
                  'receipt': world.receipt, 'public': world.public,
                  'new': world.place.path(f'{name.replace(" ", "-")}-{nth}-{mode}')}
        process = world.place.start(
            'scarce-tongfa', *[argument.format(**values) for argument in arguments],
            stdin=(stdin % values['key']) if stdin else None,
            environment=world.scarce.environment(
                nth, mode, TONGFA_COUNTER=world.broker.counter, TONGFA_OFFICE=world.broker.office,
                TONGFA_AS='wang', TZ='Asia/Shanghai'))
        done = check_end(process, good, bare=world.scarce.is_bare)
        check(done or nth, f'it fails by itself: {process.tail()}')
        if done and stdin and not world.scarce.is_bare:
            check(world.clerk.ask('SHOW', key=values['key'])['image']['bundle'], values['key'])
    return Case('tongfa ' + name, run)


def run_try(world, nth, mode):
    process = world.place.start('scarce-worker', '--department', 'land', '--try', world.input,
                                environment=world.scarce.environment(nth, mode))
    check_end(process, (0, 3), bare=world.scarce.is_bare)


def run_worker(world, nth, mode, arguments=()):
    """A worker that runs short of memory once is still, or again, good for the next job."""
    key = f'w-{nth}-{mode}-{len(arguments)}'
    bundle = world.clerk.submit(key, 'single')['bundle']
    process = world.place.start('scarce-worker', '--office', world.broker.office, '--department',
                                'land', '--max-job', '3000', '--drain', '100', *arguments,
                                environment=world.scarce.environment(nth, mode))

    def state():
        image = world.clerk.ask('SHOW', bundle=bundle)['image']
        if image['result']:
            return 'ended'
        job = image['stages'][0]['job']
        if job == 4 or not process.is_running():
            return 'parked' if job == 4 else 'gone'
        return 'tired' if nth and any(map(NAMED.search, process.err)) else None

    found = wait_until(state, lambda: f'an end of {key}: {process.tail(30)}')
    if process.is_running():
        process.signal(15)
    done = check_end(process, signalled=True, bare=world.scarce.is_bare)
    check(nth or (done and found == 'ended'), f'{found}: {process.tail()}')
    try:
        world.clerk.ask('WITHDRAW', bundle=bundle, reason='it runs short of memory')
    except Refused as refused:  # it was decided after all
        equal(refused.error['name'], 'BUNDLE_ENDED')


def run_exec(world, nth, mode):
    run_worker(world, nth, mode, ('--exec', world.reviewer))


def run_broker(world, nth, mode):
    """A broker that starts on what another one has acknowledged, and serves."""
    data = world.place.path('s')
    counter, office = f'ipc://{data}-counter', f'ipc://{data}-office'
    world.shop(data)
    process = world.place.start(
        'scarce-broker', '--data', data, '--counter', counter, '--office', office,
        '--drain-ms', '50', environment=world.scarce.environment(nth, mode))
    wait_until(lambda: not process.is_running() or any('ready:' in line for line in process.err),
               lambda: f'ready: {process.tail()}')
    if process.is_running():
        clerk = world.place.peer(counter, role='submitter', principal='wang')
        check(clerk.ask('SHOW', key='first')['image']['bundle'], 'lost')
        clerk.send('FOLLOW', 'f', from_=1, credit=10)
        clerk.answer('f')
        key = f'b-{nth}-{mode}'
        clerk.submit(key, 'single')
        world.shop_keys.append(key)
        clerk.close()
        process.signal(15)
    check(check_end(process) or nth, process.tail())


class World:
    """A good broker with something in it, and files to read."""

    def __init__(self, place):
        self.place = place
        self.scarce = Scarce(place)
        self.broker = place.broker('--drain-ms', '50')
        self.clerk = place.submitter(self.broker)
        place.operator(self.broker).publish(single(department='land', attempts_max=2))
        equal(self.clerk.submit('first', 'single')['bundle'], 1)
        self.clerk.submit('second', 'single')
        self.clerk.ask('WITHDRAW', bundle=1, reason='made up')
        self.clerk.ask('WITHDRAW', bundle=2, reason='made up')
        self.input = place.write('input.json', {'site': {'area': 200}, 'materials': [
            {'name': 'deed', 'uri': 'file:///deed', 'size': 7}]})
        self.public = self.ask('key').out[0].split()[-1]
        self.receipt = place.path('receipt')
        self.ask('receipt', '1', '--output', self.receipt)
        self.reviewer = place.write('review.sh', '#!/bin/sh\ncat > /dev/null\n'
                                    'echo \'{"verdict":"grant"}\'\n')
        os.chmod(self.reviewer, 0o755)
        self.data = place.path('j')
        self.shop(self.data)
        self.shop_keys = ['first']

    def ask(self, *arguments):
        """The command, with all the memory there is."""
        done = self.place.run('tongfa', *arguments, '--counter', self.broker.counter,
                              '--office', self.broker.office, '--as', 'wang')
        equal(done.status, 0, done.tail())
        return done

    def shop(self, data):
        """A journal for commands without a broker, made once."""
        if os.path.exists(data):
            return
        broker = self.place.broker('--drain-ms', '50', data=os.path.basename(data))
        self.place.operator(broker).publish(single())
        self.place.submitter(broker).submit('first', 'single')
        equal(broker.stop(), 0)

    def check_shop(self):
        if not os.path.exists(self.place.path('s')):
            return
        verified = self.place.run('tongfa', 'journal', 'verify', '--data', self.place.path('s'))
        equal(verified.status, 0, verified.tail())
        broker = self.place.broker(data='s')
        clerk = self.place.submitter(broker)
        for key in self.shop_keys:
            check(clerk.ask('SHOW', key=key)['image']['bundle'], key)
        equal(broker.stop(), 0)


CASES = [
    Case('tongfa-broker', run_broker),
    Case('tongfa-worker', run_worker),
    Case('tongfa-worker --exec', run_exec),
    Case('tongfa-worker --try', run_try),
    command('submit', 'submit', '-', stdin=BUNDLE),
    command('submit --json', 'submit', '--json', '-', stdin=BUNDLE),
    command('show', 'show', '1'),
    command('show --json', 'show', '1', '--json'),
    command('explain', 'explain', '1'),
    command('history', 'history', '1'),
    command('stats', 'stats'),
    command('stats --json', 'stats', '--json'),
    command('withdraw', 'withdraw', '1'),
    command('signal', 'signal', '1', 'paid', good=(0, 1)),
    command('parked', 'parked'),
    command('procedure', 'procedure', 'single'),
    command('procedure --json', 'procedure', 'single', '--json'),
    command('publish', 'publish', FIVE),
    command('lint', 'lint', FIVE),
    command('lint --json', 'lint', '--json', FIVE),
    command('calendar', 'calendar', '2025'),
    command('calendar --json', 'calendar', '--json', '2025'),
    command('calendar add', 'calendar', 'add', '2023-03-30', '20'),
    command('journal dump', 'journal', 'dump', '--data', '{data}'),
    command('journal verify', 'journal', 'verify', '--data', '{data}'),
    command('journal replay', 'journal', 'replay', '--data', '{data}'),
    command('journal checkpoints', 'journal', 'checkpoints', '--data', '{data}'),
    command('follow', 'follow', '--from', '1', '--end'),
    command('follow --json', 'follow', '--from', '1', '--end', '--json'),
    command('key', 'key'),
    command('receipt', 'receipt', '1', '--output', '{new}'),
    command('receipt verify', 'receipt', 'verify', '{receipt}', '--key', '{public}'),
    command('witness', 'witness', '{new}', '--end'),
    command('backup', 'backup', '--data', '{data}', '{new}'),
]


def sample(total, salt):
    if '--all' in sys.argv or total <= SAMPLE:
        return list(range(1, total + 1))
    step = total / SAMPLE
    return sorted({int(step * at + salt * step / 7 % step) + 1 for at in range(SAMPLE)})


def attempt(world, case, nth, mode):
    """What was wrong, or None."""
    first = len(world.place.processes)
    try:
        case.run(world, nth, mode)
    except Exception as error:  # pylint: disable=broad-except
        for process in world.place.processes[first:]:
            process.child.kill()
        return f'{case.name} {mode} {nth}: {error}'
    finally:
        for process in world.place.processes[first:]:
            process._join()
            process.child.stdout.close()
            process.child.stderr.close()
        del world.place.processes[first:]
    return None


def run_case(world, case, salt):
    """What was wrong, how many allocations, how many runs."""
    world.scarce.environment(0, '')
    error = attempt(world, case, 0, 'none')
    if error:
        return [error], 0, 0
    total = world.scarce.count()
    wrong, runs = [], 0
    for mode in ('once', 'for-good', 'bare'):
        for nth in sample(total, salt):
            runs += 1
            error = attempt(world, case, nth, mode)
            if error:
                wrong.append(error)
    return wrong, total, runs


def main():
    began = time.monotonic()
    with Place() as place:
        world = World(place)
        if len(sys.argv) >= 4:
            case = next(case for case in CASES if case.name == ' '.join(sys.argv[1:-2]))
            print(attempt(world, case, int(sys.argv[-1]), sys.argv[-2]) or 'good')
            return 0
        print(f'1..{len(CASES) + 1}', flush=True)
        failures = 0
        for number, case in enumerate(CASES, 1):
            wrong, total, runs = run_case(world, case, number)
            failures += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {case.name} without memory does its "
                  f'work or ends in order')
            print(f'#   {total} allocations, {runs} runs, {len(wrong)} bad')
            for error in wrong:
                print('#   ' + error.replace('\n', '\n#   '))
            sys.stdout.flush()
        try:
            world.check_shop()
            print(f'ok {len(CASES) + 1} - nothing that a broker without memory acknowledged is lost')
        except Failed as error:
            failures += 1
            print(f'not ok {len(CASES) + 1} - what a broker acknowledged is lost')
            print('#   ' + str(error).replace('\n', '\n#   '))
    print(f'# {time.monotonic() - began:.0f} s')
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
