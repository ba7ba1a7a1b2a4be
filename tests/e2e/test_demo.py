# SPDX-License-Identifier: Apache-2.0
"""scripts/demo: shows what it claims, says no where it is not so, and leaves nothing behind."""

import contextlib
import glob
import json
import os
import signal
import subprocess
import tempfile

from tongfa_e2e import BIN, SOURCE, check, equal, main, test, wait_until

DEMO = os.path.join(SOURCE, 'scripts', 'demo')
VIEW = os.path.join(SOURCE, 'scripts', 'demo_view.py')
MAKE = os.path.join(SOURCE, 'scripts', 'make-bundles')
WAIT_S = 120


@contextlib.contextmanager
def place():
    """A folder for temporary files; fails if something is left in it or still runs there."""
    with tempfile.TemporaryDirectory(prefix='td-', dir='/tmp') as folder:
        yield folder
        equal(os.listdir(folder), [], 'left behind')
        equal(processes_in(folder), [], 'still running')


def processes_in(folder):
    found = []
    for path in glob.glob('/proc/[0-9]*/cmdline'):
        with contextlib.suppress(OSError):
            with open(path, 'rb') as file:
                if folder.encode() in file.read():
                    found.append(path)
    return found


def demo(folder, *arguments):
    return subprocess.Popen(
        [DEMO, *map(str, arguments)], env={**os.environ, 'TMPDIR': folder}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@test('the demo shows what it claims, without a terminal, and leaves nothing behind')
def _():
    with place() as folder:
        with demo(folder, '--bin', BIN, '--count', 200, '--sample-ms', 10000) as run:
            output = run.communicate(timeout=WAIT_S)[0]
        print('# ' + output.replace('\n', '\n# '))
        equal(run.returncode, 0, 'exit status')
        check('\033' not in output, 'colours although nobody watches')
        for claim in ('✓ all five reviews ran at the same time', '✓ 5 permits in 1 fact',
                      '✓ decisions took effect in the order of the law', 'kill -9 the broker',
                      '✓ 200 of 200 bundles were acknowledged',
                      '✓ 200 of 200 acknowledged bundles have exactly the expected outcome',
                      '✓ 1000 reviews, each decided once', 'Everything was as claimed'):
            check(claim in output, f'"{claim}" is not said')
        check('✗' not in output, 'a claim is broken')


@test('an interrupted demo leaves nothing behind')
def _():
    for number in (signal.SIGTERM, signal.SIGINT):
        with place() as folder:
            with demo(folder, '--bin', BIN) as run:
                wait_until(lambda folder=folder: len(processes_in(folder)) >= 7,
                           'broker and workers')
                run.send_signal(number)
                run.communicate(timeout=WAIT_S)
            equal(run.returncode, 128 + number, 'exit status')


@test('options and folders that are wrong are refused')
def _():
    with place() as folder:
        for arguments, status, text in [
                (['--fast'], 2, 'unknown option --fast'), (['--count', '3'], 2, '--count wants'),
                (['--count'], 2, '--count wants a value'), (['--bin', '/none'], 2, 'no such folder: /none'),
                (['--bin', '/etc'], 1, 'tongfa-broker is not built'), (['--help'], 0, 'example:')]:
            with demo(folder, *arguments) as run:
                output = run.communicate(timeout=WAIT_S)[0]
            equal(run.returncode, status, str(arguments))
            check(text in output, output)


# --- the judge of the demo, given journals that are not as they should be ---

def made(kind, *options):
    lines = subprocess.run(['/usr/bin/python3', '-B', MAKE, '30', '--flawed', '0.4', '--print', kind,
                            *options], capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def journal(expected):
    """The facts that must lead to what is expected, without what the judge does not look at."""
    numbers = dict.fromkeys(expected[0]['stages'], 0)
    for bundle, record in enumerate(expected, 1):
        yield {'type': 'BUNDLE_SUBMITTED', 'bundle': bundle, 'key': record['key']}
        yield {'type': 'JOBS_LEASED', 'bundle': bundle,
               'leases': [{'stage': stage} for stage in record['stages']]}
        for stage, end in record['stages'].items():
            yield {'type': 'VERDICT_GIVEN', 'bundle': bundle, 'stage': stage,
                   'verdict': 'refuse' if end == 'refused' else 'grant',
                   'granted': [stage] if end in ('issued', 'lapsed') else []}
            if end == 'blocked':
                yield {'type': 'STAGE_BLOCKED', 'bundle': bundle, 'stage': stage}
        if record['result'] == 'all':
            permits = []
            for stage in numbers:
                numbers[stage] += 1
                permits.append({'stage': stage, 'number': numbers[stage]})
            yield {'type': 'PERMITS_ISSUED', 'bundle': bundle, 'year': 2026, 'permits': permits}
        else:
            yield {'type': 'GATE_LAPSED', 'bundle': bundle}
        yield {'type': 'BUNDLE_ENDED', 'bundle': bundle, 'result': record['result']}


def judged(change):
    """Exit status and output of the judge after change(facts, acks)."""
    expected = made('expected')
    facts = list(journal(expected))
    acks = [{'key': record['key'], 'bundle': at} for at, record in enumerate(expected, 1)]
    change(facts, acks)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, rows in (('expected', expected), ('acks', acks), ('facts', facts)):
            paths.append(os.path.join(folder, name))
            with open(paths[-1], 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(row) + '\n' for row in rows)
        result = subprocess.run(['/usr/bin/python3', '-B', VIEW, 'outcomes', *paths],
                                capture_output=True, text=True, check=False)
    return result.returncode, result.stdout + result.stderr


def find(facts, kind, **wanted):
    return next(at for at, fact in enumerate(facts)
                if fact['type'] == kind and wanted.items() <= fact.items())


@test('a journal as it should be is found good')
def _():
    status, output = judged(lambda facts, acks: None)
    equal(status, 0, output)


@test('a lost bundle, a second decision, a lost ending and a wrong outcome are found')
def _():
    def lose(facts, _):
        facts[:] = [fact for fact in facts if fact['bundle'] != 7]

    def decide_twice(facts, _):
        facts.insert(5, facts[find(facts, 'VERDICT_GIVEN')])

    def not_end(facts, _):
        del facts[find(facts, 'BUNDLE_ENDED')]

    def refuse(facts, _):
        facts[find(facts, 'VERDICT_GIVEN', verdict='grant')].update(verdict='refuse', granted=[])

    def grant_early(facts, _):
        soon = find(facts, 'VERDICT_GIVEN', granted=['works-planning'])
        late = find(facts, 'VERDICT_GIVEN', granted=['design-scheme'], bundle=facts[soon]['bundle'])
        facts[late]['granted'] = []

    def grant_unsaid(facts, _):
        facts[find(facts, 'VERDICT_GIVEN', granted=['land-use'])]['stage'] = 'design-scheme'

    for change, text in [(grant_unsaid, 'land-use was granted without a verdict'), (grant_early, 'works-planning was granted before design-scheme'),
                         (lose, 'was acknowledged, and is not in the journal'),
                         (decide_twice, 'was decided 2 times'), (not_end, 'ended 0 times'),
                         (refuse, 'was issued without a grant')]:
        status, output = judged(change)
        equal(status, 1, text)
        check(text in output, output)


@test('a bundle under another key, a bundle submitted twice and a missing answer are found')
def _():
    def swap(facts, _):
        first, second = find(facts, 'BUNDLE_SUBMITTED', bundle=1), find(
            facts, 'BUNDLE_SUBMITTED', bundle=2)
        facts[first]['key'], facts[second]['key'] = facts[second]['key'], facts[first]['key']

    def submit_twice(facts, _):
        facts.append({'type': 'BUNDLE_SUBMITTED', 'bundle': 99, 'key': facts[0]['key']})

    for change, text in [(swap, 'has the key'), (submit_twice, '✗ 31 are in the journal'),
                         (lambda facts, acks: acks.pop(), '✗ 29 of 30 bundles were acknowledged')]:
        status, output = judged(change)
        equal(status, 1, text)
        check(text in output, output)


@test('a permit number that is left out or given twice is found')
def _():
    def number(to):
        def change(facts, _):
            facts[find(facts, 'PERMITS_ISSUED')]['permits'][2]['number'] = to
        return change

    for to in (2, 99):
        status, output = judged(number(to))
        equal(status, 1, output)
        check('✗' in output and 'permit numbers' in output, output)


if __name__ == '__main__':
    main()
