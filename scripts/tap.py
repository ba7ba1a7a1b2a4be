#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a test that speaks TAP, and counts what many of them said.

usage: tap.py run [--one NAME] -- COMMAND...    run one test (ctest does it)
       tap.py count JUNIT.xml [FILE.tap...]     sum up a run of ctest, and TAP files
       tap.py self-test

`run` passes standard output through line by line, and standard error as `# ` comments, so that
no log line can tear a result in two. It adds a `not ok` of its own where the command crashed,
failed without naming a failure, broke its plan or ran nothing, and then exits with 1. With --one
the command speaks no TAP: its exit status is the one result.

`count` prints every failure with its output, and last `N passed, M failed` (`, K skipped`). It
takes ctest's word too: a test that ctest calls failed counts as one failure at least.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as xml

LINE = re.compile(r'^(ok|not ok)\b\s*(\d*)\s*(?:-\s*)?(.*)$')
PLAN = re.compile(r'^1\.\.(\d+)\s*(#\s*skip\b.*)?$', re.IGNORECASE)
SKIP = re.compile(r'#\s*skip\b', re.IGNORECASE)
OUTPUT_LINES_MAX = 200


class Tally:
    """What the lines of one test amount to."""

    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = 0
        self.planned = None
        self.plan_is_skip = False

    def line(self, text):
        plan = PLAN.match(text)
        if plan:  # a cmocka program prints one plan per group: they add up
            self.planned = (self.planned or 0) + int(plan[1])
            self.plan_is_skip = self.plan_is_skip or bool(plan[2])
            return
        result = LINE.match(text)
        if not result:
            return
        if SKIP.search(text):  # cmocka 1.1 writes `not ok N # SKIP name`
            self.skipped += 1
        elif result[1] == 'ok':
            self.passed += 1
        else:
            self.failed.append(result[3] or f'test {result[2]}')

    def ran(self):
        return self.passed + len(self.failed) + self.skipped

    def complaint(self):
        """What the lines alone leave to be desired, or None."""
        if self.ran() == 0 and self.plan_is_skip:
            return None
        if self.ran() == 0:
            return 'no test ran'
        if self.planned is None:
            return f'no plan (1..N) came with {self.ran()} results'
        if self.planned != self.ran():
            return f'{self.ran()} of {self.planned} planned tests ran'
        return None


def ending(status):
    """How a command ended, in words; None where it ended well."""
    if status == 0:
        return None
    if status < 0:
        try:
            return f'ended by {signal.Signals(-status).name}'
        except ValueError:
            return f'ended by signal {-status}'
    return f'ended with status {status}'


def run(command, one):
    tally = Tally()
    lock = threading.Lock()

    def pump(stream, prefix):
        for raw in stream:
            text = raw.decode('utf-8', 'replace').rstrip('\r\n')
            with lock:
                if prefix == '':
                    tally.line(text)
                print(prefix + text, flush=True)

    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        print(f'not ok 1 - {command[0]} cannot be run: {error.strerror}\n1..1')
        return 1
    errors = threading.Thread(target=pump, args=(child.stderr, '# '))
    errors.start()
    pump(child.stdout, '# ' if one else '')
    errors.join()
    end = ending(child.wait())

    if one:
        print(f'not ok 1 - {one} # {end}' if end else f'ok 1 - {one}')
        print('1..1')
        return 1 if end else 0
    complaint = tally.complaint()
    reasons = [reason for reason in (end, complaint) if reason]
    if reasons and (complaint or not tally.failed):
        print(f'not ok {tally.ran() + 1} - {", ".join(reasons)}')
    return 1 if reasons or tally.failed else 0


def tally_of(case):
    """Name, tally and output of one <testcase> of ctest's JUnit file."""
    output = case.findtext('system-out') or ''
    tally = Tally()
    for text in output.splitlines():
        tally.line(text)
    if case.get('status') == 'fail' and not tally.failed:
        failure = case.find('failure')
        why = failure.get('message') if failure is not None else ''
        tally.failed.append(why or 'ctest ended it, or failed it (too slow?)')
    elif case.get('status') in ('notrun', 'disabled'):
        tally.failed.append('it did not run')
    elif tally.ran() == 0 and not tally.plan_is_skip:
        tally.failed.append('no test ran')
    elif tally.ran() == 0:
        tally.skipped += 1
    return case.get('name'), tally, output


def tally_of_file(path):
    """The same of a file that holds TAP."""
    tally = Tally()
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            output = file.read()
    except OSError as error:
        output = str(error)
    for text in output.splitlines():
        tally.line(text)
    complaint = tally.complaint()
    if complaint:
        tally.failed.append(complaint)
    return os.path.basename(path), tally, output


def count(junit, paths):
    try:
        cases = list(xml.parse(junit).getroot().iter('testcase'))
    except (OSError, xml.ParseError) as error:
        print(f'{junit}: {error}\n0 passed, 1 failed')
        return 1
    passed = failed = skipped = 0
    for name, tally, output in [*map(tally_of_file, paths), *map(tally_of, cases)]:
        passed += tally.passed
        failed += len(tally.failed)
        skipped += tally.skipped
        if tally.failed:
            lines = output.splitlines()
            print(f'--- {name}')
            if len(lines) > OUTPUT_LINES_MAX:
                print(f'    ({len(lines) - OUTPUT_LINES_MAX} lines before these)')
            for text in lines[-OUTPUT_LINES_MAX:]:
                print('    ' + text)
            for failure in tally.failed:
                print(f'FAILED {name}: {failure}')
            print()
    print(f'{passed} passed, {failed} failed' + (f', {skipped} skipped' if skipped else ''))
    return 1 if failed or passed == 0 else 0


# What to run, and the passed, failed, skipped that must come of it.
SELF_TESTS = [
    ('two pass', 'echo "1..2"; echo "ok 1 - a"; echo "ok 2 - b"', (2, 0, 0)),
    ('one fails', 'echo "1..2"; echo "ok 1 - a"; echo "not ok 2 - b"; exit 1', (1, 1, 0)),
    ('a failure with status 0', 'echo "1..1"; echo "not ok 1 - a"', (0, 1, 0)),
    ('a plan at the end', 'echo "ok 1 - a"; echo "1..1"', (1, 0, 0)),
    ('two plans add up', 'echo 1..1; echo "ok 1 - a"; echo 1..1; echo "ok 1 - b"', (2, 0, 0)),
    ('one skipped', 'echo "1..2"; echo "ok 1 - a"; echo "ok 2 - b # SKIP why"', (1, 0, 1)),
    ('cmocka skips', 'echo "1..2"; echo "ok 1 - a"; echo "not ok 2 # SKIP b"', (1, 0, 1)),
    ('all skipped', 'echo "1..0 # SKIP no network"', (0, 0, 1)),
    ('a crash', 'echo "1..3"; echo "ok 1 - a"; kill -SEGV $$', (1, 1, 0)),
    ('too few lines', 'echo "1..3"; echo "ok 1 - a"', (1, 1, 0)),
    ('too many lines', 'echo "1..1"; echo "ok 1 - a"; echo "ok 2 - b"', (2, 1, 0)),
    ('a leak at exit', 'echo "1..1"; echo "ok 1 - a"; exit 23', (1, 1, 0)),
    ('a failure and a status', 'echo "1..1"; echo "not ok 1 - a"; exit 3', (0, 1, 0)),
    ('silence', 'exit 0', (0, 1, 0)),
    ('no plan', 'echo "ok 1 - a"', (1, 1, 0)),
    ('noise on standard error', 'echo 1..1; echo "not ok 9 - x" >&2; echo "ok 1 - a"', (1, 0, 0)),
]


def self_test():
    wrong = 0
    for number, (name, script, expected) in enumerate(SELF_TESTS, 1):
        ran = subprocess.run([sys.executable, __file__, 'run', '--', '/bin/bash', '-c', script],
                             stdout=subprocess.PIPE, check=False)
        case = xml.Element('testcase', status='fail' if ran.returncode else 'run', name=name)
        xml.SubElement(case, 'system-out').text = ran.stdout.decode()
        _, tally, _ = tally_of(case)
        counted = (tally.passed, len(tally.failed), tally.skipped)
        good = counted == expected and (ran.returncode != 0) == (expected[1] > 0)
        wrong += not good
        print(f'{"ok" if good else "not ok"} {number} - {name}')
        if not good:
            print(f'# expected {expected}, counted {counted}, status {ran.returncode}')
    print(f'1..{len(SELF_TESTS)}')
    return 1 if wrong else 0


def main(arguments):
    if arguments[:1] == ['self-test']:
        return self_test()
    if arguments[:1] == ['count'] and len(arguments) >= 2:
        return count(arguments[1], arguments[2:])
    if arguments[:1] == ['run'] and '--' in arguments:
        split = arguments.index('--')
        options, command = arguments[1:split], arguments[split + 1:]
        if command and not options:
            return run(command, None)
        if command and len(options) == 2 and options[0] == '--one':
            return run(command, options[1])
    print(__doc__.strip())
    return 0 if arguments in (['-h'], ['--help']) else 2


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
