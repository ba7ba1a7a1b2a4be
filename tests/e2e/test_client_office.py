#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""publish, parked, retry, and the journal without its broker."""

import json
import os

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import single


@test('a version is published once; other content is refused by name')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        file = f'{SOURCE}/procedures/five-permits.yaml'
        first = cli.one('publish', file)
        again = cli.one('publish', file)
        equal((first['repeated'], again['repeated']), (False, True))
        equal(first['position'], again['position'])
        with open(file, encoding='utf-8') as source:
            changed = source.read().replace('promised: 5 working days', 'promised: 6 working days')
        equal(cli.error('publish', place.write('changed.yaml', changed))['name'],
              'PROCEDURE_CONFLICT')
        newer = place.write('newer.yaml', changed.replace('version: 2', 'version: 3'))
        equal(cli.one('publish', newer)['version'], 3)
        equal(cli.one('procedure', 'five-permits')['version'], 3)
        equal(cli.one('procedure', 'five-permits', '2')['version'], 2)


@test('a parked job is listed with its reason, and retried once')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single(attempts_max=1))
        cli = Cli(place, broker)
        check('no job is parked' in text(cli.run('parked')), 'parked')
        cli.run('submit', place.write('in', {'procedure': 'single', 'key': 'k', 'application': {}}))
        worker = place.worker(broker, 'planning', credit=1)
        worker.verdict(worker.take('JOB'), 'park', reason='图纸打不开')
        job = wait_until(lambda: cli.lines('parked'), 'a parked job')[0]
        equal((job['bundle'], job['stage'], job['department'], job['cause'], job['reason']),
              (1, 'review', 'planning', 'asked', '图纸打不开'))
        check('图纸打不开' in text(cli.run('parked')), 'table')
        check('tongfa retry 1 review' in text(cli.run('explain', '1')), 'explain')
        equal(cli.lines('parked', '--department', 'land'), [])
        equal(cli.error('retry', '1', 'none')['name'], 'STAGE_UNKNOWN')
        equal(cli.error('retry', '2', 'review')['name'], 'BUNDLE_UNKNOWN')
        equal(cli.one('retry', '1', 'review')['bundle'], 1)
        equal(cli.error('retry', '1', 'review')['name'], 'NOT_PARKED')
        equal(cli.lines('parked'), [])


def worked(place):
    """A journal of some bundles; returns its directory and the command."""
    broker = place.broker()
    cli = Cli(place, broker)
    place.operator(broker).publish(single())
    lines = ''.join(json.dumps({'procedure': 'single', 'key': f'k{i}', 'application': {'n': i}})
                    + '\n' for i in range(50))
    cli.run('submit', '--quiet', '-', stdin=lines)
    worker = place.worker(broker, 'planning', credit=30)
    for _ in range(30):
        worker.verdict(worker.take('JOB'), 'grant')
    followed = cli.lines('follow', '--from', '1', '--end')
    return broker, cli, followed


@test('a journal is dumped without its broker, as follow told it, with names and chain')
def _():
    with Place() as place:
        broker, cli, followed = worked(place)
        live = cli.lines('journal', 'dump', '--data', broker.data)
        broker.kill()
        dumped = cli.lines('journal', 'dump', '--data', broker.data)
        equal(live, dumped)
        check(all(len(fact.pop('chain')) == 64 for fact in dumped), 'chain')
        equal(dumped, followed)
        part = cli.lines('journal', 'dump', '--data', broker.data, '--from', '10', '--until', '12')
        equal([fact['position'] for fact in part], [10, 11, 12])
        check(part[0].get('stage', 'review') == 'review', 'the name of the stage is known')
        mine = cli.lines('journal', 'dump', '--data', broker.data, '--bundle', '7')
        equal({fact['bundle'] for fact in mine}, {7})
        check(' granted' in text(cli.run('journal', 'dump', '--data', broker.data)), 'for people')


@test('a sound journal verifies and replays to the state of a restart')
def _():
    with Place() as place:
        broker, cli, followed = worked(place)
        broker.kill()
        verified = cli.one('journal', 'verify', '--data', broker.data)
        equal((verified['sound'], verified['problems'], verified['bundles']), (True, 0, 50))
        equal(verified['records'], len(followed))
        check('sound' in text(cli.run('journal', 'verify', '--data', broker.data)), 'for people')
        replayed = cli.one('journal', 'replay', '--data', broker.data)
        equal((replayed['equal'], replayed['position']), (True, len(followed)))
        equal(replayed['whole'], replayed['restored'])


@test('one flipped bit is found, with code 3')
def _():
    with Place() as place:
        broker, cli, _ = worked(place)
        broker.kill()
        path = next(os.path.join(broker.data, name) for name in sorted(os.listdir(broker.data))
                    if os.path.getsize(os.path.join(broker.data, name)) > 20000)
        with open(path, 'r+b') as file:
            content = file.read()
            at = content.index(b'k33') + 2
            file.seek(at)
            file.write(b'4')
        lines = cli.lines('journal', 'verify', '--data', broker.data, status=3)
        check(not lines[-1]['sound'] and lines[-1]['problems'] > 0, lines[-1])
        check(any('problem' in line for line in lines[:-1]), 'no problem is named')
        # For people, too, each says where it is.
        said = text(cli.run('journal', 'verify', '--data', broker.data, status=3)).splitlines()
        changed = next(line for line in lines[:-1] if 'chain hash' in line['problem'])
        check(f'#{changed["position"]}: {changed["problem"]}' in said, said)
        for line in lines[:-1]:
            if line['bundle'] != 0:
                check(any(f'bundle {line["bundle"]}: {line["problem"]}' in other for other in said), said)


@test('a directory without a journal is refused, and left as it was')
def _():
    with Place() as place:
        cli = Cli(place)
        os.mkdir(place.path('empty'))
        for command in ('dump', 'verify', 'replay'):
            process = cli.run('journal', command, '--data', place.path('empty'), status=74)
            check(any('cannot be opened' in line for line in process.err), process.tail())
            equal(os.listdir(place.path('empty')), [])


if __name__ == '__main__':
    main()
