#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Looks at what the demo's broker wrote down, shows it, and holds it against what was promised.

usage: demo_view.py timeline HISTORY MS        facts of the sample bundle, which must end in time
       demo_view.py outcomes EXPECTED ACKS FACTS
       demo_view.py progress DONE ALL TEXT     one line that overwrites itself on a terminal

Facts, acknowledgements and expectations are files of JSON objects, one a line.

Exit status: 0 everything is as promised; 1 something is not, and the lines marked with ✗ say what.
"""

import collections
import itertools
import json
import sys

STAGES = {'land-use': 'A', 'design-scheme': 'D', 'works-planning': 'B', 'real-estate-title': 'C',
          'construction': 'F'}
UPSTREAMS = {'construction': ['land-use', 'works-planning'], 'works-planning': ['design-scheme']}
WIDTH = 56  # columns of the time line

USE_COLOR = sys.stdout.isatty()


def colored(code, text):
    return f'\033[{code}m{text}\033[0m' if USE_COLOR else text


class Claims:
    """What the demo promises, each shown with what was found."""

    def __init__(self):
        self.broken = 0

    def check(self, holds, text):
        self.broken += not holds
        print('  ' + (colored('32', '✓') if holds else colored('31;1', '✗')) + ' ' + text)


def read_lines(path):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file if line.strip()]


# --- the time line of one bundle ---

class Stage:
    """When the review of a stage began and ended, and its decision; broker time and position."""

    def __init__(self):
        self.leased_ms = self.verdict_ms = self.granted_ms = None
        self.granted_at = 0
        self.reviews = 0


def read_history(facts):
    stages = {name: Stage() for name in STAGES}
    moments = {'milestones': [], 'issued': []}
    for fact in facts:
        for lease in fact.get('leases', []):
            stages[lease['stage']].leased_ms = fact['at_ms']
        for name in fact.get('granted', []):
            stages[name].granted_ms, stages[name].granted_at = fact['at_ms'], fact['position']
        if fact['type'] == 'VERDICT_GIVEN':
            stage = stages[fact['stage']]
            stage.verdict_ms = fact['at_ms']
            stage.reviews += 1
        elif fact['type'] == 'PERMITS_ISSUED':
            moments['issued'].append(fact)
        elif fact['type'] in ('BUNDLE_SUBMITTED', 'BUNDLE_ENDED'):
            moments[fact['type']] = fact
        elif fact['type'] == 'MILESTONE_REACHED':
            moments['milestones'].append(fact)
    return stages, moments


def draw(stages, moments):
    begin = moments['BUNDLE_SUBMITTED']['at_ms']
    end = moments['BUNDLE_ENDED']['at_ms']
    issued_ms = moments['issued'][0]['at_ms']
    span = max(end - begin, 1)

    def column(at_ms):
        return round((at_ms - begin) * (WIDTH - 1) / span)

    scale = [' '] * (WIDTH + 8)
    for tenth in range(0, span // 100 + 1, 2):
        text = f'{tenth / 10:.1f}'
        at = column(begin + tenth * 100)
        scale[at:at + len(text)] = text
    print('  ' + 'seconds'.ljust(21) + ''.join(scale).rstrip())
    row = [' '] * WIDTH
    for fact in moments['milestones']:
        row[column(fact['at_ms'])] = '▼'
    print('  ' + 'milestones'.ljust(21) + colored('33', ''.join(row).rstrip()))
    for name, letter in STAGES.items():
        stage = stages[name]
        row = []
        for at in range(WIDTH):
            if column(stage.leased_ms) <= at <= column(stage.verdict_ms):
                row.append(colored('36', '█'))
            elif column(stage.verdict_ms) < at < column(stage.granted_ms):
                row.append(colored('33', '░'))
            elif column(stage.granted_ms) <= at < column(issued_ms):
                row.append(colored('32', '─'))
            else:
                row.append(' ')
        row[column(issued_ms)] = colored('32;1', '◆')
        print('  ' + f'{letter} {name}'.ljust(21) + ''.join(row))
    print('  ' + ''.ljust(21) + '█ review   ░ sealed, waits for an upstream   ─ decided   ◆ issued')


def print_permits(fact):
    numbers = ', '.join(
        f'{STAGES[permit["stage"]]} ' +
        permit.get('number_text', f'{fact["year"]}-{permit["number"]:06}')
        for permit in fact['permits'])
    print(f'  permits: {numbers}')


def check_sample(claims, stages, moments, limit_ms):
    took_ms = moments['BUNDLE_ENDED']['at_ms'] - moments['BUNDLE_SUBMITTED']['at_ms']
    serial_ms = sum(stage.verdict_ms - stage.leased_ms for stage in stages.values())
    starts = [stage.leased_ms for stage in stages.values()]
    ends = [stage.verdict_ms for stage in stages.values()]
    order = sorted(stages, key=lambda name: stages[name].granted_at)
    instants = [' and '.join(STAGES[name] for name in names) for _, names in
                itertools.groupby(order, lambda name: stages[name].granted_at)]
    claims.check(max(starts) < min(ends), 'all five reviews ran at the same time')
    claims.check(all(stages[up].granted_at <= stages[name].granted_at
                     for name, ups in UPSTREAMS.items() for up in ups),
                 'decisions took effect in the order of the law: ' + ', then '.join(instants))
    for name, upstreams in UPSTREAMS.items():
        held_ms = stages[name].granted_ms - stages[name].verdict_ms
        last = max(upstreams, key=lambda up: stages[up].granted_at)
        if held_ms > 0:
            claims.check(stages[name].granted_at == stages[last].granted_at,
                         f"{STAGES[name]}'s grant was sealed for {held_ms / 1000:.2f} s and took "
                         f"effect by the same fact as {STAGES[last]}'s")
    issued = moments['issued']
    claims.check(len(issued) == 1 and len(issued[0]['permits']) == len(STAGES),
                 f'{sum(len(fact["permits"]) for fact in issued)} permits in '
                 f'{len(issued)} fact: one instant')
    claims.check(moments['BUNDLE_ENDED']['result'] == 'all' and took_ms < limit_ms,
                 f'{took_ms / 1000:.2f} s from submission to permits; one after another: '
                 f'{serial_ms / 1000:.2f} s')


def timeline(path, limit_ms):
    claims = Claims()
    stages, moments = read_history(read_lines(path))
    missing = [name for name, stage in stages.items() if stage.granted_ms is None]
    if missing or 'BUNDLE_ENDED' not in moments or not moments['issued']:
        claims.check(False, 'the bundle did not get its permits: ' + ', '.join(missing))
        return claims.broken
    draw(stages, moments)
    print_permits(moments['issued'][0])
    print()
    check_sample(claims, stages, moments, limit_ms)
    return claims.broken


# --- the outcome of many bundles ---

class Outcome:
    """What the journal says of one bundle."""

    def __init__(self):
        self.key = None
        self.result = None
        self.ends = {}
        self.verdicts = collections.Counter()
        self.leases = 0
        self.ended = 0
        self.issues = 0
        self.faults = []  # what may never happen, whatever was expected

    def grant(self, stages):
        """By one fact: upstreams are granted before, or by the same fact."""
        for stage in stages:
            if self.ends.get(stage) != 'sealed':
                self.faults.append(f'{stage} was granted without a verdict')
            for upstream in UPSTREAMS.get(stage, []):
                if self.ends.get(upstream) != 'granted' and upstream not in stages:
                    self.faults.append(f'{stage} was granted before {upstream}')
        self.ends.update(dict.fromkeys(stages, 'granted'))

    def issue(self, permits):
        self.issues += 1
        for permit in permits:
            if self.ends.get(permit['stage']) != 'granted':
                self.faults.append(f'{permit["stage"]} was issued without a grant')
            self.ends[permit['stage']] = 'issued'


def take_fact(outcome, fact):
    kind = fact['type']
    if kind == 'BUNDLE_SUBMITTED':
        outcome.key = fact['key']
    elif kind == 'JOBS_LEASED':
        outcome.leases += len(fact['leases'])
    elif kind == 'VERDICT_GIVEN':
        outcome.verdicts[fact['stage']] += 1
        outcome.ends[fact['stage']] = 'refused' if fact['verdict'] == 'refuse' else 'sealed'
    elif kind == 'STAGE_BLOCKED':
        outcome.ends[fact['stage']] = 'blocked'
    elif kind == 'PERMITS_ISSUED':
        outcome.issue(fact['permits'])
    elif kind == 'GATE_LAPSED':
        for stage, end in outcome.ends.items():
            outcome.ends[stage] = 'lapsed' if end == 'granted' else end
    elif kind == 'BUNDLE_ENDED':
        outcome.ended += 1
        outcome.result = fact['result']
    outcome.grant(fact.get('granted', []))


def read_outcomes(path):
    """Outcomes by key, and the permit numbers of each stage (one department each) and year."""
    outcomes = collections.defaultdict(Outcome)
    numbers = collections.defaultdict(list)
    with open(path, encoding='utf-8') as file:
        for line in file:
            fact = json.loads(line)
            if 'bundle' not in fact:
                continue
            take_fact(outcomes[fact['bundle']], fact)
            for permit in fact.get('permits', []):
                numbers[permit['stage'], fact['year']].append(permit['number'])
    return outcomes, numbers


def differences(expected, outcome):
    """What is not as expected of one bundle, in words."""
    if outcome is None:
        yield 'was acknowledged, and is not in the journal'
        return
    yield from outcome.faults
    if outcome.ended != 1:
        yield f'ended {outcome.ended} times'
    if outcome.result != expected['result']:
        yield f'ended as {outcome.result}, expected {expected["result"]}'
    for stage, end in expected['stages'].items():
        if outcome.ends.get(stage) != end:
            yield f'{stage} is {outcome.ends.get(stage)}, expected {end}'
    for stage, count in outcome.verdicts.items():
        if count != 1:
            yield f'{stage} was decided {count} times'
    if outcome.issues > 1:
        yield f'issued permits {outcome.issues} times'


def check_bundles(claims, expected, acks, outcomes):
    shown = 0
    wrong = 0
    for record in expected:
        ack = acks.get(record['key'])
        if ack is None:
            continue
        found = list(differences(record, outcomes.get(ack)))
        if outcomes.get(ack) is not None and outcomes[ack].key != record['key']:
            found.append(f'bundle {ack} has the key {outcomes[ack].key}')
        wrong += bool(found)
        for text in found[:3] if shown < 10 else []:
            print(f'    {record["key"]}: {text}')
            shown += 1
    results = collections.Counter(record['result'] for record in expected)
    claims.check(wrong == 0, f'{len(acks) - wrong} of {len(acks)} acknowledged bundles have exactly '
                 f'the expected outcome ({results["all"]} with all permits, {results["none"]} with '
                 'none)')


def outcomes_of(arguments):
    claims = Claims()
    expected = read_lines(arguments[0])
    acks = {}
    for ack in read_lines(arguments[1]):
        if 'bundle' in ack:
            acks[ack['key']] = ack['bundle']
    outcomes, numbers = read_outcomes(arguments[2])
    keys = {record['key'] for record in expected}
    made = {bundle: outcome for bundle, outcome in outcomes.items() if outcome.key in keys}

    claims.check(set(acks) == keys, f'{len(acks)} of {len(keys)} bundles were acknowledged')
    claims.check(len(made) == len(keys), f'{len(made)} are in the journal, each of them once')
    check_bundles(claims, expected, acks, outcomes)
    again = sum(outcome.leases - len(outcome.verdicts) for outcome in made.values())
    decided = sum(sum(outcome.verdicts.values()) for outcome in made.values())
    claims.check(decided == len(STAGES) * len(keys),
                 f'{decided} reviews, each decided once; {again} were begun again')
    gaps = [stage for stage, found in numbers.items()
            if sorted(found) != list(range(1, len(found) + 1))]
    claims.check(not gaps, f'{sum(map(len, numbers.values()))} permit numbers, for each department '
                 'from 1 on, none twice, none left out')
    return claims.broken


def progress(done, total, text):
    share = int(done) / max(int(total), 1)
    filled = round(share * 30)
    bar = '█' * filled + '░' * (30 - filled)
    print(f'\r  {bar} {done:>5} of {total} {text}\033[K' if USE_COLOR else
          f'  {done:>5} of {total} {text}', end='' if USE_COLOR else '\n', flush=True)
    return 0


def main(arguments):
    if len(arguments) == 3 and arguments[0] == 'timeline':
        return 1 if timeline(arguments[1], int(arguments[2])) else 0
    if len(arguments) == 4 and arguments[0] == 'outcomes':
        return 1 if outcomes_of(arguments[1:]) else 0
    if len(arguments) == 4 and arguments[0] == 'progress':
        return progress(*arguments[1:])
    print(__doc__.strip(), file=sys.stderr)
    return 0 if arguments in (['-h'], ['--help']) else 2


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8')
    sys.exit(main(sys.argv[1:]))
