#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every call that the real broker makes in its data directory fails in turn, once and for good.

    test_calls.py                        a sample: the ordinary run
    test_calls.py --all                  every n of every kind of call and error
    test_calls.py write EIO once 17      one of them, with all that the broker wrote
    TONGFA_FAULTS=4 test_calls.py        four of each case instead of two

A scenario of two lives of one broker: a procedure is published, bundles are submitted, decided,
signalled and withdrawn, each step waiting for its answer. inject.c makes the n-th call of a kind
fail. Whatever comes of it, the broker either goes on or ends with 69 or 74 and an error in its log;
afterwards, without faults, the journal is sound and holds all that was acknowledged."""

import concurrent.futures
import os
import struct
import sys
import tempfile
import time

import support  # noqa: F401, finds the two below
import msgpack
from tongfa_e2e import BIN, Failed, Place, WAIT_S, check, equal
from tongfa_peer import fact_of, procedure, stage

KINDS = ['open', 'mkdir', 'write', 'fdatasync', 'fsync', 'ftruncate', 'fallocate']
ERRORS = ['EIO', 'ENOSPC', 'EINTR', 'short']  # only a write can be cut short
MODES = ['once', 'for-good']
NAMES_OF_STOPS = {69: 'cannot start: ', 74: 'the journal failed'}
SAMPLE = int(os.environ.get('TONGFA_FAULTS', '2'))
LIBRARY = os.path.join(BIN, 'libtongfa_inject.so')
OPTIONS = ['--drain-ms', '50', '--disk-reserve', '1MiB']
PROCEDURE = procedure([stage('review', 'planning', decide=['paid'])], milestones=['paid'],
                      name='single')


class Gone(Exception):
    """The broker ended."""


class Fault:
    def __init__(self, kind='', error='', mode='', nth=0):
        self.kind, self.error, self.mode, self.nth = kind, error, mode, nth

    def __str__(self):
        return f'{self.kind} {self.error} {self.mode} {self.nth}'

    def environment(self, place):
        asan = os.environ.get('ASAN_OPTIONS', '')
        told = {'LD_PRELOAD': LIBRARY, 'FAULT_DIRECTORY': place.path('b'),
                'FAULT_COUNTS': place.path('counts'),
                'ASAN_OPTIONS': f'{asan}:verify_asan_link_order=0'}
        if self.nth:
            told |= {'FAULT_KIND': self.kind, 'FAULT_NTH': str(self.nth), 'FAULT_ERROR': self.error}
        if self.mode == 'for-good':
            told['FAULT_FOR_GOOD'] = '1'
        return told


class Shelf(Place):
    """A place in memory: the faults are ours, and real disks are slow."""

    def __init__(self):
        super().__init__()
        if os.access('/dev/shm', os.W_OK):
            os.rmdir(self.folder)
            self.folder = tempfile.mkdtemp(prefix='tongfa-', dir='/dev/shm')

    def counts(self):
        """Calls by kind, and how many failed on purpose."""
        with open(self.path('counts'), 'rb') as file:
            numbers = struct.unpack(f'{len(KINDS) + 1}I', file.read(4 * (len(KINDS) + 1)))
        return dict(zip(KINDS, numbers)), numbers[-1]


class Scenario:
    """What is asked of the broker, and what it has acknowledged."""

    def __init__(self, place):
        self.place = place
        self.bundles = {}    # key -> bundle
        self.positions = {}  # (bundle, position) -> name of the fact
        self.published = False

    # ---- Asking somebody who may be gone

    def ask(self, peer, type_name, **fields):
        request_id = f'{self.life}.{peer.new_id()}'  # of the principal, over all its lives
        peer.send(type_name, request_id, **fields)
        return self.wait(peer, lambda message: message['id'] == request_id)

    def wait(self, peer, condition):
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            running = self.broker.is_running()
            for at, message in enumerate(peer.inbox):
                if condition(message):
                    del peer.inbox[at]
                    check(message['type'] != 'ERROR', f'refused: {message}')
                    return message
            if not peer._receive(0.02) and not running:
                raise Gone
        raise Failed(f'the broker hangs: {self.broker.tail()}')

    def join(self, endpoint, **hello):
        peer = self.place.peer(endpoint)
        peer.welcome = self.ask(peer, 'HELLO', software='faults', **hello)
        return peer

    # ---- The two lives

    def live(self, number, environment):
        self.life = number
        self.broker = self.place.broker(*OPTIONS, ready=False, environment=environment)
        try:
            deadline = time.monotonic() + WAIT_S
            while not any('ready:' in line for line in self.broker.err):
                if not self.broker.is_running():
                    raise Gone
                check(time.monotonic() < deadline, f'it does not start: {self.broker.tail()}')
                time.sleep(0.002)
            self.work(number)
            self.broker.child.terminate()
        except Gone:
            pass
        status = self.broker.wait()
        self.check_end(status)
        return status

    def work(self, number):
        clerk = self.join(self.broker.counter, role='submitter', principal='wang')
        boss = self.join(self.broker.office, role='operator', principal='boss')
        self.ask(boss, 'PUBLISH', encoded=msgpack.packb(PROCEDURE))
        self.published = True
        keys = [f'{number}-{letter}' for letter in 'abcd']
        for key in keys:
            application = {'text': key * (15000 if key.endswith('c') else 10)}
            answer = self.ask(clerk, 'SUBMIT', procedure='single', key=key, priority=4,
                              application=application)
            self.bundles[key] = answer['bundle']
            self.positions[answer['bundle'], answer['position']] = 'BUNDLE_SUBMITTED'
        worker = self.join(self.broker.office, role='worker', principal='li',
                           department='planning')
        worker.send('CREDIT', credit=2)
        for _ in range(2):
            job = self.wait(worker, lambda message: message['type'] == 'JOB')
            answer = self.ask(worker, 'VERDICT', bundle=job['bundle'], stage=job['stage'],
                              attempt=job['attempt'], token=job['token'], verdict=1)
            self.positions[job['bundle'], answer['position']] = 'VERDICT_GIVEN'
        for key in keys[:2]:
            answer = self.ask(clerk, 'SIGNAL', bundle=self.bundles[key], milestone='paid')
            self.positions[self.bundles[key], answer['position']] = 'MILESTONE_REACHED'
        answer = self.ask(clerk, 'WITHDRAW', bundle=self.bundles[keys[3]])
        self.positions[self.bundles[keys[3]], answer['position']] = 'BUNDLE_WITHDRAWN'

    # ---- What must hold

    def check_end(self, status):
        errors = [line for line in self.broker.err if ' error ' in line]
        if status == 0:
            return
        check(status in NAMES_OF_STOPS, f'it ended with {status}: {self.broker.tail()}')
        check(len(errors) >= 2, f'it ended with {status} and does not say why: {self.broker.tail()}')
        check(any(NAMES_OF_STOPS[status] in line for line in errors), f'{errors}')

    def check_after(self):
        """A clean restart: all that was acknowledged, and it takes more."""
        place = self.place
        if self.published:
            verified = place.run('tongfa', 'journal', 'verify', '--data', place.path('b'))
            equal(verified.status, 0, f'journal verify: {verified.tail()}')
        broker = place.broker(*OPTIONS)
        clerk = place.submitter(broker)
        if self.published:
            check(clerk.ask('DEFINITION', procedure='single')['encoded'], 'the procedure is lost')
        for key, bundle in self.bundles.items():
            equal(clerk.ask('SHOW', key=key)['image']['bundle'], bundle, f'bundle of {key}')
        for bundle in sorted({bundle for bundle, _ in self.positions}):
            page = clerk.ask('HISTORY', bundle=bundle, limit=256)
            there = {fact['position']: fact['type'] for fact in map(fact_of, page['facts'])}
            for (number, position), name in self.positions.items():
                if number == bundle:
                    equal(there.get(position), name, f'bundle {bundle}, position {position}')
        place.operator(broker).publish(PROCEDURE)
        clerk.submit('after', 'single')
        equal(broker.stop(), 0)


def run(fault):
    """The exit statuses of the two lives, the calls, and how many of them failed."""
    with Shelf() as place:
        scenario = Scenario(place)
        environment = fault.environment(place)
        statuses = tuple(scenario.live(number, environment) for number in range(2))
        counts, injected = place.counts()
        scenario.check_after()
        if fault.nth and sys.argv[1:] == str(fault).split():
            for process in place.processes:
                print(f'# {process.name} ({process.child.returncode})')
                print(''.join(f'#   {line}\n' for line in process.err), end='')
    return statuses, counts, injected


def sample(total, salt):
    """A few n of 1..total, others for each case."""
    if '--all' in sys.argv or total <= SAMPLE:
        return list(range(1, total + 1))
    step = total / SAMPLE
    return sorted({int(step * at + salt * step / 7 % step) + 1 for at in range(SAMPLE)})


class Report:
    """TAP, one case for each kind, error and mode."""

    def __init__(self, cases):
        print(f'1..{cases}', flush=True)
        self.number = self.failures = self.runs = 0

    def case(self, name, faults, results):
        self.number += 1
        wrong, ways, missed = [], {}, 0
        for fault, result in zip(faults, results):
            self.runs += 1
            if isinstance(result, Exception):
                wrong.append(f'{fault}: {result}')
                continue
            statuses, _, injected = result
            ways[statuses] = ways.get(statuses, 0) + 1
            missed += injected == 0
        told = ', '.join(f'{count} ended {first}, {second}'
                         for (first, second), count in sorted(ways.items()))
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {name}")
        print(f'#   {len(faults)} runs: {told}' + (f'; {missed} not reached' if missed else ''))
        for line in wrong:
            self.failures += 1
            print('#   ' + line.replace('\n', '\n#   '))
        sys.stdout.flush()


def attempt(fault):
    try:
        return run(fault)
    except Exception as error:  # pylint: disable=broad-except
        return error


def cases_of(counts):
    for kind in KINDS:
        for error in ERRORS:
            for mode in MODES:
                if counts[kind] and (error != 'short' or kind == 'write'):
                    yield kind, error, mode


def main():
    if len(sys.argv) == 5:
        kind, error, mode, nth = sys.argv[1:]
        print(run(Fault(kind, error, mode, int(nth))))
        return 0
    began = time.monotonic()
    statuses, counts, _ = run(Fault())
    equal(statuses, (0, 0), 'without a fault')
    check(counts['open'] and counts['write'] and counts['fdatasync'], f'{counts}')
    cases = list(cases_of(counts))
    report = Report(len(cases))
    print(f'# calls of a run without a fault: {counts}')
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get('TONGFA_JOBS', '2'))) as pool:
        plan = []
        for salt, (kind, error, mode) in enumerate(cases):
            faults = [Fault(kind, error, mode, nth) for nth in sample(counts[kind], salt)]
            plan.append((f'{kind} fails with {error}, {mode}: nothing acknowledged is lost',
                         faults, [pool.submit(attempt, fault) for fault in faults]))
        for name, faults, futures in plan:
            report.case(name, faults, [future.result() for future in futures])
    print(f'# {report.runs} runs, {report.failures} bad, {time.monotonic() - began:.0f} s')
    return 1 if report.failures else 0


if __name__ == '__main__':
    sys.exit(main())
