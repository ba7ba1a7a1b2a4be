#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""tongfa act: what clerks, officers, heads and supervisors do, from the command line to the journal."""

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until

FIVE = f'{SOURCE}/procedures/five-permits.yaml'
SAMPLE = f'{SOURCE}/procedures/samples/zhongke-zhigu.json'
HEAD = ('--role', 'head', '--department', 'planning')


def open_bundle(place):
    """A broker with one bundle, and the command for it."""
    broker = place.broker()
    cli = Cli(place, broker)
    cli.run('publish', FIVE)
    equal(cli.one('submit', SAMPLE, '--quiet')['summary']['recorded'], 1)
    return broker, cli


@test('a bundle is suspended, explained, found so after a restart, and resumed')
def _():
    with Place() as place:
        broker, cli = open_bundle(place)
        done = cli.one('act', 'suspend', '1', *HEAD, '--reason', '法院查封')
        equal((done['bundle'], done['act'], done['repeated']), (1, 'suspend', False))
        broker.stop()
        broker = place.broker()
        cli = Cli(place, broker)
        waits = cli.one('explain', '1')['waits']
        equal([wait['kind'] for wait in waits], ['resumption'])
        check('tongfa act resume 1' in text(cli.run('explain', '1')), 'no remedy is named')
        shown = cli.one('show', '1')
        equal(shown['phase'], 'suspended')
        equal([(entry['kind'], entry['detail'], entry['by']) for entry in shown['entries']],
              [('pause', 'suspension', 'wang')])
        equal({stage['state'] for stage in shown['stages']}, {'paused'})
        check('stands since' in text(cli.run('show', '1')), 'show does not say that clocks stand')
        cli.run('act', 'resume', '1', '--role', 'government')
        equal({stage['state'] for stage in cli.one('show', '1')['stages']}, {'reviewing'})
        cli.run('withdraw', '1')
        told = text(cli.run('show', '1'))
        check('stopped 20' in told and 'over since' not in told, told)
        told = text(cli.run('history', '1'))
        check('suspend: 法院查封, by wang' in told and 'resume, by wang' in told, told)


LICENCE = """name: licence
version: 1
title: A permit for a time
stages:
  operate:
    title: Operation
    department: trade
    permit: 经营许可证
    after_issue: { delivery: 10 working days, valid: 3 years }
"""
TRADE = ('--role', 'head', '--department', 'trade')


@test('a permit is delivered and revoked after its bundle has ended and the broker was restarted')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        cli.run('publish', place.write('licence.yaml', LICENCE))
        cli.run('submit', place.write('in', {'procedure': 'licence', 'key': 'k',
                                             'application': {}}))
        worker = place.worker(broker, 'trade', credit=1)
        worker.verdict(worker.take('JOB'), 'grant')
        wait_until(lambda: cli.one('show', '1')['result'] == 'all', 'the end')
        check('permits wait for' in text(cli.run('explain', '1')), 'explain')
        broker.stop()  # everything is stored: after the restart memory has nothing of the bundle
        broker = place.broker()
        cli = Cli(place, broker)
        equal(int(broker.wait_line(r'recovered (\d+) facts')[1]), 0)
        equal([wait['kind'] for wait in cli.one('explain', '1')['waits']], ['delivery'])
        cli.run('act', 'deliver', '1', 'operate', '--role', 'clerk')
        equal(cli.error('act', 'deliver', '1', 'operate', '--role', 'clerk')['text'].split(';')[0],
              'the permit has been delivered before')
        broker.kill()  # the fact is durable; whether its image is, is nobody's business
        broker = place.broker()
        cli = Cli(place, broker)
        shown = cli.one('show', '1')
        equal([entry['kind'] for entry in shown['entries']], ['delivery'])
        equal([(term['kind'], 'stopped_ms' in term) for term in shown['terms']],
              [('delivery', True), ('valid', False)])
        cli.run('act', 'revoke', '1', 'operate', *TRADE, '--kind', 'fraud', '--reason', '材料虚假')
        equal(cli.error('act', 'recall', '1', 'operate', *TRADE, '--reason', 'r')['text']
              .split(';')[0], 'the permit was revoked')
        stage = cli.one('show', '1')['stages'][0]
        equal((stage['state'], stage['exchange_code']), ('issued', 15))
        check('the permit was revoked' in text(cli.run('show', '1')), 'show')
        fact = cli.lines('history', '1')[-1]
        equal((fact['type'], fact['act'], fact['detail'], fact['exchange_code']),
              ('ACTED', 'revoke', 'fraud', 15))
        check('revoke fraud: 材料虚假, by wang' in text(cli.run('history', '1')), 'history')
        equal(cli.error('act', 'suspend', '1', *TRADE, '--reason', 'r')['name'], 'BUNDLE_ENDED')
        broker.stop()
        equal(cli.one('journal', 'verify', '--data', broker.data)['problems'], 0)
        check(cli.one('journal', 'replay', '--data', broker.data)['equal'], 'replay')


@test('who may not, and what is impossible, is said by name')
def _():
    with Place() as place:
        _, cli = open_bundle(place)
        equal(cli.error('act', 'suspend', '1', '--role', 'clerk', '--reason', 'r')['name'],
              'NOT_ALLOWED')
        equal(cli.error('act', 'suspend', '1', *HEAD)['name'], 'REASON_MISSING')
        equal(cli.error('act', 'suspend', '9', *HEAD, '--reason', 'r')['name'], 'BUNDLE_UNKNOWN')
        impossible = cli.error('act', 'resume', '1', *HEAD)
        equal(impossible['name'], 'ACT_IMPOSSIBLE')
        equal(impossible['text'].split(';')[0], 'the bundle is not suspended')
        equal(cli.error('act', 'suspend', '1', '--role', 'head', '--department', 'nowhere',
                        '--reason', 'r')['name'], 'DEPARTMENT_UNKNOWN')


@test('a special procedure, an extension and a return, from the command line to the journal')
def _():
    with Place() as place:
        _, cli = open_bundle(place)
        officer = ('--role', 'officer', '--department', 'planning')
        begun = ('act', 'special_start', '1', 'works-planning', *officer, '--reason', '测地基')
        equal(cli.error(*begun, '--kind', 'testing')['field'], 'amount')
        equal(cli.error(*begun, '--kind', 'party', '--amount', '5')['field'], 'detail')
        cli.run(*begun, '--kind', 'testing', '--amount', '5')
        stage = next(stage for stage in cli.one('show', '1')['stages']
                     if stage['name'] == 'works-planning')
        equal((stage['state'], stage['exchange_code']), ('paused', 9))
        waits = {wait['stage']: wait for wait in cli.one('explain', '1')['waits']}
        equal((waits['works-planning']['kind'], waits['works-planning']['on']),
              ('special', 'testing'))
        check('stands for its testing' in text(cli.run('explain', '1')), 'it is not explained')
        check('special, testing' in text(cli.run('show', '1')), 'the clock does not say why')
        cli.run('act', 'extend', '1', 'works-planning', *HEAD, '--amount', '10', '--reason', '跨县')
        clocks = {clock.get('stage'): clock for clock in cli.one('show', '1')['clocks']}
        equal(clocks['works-planning']['extended'], 10)
        check('extended by 10' in text(cli.run('show', '1')), 'the extension is not shown')
        cli.run('act', 'special_end', '1', 'works-planning', *officer, '--reason', '合格')
        refused = cli.error('act', 'return', '1', 'works-planning', *officer, '--on',
                            'design-scheme', '--reason', '没有地下室')
        equal(refused['name'], 'ACT_IMPOSSIBLE')
        told = text(cli.run('history', '1'))
        check('works-planning: special_start testing, 5 days: 测地基' in told, told)
        check('works-planning: special_end: 合格' in told, told)


@test('a command line that makes no sense is told what would')
def _():
    with Place() as place:
        cli = Cli(place)
        for line, hint in ((('act', 'suspend', '1'), '--role: head, government'),
                           (('act', 'suspend', '1', '--role', 'head'), '--department'),
                           (('act', 'suspend', '1', '--role', 'king'), 'head, government'),
                           (('act', 'suspend', *HEAD), 'name the bundle'),
                           (('act', 'suspend', '0', *HEAD), 'numbered from 1'),
                           (('act', 'suspends', '1', *HEAD), 'no act "suspends"'),
                           (('act', 'suspend', '1', *HEAD, '--until', 'May'), '2026-03-01'),
                           (('act', 'suspend', '1', *HEAD, '--amount', 'x'), 'no number')):
            process = cli.run(*line, status=64)
            check(hint in '\n'.join(process.err), f'{line}: {process.tail()}')


main()
