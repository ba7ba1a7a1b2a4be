# SPDX-License-Identifier: Apache-2.0
"""scripts/make-bundles: the same bundles every time, all kinds of flaws, no real firm's code."""

import collections
import json
import os
import re
import subprocess
import tempfile

from tongfa_e2e import SOURCE, check, equal, main, test

MAKE = os.path.join(SOURCE, 'scripts', 'make-bundles')
STAGES = {'land': 'land-use', 'design': 'design-scheme', 'planning': 'works-planning',
          'registry': 'real-estate-title', 'construction': 'construction'}


def run(*arguments):
    return subprocess.run(['/usr/bin/python3', '-B', MAKE, *map(str, arguments)],
                          capture_output=True, text=True, check=False)


def made(*arguments):
    result = run(*arguments)
    equal(result.returncode, 0, result.stderr)
    return result.stdout


def records(*arguments):
    return [json.loads(line) for line in made(*arguments).splitlines()]


def codes(value):
    """Every unified social credit code in an application."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.endswith('uscc'):
                yield inner
            else:
                yield from codes(inner)
    if isinstance(value, list):
        for inner in value:
            yield from codes(inner)


def uscc_check(body):
    """GB 32100, written a second time."""
    alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    total, weight = 0, 1
    for letter in body:
        total += alphabet.index(letter) * weight
        weight = weight * 3 % 31
    return alphabet[(31 - total % 31) % 31]


def org_check(body):
    """GB 11714, written a second time."""
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2)))
    return '0X987654321'[total % 11]


@test('the same seed makes the same bytes, another seed others')
def _():
    equal(made(50, '--seed', 5), made(50, '--seed', 5))
    check(made(50, '--seed', 5) != made(50, '--seed', 6), 'two seeds made the same bundles')


@test('a longer run begins with the shorter one, also when processors share it')
def _():
    long = made(2600, '--seed', 5).splitlines()
    equal(made(30, '--seed', 5).splitlines(), long[:30])
    equal(made(20, '--seed', 5, '--first', 2501).splitlines(), long[2500:2520])
    equal(len({json.loads(line)['key'] for line in long}), 2600, 'keys')


@test('three files agree with each other and with what is printed')
def _():
    with tempfile.TemporaryDirectory() as folder:
        made(40, '--seed', 9, '--called-off', 0.5, '--out', folder)
        keys = []
        for name in ('bundles', 'signals', 'expected'):
            with open(os.path.join(folder, name + '.ndjson'), encoding='utf-8') as file:
                text = file.read()
            equal(text, made(40, '--seed', 9, '--called-off', 0.5, '--print', name), name)
            keys.append([json.loads(line)['key'] for line in text.splitlines()])
        equal(keys[0], keys[1])
        equal(keys[0], keys[2])


@test('shares are what was asked for')
def _():
    equal({r['result'] for r in records(200, '--flawed', 0, '--print', 'expected')}, {'all'})
    equal({r['result'] for r in records(200, '--flawed', 1, '--print', 'expected')}, {'none'})
    half = records(2000, '--flawed', 0.5, '--print', 'expected')
    flawed = sum(bool(record['flaws']) for record in half)
    check(900 < flawed < 1100, f'{flawed} of 2000 are flawed')
    off = records(1000, '--called-off', 0.2, '--print', 'signals')
    check(150 < sum(bool(r['called_off']) for r in off) < 250, 'called off')
    for record in off:
        equal(len(record['reached']) + len(record['called_off']), 4)


@test('every flaw is made, and every department refuses something')
def _():
    flaws = {line.split()[0]: line.split()[1:] for line in made(1, '--list-flaws').splitlines()}
    check(len(flaws) >= 60, f'{len(flaws)} flaws')
    seen = collections.Counter()
    refused = collections.Counter()
    for record in records(3000, '--flawed', 1, '--print', 'expected'):
        seen.update(record['flaws'])
        refused.update(record['refused'])
        named = {department for flaw in record['flaws'] for department in flaws[flaw]}
        equal(set(record['refused']), named)
    equal(set(seen), set(flaws), 'flaws')
    equal(set(refused), set(STAGES), 'departments')


@test('a flawed bundle differs from a valid one')
def _():
    plain = records(100, '--seed', 3, '--flawed', 0)
    flawed = records(100, '--seed', 3, '--flawed', 1)
    for left, right in zip(plain, flawed):
        equal(left['key'], right['key'])
        check(left['application'] != right['application'], left['key'] + ' has no flaw')


@test('what is expected follows from verdicts and milestones')
def _():
    for procedure in ('five-permits', 'five-permits-issue-rest'):
        options = (1500, '--flawed', 0.6, '--called-off', 0.3, '--procedure', procedure, '--print')
        for record, signals in zip(records(*options, 'expected'), records(*options, 'signals')):
            refused = {STAGES[name] for name in record['refused']}
            off = set(signals['called_off'])
            land = not off & {'project-record', 'land-contract'} and 'land-use' not in refused
            design = 'land-contract' not in off and 'design-scheme' not in refused
            works = design and 'works-planning' not in refused
            title = ('real-estate-title' not in refused
                     and not off & {'land-contract', 'price-paid', 'deed-tax-paid'})
            build = land and works and 'construction' not in refused
            granted = dict(zip(STAGES.values(), (land, design, works, title, build)))
            kept = all(granted.values()) or procedure.endswith('rest')
            for stage, end in record['stages'].items():
                equal(end, 'refused' if stage in refused else 'blocked' if not granted[stage]
                      else 'issued' if kept else 'lapsed', record['key'] + ' ' + stage)
            equal(record['result'], 'all' if all(granted.values()) else
                  'partial' if kept and any(granted.values()) else 'none')


@test("codes of firms pass their check, and none can be a real firm's")
def _():
    sample = os.path.join(SOURCE, 'procedures', 'samples', 'zhongke-zhigu.json')
    with open(sample, encoding='utf-8') as file:
        applications = [json.load(file)['application']]
    applications += [record['application'] for record in records(300, '--flawed', 0)]
    count = 0
    for code in codes(applications):
        check(re.fullmatch('[0-9A-HJ-NP-RTUW-Y]{18}', code), code)
        equal(code[17], uscc_check(code[:17]), code)
        check(code[16] != org_check(code[8:16]), f'{code} could be real')
        count += 1
    check(count > 2000, f'{count} codes')
    equal(uscc_check('91110000802100433'), 'B', 'the check of a well-known code')
    equal(org_check('80210043'), '3', 'the organisation code in it')


@test('bundles vary')
def _():
    applications = [record['application'] for record in records(500, '--flawed', 0)]
    for section, field, least in [('land_contract', 'use', 5), ('plot', 'area_mu', 450),
                                  ('land_contract', 'price_fen', 450), ('scheme', 'height_m', 300),
                                  ('deed_tax', 'rate_percent', 4), ('site', 'clearing_required', 2),
                                  ('fire_review', 'required', 2), ('applicant', 'uscc', 500)]:
        kinds = {application[section][field] for application in applications}
        check(len(kinds) >= least, f'{section}.{field} takes {len(kinds)} values only')


@test('wrong options and folders are refused with a reason')
def _():
    for arguments in (['-5'], ['many'], [], [5, '--flawed', 2], [5, '--procedure', 'six'],
                      [5, '--out', '/tmp', '--print', 'signals']):
        result = run(*arguments)
        equal(result.returncode, 2, str(arguments))
        check('make-bundles: error:' in result.stderr, result.stderr)
    result = run(1, '--out', '/proc/none')
    equal(result.returncode, 1)
    check(result.stderr.startswith('make-bundles: /proc/none'), result.stderr)
    check('example:' in run('--help').stdout, 'no example in the help')


if __name__ == '__main__':
    main()
