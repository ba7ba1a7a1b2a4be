#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the golden journal of a release: what every later release must open, verify and go on from.

usage: tests/golden/make.py VERSION

Run it once for each release, with TONGFA_BIN naming the folder of its programs, and commit the folder
tests/golden/VERSION. A folder that is there is never changed: formats are for ever.

    data.mdb         the journal, as `tongfa backup` copies it: a fact of every type
    witness.ndjson   what a witness kept of it
    receipt.json     of a decision
    expected.json    counts, hash of the chain, hash of the state
"""

import collections
import json
import os
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), 'e2e'))

# pylint: disable=wrong-import-position
from tongfa_cli import Cli
from tongfa_e2e import Place, check, wait_until
from tongfa_peer import FACTS, FIVE_DEPARTMENTS, FIVE_MILESTONES, five_permits, single


def fill(place, broker):
    """Bundles that end in every way, and some that do not."""
    office = place.operator(broker)
    office.publish(five_permits())
    office.publish(single(lease_ms=1000, attempts_max=2))
    counter = place.submitter(broker)
    five = {name: place.worker(broker, name) for name in FIVE_DEPARTMENTS}

    def jobs(bundle, verdicts):
        """One job of each department, answered."""
        counter.submit(bundle, application={'name': '中科智谷', 'area': 200})
        for name, verdict in zip(FIVE_DEPARTMENTS, verdicts):
            five[name].send('CREDIT', credit=1)
            job = five[name].take('JOB')
            if verdict is not None:
                five[name].verdict(job, verdict, reason='容积率超过规划条件。')

    def reach(bundle, milestones=FIVE_MILESTONES):
        for milestone in milestones:
            counter.ask('SIGNAL', key=bundle, milestone=milestone)

    jobs('all', ['grant'] * 5)
    reach('all')
    jobs('refused', ['grant', 'refuse', 'grant', 'grant', 'grant'])
    reach('refused')
    jobs('called-off', ['grant'] * 5)
    counter.ask('SIGNAL', key='called-off', milestone=FIVE_MILESTONES[1], called_off=True)
    jobs('withdrawn', ['grant', 'release', 'fail', 'park', None])
    counter.ask('WITHDRAW', key='withdrawn', reason='申请人撤回')
    jobs('open', ['grant', 'fail', 'park', 'release', None])

    def is_stored():
        stats = counter.ask('STATS')
        return stats['recover_from'] == stats['position'] + 1

    wait_until(is_stored, 'images of all bundles')  # what follows is the rest to be replayed
    planner = place.worker(broker, 'planning', 'planner')
    counter.submit('late', 'single')
    planner.send('CREDIT', credit=1)
    late = planner.take('JOB')
    wait_until(lambda: any(fact['type'] == 'JOB_EXPIRED' for fact in counter.history(late['bundle'])),
               'the end of a lease')
    held = {name: late[name] for name in ('bundle', 'attempt', 'token')}
    planner.refused('VERDICT', verdict=1, **held)
    planner.send('CREDIT', credit=1)
    again = planner.take('JOB')
    planner.ask('RENEW', **{name: again[name] for name in ('bundle', 'attempt', 'token')})
    planner.verdict(again, 'fail')
    wait_until(lambda: any(fact['type'] == 'JOB_PARKED' for fact in counter.history(late['bundle'])),
               'a parked job')
    office.ask('RETRY', bundle=late['bundle'], stage='review')


def facts_of(lines):
    counts = collections.Counter(line['type'] for line in lines)
    missing = set(FACTS[1:]) - set(counts)
    check(not missing, f'no fact of type {sorted(missing)}')
    return dict(sorted(counts.items()))


def make(folder):
    with Place() as place:
        broker = place.broker('--sign-after-records', '40', '--sign-after-ms', '200')
        fill(place, broker)
        cli = Cli(place, broker)
        cli.run('receipt', '--key', 'all', '--stage', 'land-use', '--output',
                os.path.join(folder, 'receipt.json'))
        broker.kill()  # with a rest to be replayed
        cli.run('backup', '--data', broker.data, place.path('copy'))
        copy = place.path('copy')
        witness = cli.run('journal', 'checkpoints', '--data', copy, '--json').out
        verified = cli.one('journal', 'verify', '--data', copy)
        replayed = cli.one('journal', 'replay', '--data', copy)
        expected = {name: verified[name] for name in (
            'records', 'bundles', 'images_open', 'images_closed', 'keys', 'signed_checkpoints',
            'chain')}
        expected['state'] = replayed['whole']
        expected.update(cli.one('key', '--data', copy))
        expected['facts'] = facts_of(cli.lines('journal', 'dump', '--data', copy))
        shutil.copyfile(os.path.join(copy, 'data.mdb'), os.path.join(folder, 'data.mdb'))
    with open(os.path.join(folder, 'witness.ndjson'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(witness) + '\n')
    with open(os.path.join(folder, 'expected.json'), 'w', encoding='utf-8') as file:
        json.dump(expected, file, indent=2)
        file.write('\n')
    size = os.path.getsize(os.path.join(folder, 'data.mdb'))
    print(f'{folder}: {expected["records"]} records, {size // 1024} KiB')
    check(size < 200 * 1024, 'a golden journal is small')


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith('-'):
        sys.exit(__doc__)
    folder = os.path.join(HERE, sys.argv[1])
    os.mkdir(folder)  # never over one that is there
    try:
        make(folder)
    except BaseException:
        shutil.rmtree(folder)
        raise


main()
