#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""show, history, explain, stats, procedure and follow: what people and scripts are told."""

import json
import re
import signal
import unicodedata

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import procedure, single, stage

FIVE = ['land-use', 'design-scheme', 'works-planning', 'real-estate-title', 'construction']
DEPARTMENTS = ['land', 'design', 'planning', 'registry', 'construction']
MILESTONES = ['project-record', 'land-contract', 'price-paid', 'deed-tax-paid']
SAMPLE = f'{SOURCE}/procedures/samples/zhongke-zhigu.json'


def five(place):
    """A broker with the five permits and the sample, and the command for it."""
    broker = place.broker()
    cli = Cli(place, broker)
    cli.run('publish', f'{SOURCE}/procedures/five-permits.yaml')
    cli.run('submit', SAMPLE)
    return broker, cli


def width(line):
    """Columns on a terminal."""
    return sum(2 if unicodedata.east_asian_width(c) in 'WF' else 1 for c in line)


def column_of(line, word):
    return width(line[:line.index(word)])


@test('the five permits from submission to issue, as show, explain and history tell it')
def _():
    with Place() as place:
        broker, cli = five(place)
        shown = cli.one('show', '1')
        equal([item['name'] for item in shown['stages']], FIVE)
        equal({item['state'] for item in shown['stages']}, {'reviewing'})
        equal({item['exchange_code'] for item in shown['stages']}, {3})
        waits = cli.one('explain', '1')['waits']
        equal(sum(wait['kind'] == 'worker' for wait in waits), 5)
        check('no worker of land is connected' in text(cli.run('explain', '1')), 'explain')
        for department in DEPARTMENTS:
            place.start('tongfa-worker', '--office', broker.office, '--department', department)
        for milestone in MILESTONES[:3]:
            cli.run('signal', '1', milestone)
        wait_until(lambda: cli.one('show', '1')['stages'][4]['state'] == 'granted', 'F granted')
        wait_until(lambda: cli.one('show', '1')['stages'][3]['state'] == 'sealed', 'C sealed')
        said = text(cli.run('explain', '1'))
        check('tongfa signal 1 deed-tax-paid' in said, said)
        check('issued together when real-estate-title' in said, said)
        ended = cli.lines('signal', '1', 'deed-tax-paid')
        shown = wait_until(lambda: cli.one('show', '1').get('ended_ms') and cli.one('show', '1'),
                           'the end')
        equal(shown['result'], 'all')
        equal({(item['state'], item['permit_number']) for item in shown['stages']},
              {('issued', 1)})
        equal({item['exchange_code'] for item in shown['stages']}, {11})
        year = shown['stages'][0]['permit_year']
        written = {'land-use': f'地字第421000{year}YG0000001',
                   'design-scheme': f'荆自然资方案〔{year}〕1号',
                   'works-planning': f'建字第421000{year}GG0000001',
                   'real-estate-title': f'鄂({year})荆州市不动产权第0000001号',
                   'construction': None}
        equal({item['name']: item.get('permit_number_text') for item in shown['stages']}, written)
        said = text(cli.run('show', '1')) + text(cli.run('history', '1'))
        for stage_name, number in written.items():
            number = number or f'{year}-000001'
            check(f'{stage_name} {number}' in said, f'history does not say {number}: {said}')
            equal(said.count(number), 2, number)
        history = cli.lines('history', '1')
        issued = [fact for fact in history if fact['type'] == 'PERMITS_ISSUED']
        equal(len(issued), 1)
        equal({permit['stage']: permit.get('number_text') for permit in issued[0]['permits']}, written)
        equal({permit['number'] for permit in issued[0]['permits']}, {1})
        equal([one['exchange_code'] for fact in history for one in [fact, *fact.get('leases', [])]
               if 'exchange_code' in one], [3] + [8] * 5 + [11])
        equal(sorted(permit['stage'] for permit in issued[0]['permits']), sorted(FIVE))
        granted = [stage for fact in history for stage in fact.get('granted', [])]
        equal(granted[-1], 'real-estate-title')
        check(ended[0]['position'] < issued[0]['position'], 'the order')
        check('it has ended (all)' in text(cli.run('explain', '1')), 'explain at the end')


@test('show lines its columns up although titles are Chinese, and draws a time line')
def _():
    with Place() as place:
        _, cli = five(place)
        lines = cli.run('show', '1').out
        head = next(line for line in lines if 'DEPARTMENT' in line)
        for name, department in zip(FIVE, DEPARTMENTS):
            line = next(row for row in lines if row.startswith(f'  {name} '))
            rest = line[len(name) + 3:]
            at = len(line) - len(rest) + rest.index(f'  {department} ') + 2
            equal(width(line[:at]), column_of(head, 'DEPARTMENT'), name)
        drawn = [line for line in lines if re.match(r'  [a-z-]+ +·', line)]
        equal(len(drawn), 5)
        equal(len({width(line.replace('·', 'x')) for line in drawn}), 1)


@test('a bundle is found by the key of whoever submitted it')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        wang, li = Cli(place, broker), Cli(place, broker, 'li')
        bundle = place.write('in', {'procedure': 'single', 'key': '同', 'application': {}})
        wang.run('submit', bundle)
        li.run('submit', bundle)
        equal(wang.one('show', '--key', '同')['submitter'], 'wang')
        equal(li.one('show', '--key', '同')['submitter'], 'li')
        equal(li.one('show', '--key', '同', '--submitter', 'wang')['submitter'], 'wang')
        equal(wang.error('show', '--key', 'none')['name'], 'BUNDLE_UNKNOWN')
        equal(wang.error('show', '99')['name'], 'BUNDLE_UNKNOWN')
        equal(wang.error('history', '99')['name'], 'BUNDLE_UNKNOWN')
        equal(wang.error('explain', '99')['name'], 'BUNDLE_UNKNOWN')


@test('who is given the office only asks there')
def _():
    with Place() as place:
        broker, cli = five(place)
        office = Cli(place, broker, 'boss')
        del office.environment['TONGFA_COUNTER']
        equal(office.one('show', '1')['bundle'], 1)
        check(office.one('stats')['bundles_open'] == 1, 'stats')
        equal(office.one('show', '--key', 'zhongke-zhigu', '--submitter', 'wang')['bundle'], 1)
        del cli


@test('history gives the newest facts of many pages in order')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single(attempts_max=100, backoff_ms=0))
        cli = Cli(place, broker)
        cli.run('submit', place.write('in', {'procedure': 'single', 'key': 'k', 'application': {}}))
        worker = place.worker(broker, 'planning', credit=1)
        for _ in range(300):
            worker.verdict(worker.take('JOB'), 'release', credit=1)
        whole = cli.lines('history', '1')
        check(len(whole) > 600, f'{len(whole)} facts')
        positions = [fact['position'] for fact in whole]
        equal(positions, sorted(positions))
        for before, after in zip(whole, whole[1:]):
            equal(after['previous'], before['position'])
        equal([fact['position'] for fact in cli.lines('history', '1', '--limit', '300')][:2],
              cli_tail(whole, 300))


def cli_tail(facts, count):
    return [fact['position'] for fact in facts[-count:]][:2]


@test('stats and procedure in JSON and for people')
def _():
    with Place() as place:
        _, cli = five(place)
        stats = cli.one('stats')
        equal((stats['bundles_open'], stats['bundles_submitted']), (1, 1))
        equal(sorted(item['department'] for item in stats['departments']), sorted(DEPARTMENTS))
        equal({item['ready'] for item in stats['departments']}, {1})
        check(re.search(r'registry +1 +0', text(cli.run('stats'))), 'table')
        definition = cli.one('procedure', 'five-permits', '2')
        equal(definition['gates'][0]['members'], FIVE)
        equal(definition['stages'][4]['decide_after']['stages'], ['land-use', 'works-planning'])
        check('五证同发' in text(cli.run('procedure', 'five-permits')), 'title')
        equal(cli.error('procedure', 'five-permits', '1')['name'], 'PROCEDURE_UNKNOWN')


@test('follow reads the whole journal, then live, also when the broker is killed meanwhile')
def _():
    with Place() as place:
        broker, cli = five(place)
        running = cli.start('follow', '--from', '1', '--json')
        wait_until(lambda: len(running.out) == 2, 'the facts so far')
        cli.run('signal', '1', 'project-record')
        wait_until(lambda: len(running.out) == 3, 'one live fact')
        broker.kill()
        broker = place.broker()
        cli.run('signal', '1', 'land-contract')
        wait_until(lambda: len(running.out) >= 4, 'one fact of the next life')
        equal([json.loads(line)['position'] for line in running.out],
              list(range(1, len(running.out) + 1)))
        equal(json.loads(running.out[3])['milestone'], 'land-contract')
        running.signal(signal.SIGINT)
        equal(running.wait(), 0)
        equal(len(cli.lines('follow', '--from', '1', '--end')), 4)
        equal(len(cli.lines('follow', '--from', '3', '--end')), 2)


@test('follow filters by type, bundle and submitter; from now on means from now on')
def _():
    with Place() as place:
        _, cli = five(place)
        opened = cli.lines('follow', '--from', '1', '--end', '--types', 'bundle-submitted')
        equal([fact['opened'] for fact in opened], [FIVE])
        equal(cli.lines('follow', '--from', '1', '--end', '--bundle', '2'), [])
        equal(len(cli.lines('follow', '--from', '1', '--end', '--submitter', 'wang',
                            '--types', 'BUNDLE_SUBMITTED,PROCEDURE_PUBLISHED')), 1)
        equal(cli.lines('follow', '--from', '1', '--end', '--submitter', 'li'), [])
        equal(cli.lines('follow', '--end'), [])
        equal(cli.error('follow', '--from', '99')['name'], 'POSITION_UNKNOWN')
        running = cli.start('follow', '--types', 'MILESTONE_REACHED')
        operator = place.operator(place.processes[0])
        wait_until(lambda: operator.ask('STATS')['followers'] == 1, 'it follows')
        cli.run('signal', '1', 'price-paid')
        wait_until(lambda: any('price-paid is reached' in line for line in running.out), 'live')
        check(not any('#2 ' in line for line in running.out), 'an old fact')
        running.signal(signal.SIGTERM)
        equal(running.wait(), 0)


@test('what strangers wrote cannot command the terminal')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(procedure(
            [stage('review', 'planning', title='\x1b[2Jcleared')], name='single'))
        cli = Cli(place, broker)
        key = 'k\x1b]0;owned\x07\u202e'
        cli.run('submit', place.write('in', {'procedure': 'single', 'key': key, 'application': {}}))
        for arguments in (['show', '1'], ['history', '1'], ['explain', '1'],
                          ['procedure', 'single'], ['follow', '--from', '1', '--end'],
                          ['show', '1', '--color', 'always']):
            out = text(cli.run(*arguments))
            for bad in ('\x1b]', '\x1b[2J', '\x07', '\u202e'):
                check(bad not in out, f'{arguments} lets {bad!r} through')
        equal(cli.one('show', '1')['key'], key)


@test('colours come when asked for, and never into JSON')
def _():
    with Place() as place:
        _, cli = five(place)
        check('\x1b[' not in text(cli.run('show', '1')), 'colours in a pipe')
        check('\x1b[' in text(cli.run('show', '1', '--color=always')), 'no colours')
        check('\x1b[' not in text(cli.run('show', '1', '--color=always', '--json')), 'in JSON')


if __name__ == '__main__':
    main()
