# SPDX-License-Identifier: Apache-2.0
"""Made bundles through counter, broker and the five real departments: each ends as expected,
under either policy, with refusals and milestones that are called off."""

import collections
import importlib.util
import os
import subprocess
import sys

from tongfa_e2e import SOURCE, Place, check, equal, main, test

sys.dont_write_bytecode = True
DEPARTMENTS = ('land', 'design', 'planning', 'registry', 'construction')


def load_view():
    """The demo's judge, which test_demo.py tests."""
    spec = importlib.util.spec_from_file_location(
        'demo_view', os.path.join(SOURCE, 'scripts', 'demo_view.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VIEW = load_view()


def make(place, *options):
    subprocess.run(['/usr/bin/python3', '-B', os.path.join(SOURCE, 'scripts', 'make-bundles'),
                    *map(str, options), '--out', place.folder], check=True)
    return VIEW.read_lines(place.path('expected.ndjson'))


def command(place, broker, *arguments):
    return place.run('tongfa', '--counter', broker.counter, '--office', broker.office, '--as',
                     'wang', '--json', *arguments)


def play(place, procedure, *options):
    """Run made bundles to their end. Returns what was expected and what the journal says."""
    broker = place.broker()
    for department in DEPARTMENTS:
        place.start('tongfa-worker', '--office', broker.office, '--department', department,
                    '--concurrency', 4, '--quiet')
    path = os.path.join(SOURCE, 'procedures', procedure + '.yaml')
    equal(command(place, broker, 'publish', path).status, 0, 'publish')
    expected = make(place, *options, '--procedure', procedure)
    equal(command(place, broker, 'submit', place.path('bundles.ndjson')).status, 0, 'submit')
    # Bundles that all five refused have ended by then; their signals are told so.
    signals = command(place, broker, 'signal', '--batch', place.path('signals.ndjson'))
    for line in signals.out:
        check('"error"' not in line or 'BUNDLE_ENDED' in line, line)
    # The same submission again waits for the ends that are still to come.
    again = command(place, broker, 'submit', '--wait', place.path('bundles.ndjson'))
    equal(again.status, 0, again.tail())
    follow = command(place, broker, 'follow', '--from', '1', '--end')
    outcomes, numbers = VIEW.read_outcomes(place.write('facts', '\n'.join(follow.out)))
    return expected, {outcome.key: outcome for outcome in outcomes.values()}, numbers


def hold_against(expected, outcomes):
    for record in expected:
        found = list(VIEW.differences(record, outcomes.get(record['key'])))
        equal(found, [], f'{record["key"]} ({", ".join(record["flaws"])})')


@test('all or nothing: every outcome is the expected one')
def _():
    with Place() as place:
        expected, outcomes, numbers = play(place, 'five-permits', 150, '--seed', 21, '--flawed',
                                           0.5, '--called-off', 0.2)
        hold_against(expected, outcomes)
        results = collections.Counter(record['result'] for record in expected)
        check(results['all'] > 20 and results['none'] > 50, str(results))
        for found in numbers.values():
            equal(sorted(found), list(range(1, results['all'] + 1)), 'permit numbers')


@test('issue the rest: every outcome is the expected one')
def _():
    with Place() as place:
        expected, outcomes, numbers = play(place, 'five-permits-issue-rest', 150, '--seed', 22,
                                           '--flawed', 0.5, '--called-off', 0.2)
        hold_against(expected, outcomes)
        results = collections.Counter(record['result'] for record in expected)
        check(min(results[key] for key in ('all', 'partial', 'none')) > 0, str(results))
        for (stage, _), found in numbers.items():
            issued = sum(record['stages'][stage] == 'issued' for record in expected)
            equal(sorted(found), list(range(1, issued + 1)), 'permit numbers of ' + stage)


if __name__ == '__main__':
    main()
