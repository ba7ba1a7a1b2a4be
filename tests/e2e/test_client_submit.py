#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`tongfa submit` and `tongfa signal`: files of every shape, repetition, refusals, and a broker that
is killed under them."""

import json
import signal

from tongfa_cli import Cli, text
from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import procedure, single, stage


def bundle(key, procedure_name='single', **fields):
    return {'procedure': procedure_name, 'key': key, 'application': {'n': 1}, **fields}


def ndjson(bundles):
    return ''.join(json.dumps(item, ensure_ascii=False) + '\n' for item in bundles)


def settled(place, **options):
    """A broker with the procedure `single`, and the command for it."""
    broker = place.broker(**options)
    place.operator(broker).publish(single())
    return broker, Cli(place, broker)


@test('one object, lines, an array and standard input are read alike')
def _():
    with Place() as place:
        _, cli = settled(place)
        pretty = json.dumps(bundle('一'), indent=4, ensure_ascii=False)
        shapes = [pretty, ndjson([bundle('a1'), bundle('a2')]),
                  json.dumps([bundle('b1'), bundle('b2')]),
                  '\ufeff' + json.dumps(bundle('c1')) + json.dumps(bundle('c2')),
                  pretty.replace('一', 'd') + '\n\n' + ndjson([bundle('d2')])]
        known = []
        for shape in shapes:
            lines = cli.lines('submit', place.write('in', shape))
            equal(lines[-1]['summary']['recorded'], len(lines) - 1)
            known += [line['key'] for line in lines[:-1]]
        lines = cli.lines('submit', '-', stdin=ndjson([bundle('e1')]))
        equal(lines[0]['key'], 'e1')
        equal(sorted(known), sorted(['一', 'a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd', 'd2']))
        equal(cli.lines('submit', '-', stdin='')[0]['summary']['recorded'], 0)


@test('submitting again gives the first answer, other content is refused by name')
def _():
    with Place() as place:
        _, cli = settled(place)
        file = place.write('b.json', bundle('k'))
        first, summary = cli.lines('submit', file)
        equal(summary['summary']['recorded'], 1)
        again, summary = cli.lines('submit', file)
        equal((again['bundle'], again['position'], again['repeated']),
              (first['bundle'], first['position'], True))
        equal((summary['summary']['recorded'], summary['summary']['repeated']), (0, 1))
        other = place.write('o.json', bundle('k', priority=1))
        refused, summary = cli.lines('submit', other, status=1)
        equal((refused['key'], refused['error']['name']), ('k', 'KEY_CONFLICT'))
        equal(summary['summary']['refused'], 1)
        both = place.write('both', ndjson([bundle('k', priority=1), bundle('new')]))
        check('refused' in text(cli.run('submit', both, status=2)), 'partial')


@test('what is no bundle is named with its line, the rest is submitted')
def _():
    with Place() as place:
        _, cli = settled(place)
        lines = ['{"procedure": "single", "key": "good", "application": {}}',
                 'this is no JSON',
                 '{"procedure": "single", "key": "bad", "application": {},}',
                 '{"procedure": "single", "application": {}}',
                 '{"key": "nowhere", "application": {}}',
                 '{"procedure": "single", "key": "typo", "aplication": {}, "application": {}}',
                 '{"procedure": "single", "key": "list", "application": []}',
                 '{"procedure": "single", "key": "late", "priority": 9, "application": {}}',
                 '{"procedure": "single", "key": "v", "version": "1", "application": {}}',
                 '{"procedure": "single", "key": "twice", "key": "two", "application": {}}',
                 '{"procedure": "none", "key": "unknown", "application": {}}',
                 '{"procedure": "single", "key": "last", "application": {}, "_note": "as is"}']
        out = cli.lines('submit', place.write('in', '\n'.join(lines)), status=65)
        recorded = [line['key'] for line in out if 'position' in line]
        equal(sorted(recorded), ['good', 'last'])
        said = json.dumps(out)
        for piece in ['in:2: ', 'in:3: ', 'line 4: ', 'line 5: ', 'line 6: ', 'line 7: ',
                      'line 9: ', 'in:10: ', 'aplication', 'PROCEDURE_UNKNOWN', 'priorities']:
            check(piece in said, f'{piece!r} is not in {said}')
        cli.run('submit', place.write('open', '{"procedure": "single", "key": "x'), status=65)


@test('a quote or bracket left open costs one bundle, not the rest of the file')
def _():
    with Place() as place:
        _, cli = settled(place)
        for number, open_line in enumerate(['{"procedure": "single", "key": "x',
                                            '{"procedure": {"single", "key": "x"}',
                                            '{"application": [']):
            keys = [f'{number}-{i}' for i in range(20)]
            lines = [json.dumps(bundle(key)) for key in keys]
            lines[5:5] = [open_line]
            out = cli.lines('submit', place.write('in', '\n'.join(lines)), status=65)
            equal(sorted(line['key'] for line in out if 'position' in line), sorted(keys))
            errors = [line['error']['text'] for line in out if 'error' in line]
            check(len(errors) == 1 and 'in:6: ' in errors[0], errors)
        nested = '{"procedure": "single", "key": "n", "application":\n{"a": 1}}\n'
        equal(cli.lines('submit', '-', stdin=nested)[0]['key'], 'n')


@test('an application beyond the bounds is refused before it is sent, with its place')
def _():
    with Place() as place:
        _, cli = settled(place)
        deep = bundle('deep')
        deep['application'] = {'a': json.loads('[' * 16 + ']' * 16)}
        wide = bundle('wide')
        wide['application'] = {'list': list(range(5000))}
        large = bundle('large')
        large['application'] = {'text': 'x' * 70000}
        digest = bundle('digest')
        digest['application'] = {'materials': [{'name': 'plan', 'digest': '12'}]}
        out = cli.lines('submit', place.write('in', ndjson([deep, wide, large, digest])), status=1)
        errors = {line['key']: line['error'] for line in out if 'key' in line}
        equal(errors['deep']['name'], 'APPLICATION_MALFORMED')
        equal(errors['wide']['field'], 'list[4093]')
        equal(errors['large']['name'], 'TOO_LARGE')
        equal(errors['digest']['field'], 'materials[0].digest')


@test('--wait says how each bundle ended, also those that had ended before')
def _():
    with Place() as place:
        broker, cli = settled(place)
        worker = place.worker(broker, 'planning', credit=10)
        file = place.write('in', ndjson([bundle('good'), bundle('bad')]))
        running = cli.start('submit', '--wait', '--json', file)
        for _ in range(2):
            job = worker.take('JOB')
            grants = job['bundle'] == 1
            worker.verdict(job, 'grant' if grants else 'refuse', reason='' if grants else '缺材料')
        equal(running.wait(), 0)
        ended = {line['key']: line['result'] for line in map(json.loads, running.out)
                 if 'result' in line}
        equal(sorted(ended.values()), ['all', 'none'])
        again = cli.lines('submit', '--wait', file)
        equal({line['key']: line['result'] for line in again if 'result' in line}, ended)
        equal(again[-1]['summary']['ended'], 2)


@test('the broker is killed under a submission: it goes on, and each key is one bundle')
def _():
    with Place() as place:
        broker, cli = settled(place)
        count = 3000
        file = place.write('in', ndjson(bundle(f'k{i}') for i in range(count)))
        running = cli.start('submit', '--json', '--window', '32', file)
        wait_until(lambda: len(running.out) > 200, '200 answers')
        broker.kill()
        check(running.is_running(), 'it was done before the broker was killed')
        broker = place.broker()
        equal(running.wait(40), 0)
        lines = [json.loads(line) for line in running.out]
        bundles = {line['key']: line['bundle'] for line in lines[:-1]}
        equal(len(bundles), count)
        equal(len(set(bundles.values())), count)
        equal(cli.one('stats')['bundles_submitted'], count)
        for key in ('k0', 'k1500', f'k{count - 1}'):
            equal(cli.one('show', '--key', key)['bundle'], bundles[key])


@test('the broker is drained and started again under a submission: nobody notices')
def _():
    with Place() as place:
        broker, cli = settled(place)
        count = 3000
        file = place.write('in', ndjson(bundle(f'k{i}') for i in range(count)))
        running = cli.start('submit', '--json', '--window', '16', file)
        wait_until(lambda: len(running.out) > 100, '100 answers')
        equal(broker.stop(), 0)
        check(running.is_running(), 'it was done before the broker was stopped')
        place.broker()
        equal(running.wait(40), 0)
        lines = [json.loads(line) for line in running.out]
        equal(len({line['bundle'] for line in lines[:-1]}), count)


@test('a broker that is full is waited for, until time runs out')
def _():
    with Place() as place:
        broker = place.broker('--bundles-max', '64', '--stage-blocks-max', '64')
        place.operator(broker).publish(single())
        cli = Cli(place, broker)
        worker = place.worker(broker, 'planning', credit=0)
        file = place.write('in', ndjson(bundle(f'k{i}') for i in range(200)))
        lines = cli.lines('--timeout', '1', 'submit', file, status=75)
        equal(lines[-1]['error']['name'], 'BUSY')
        known = lines[-2]['summary']['recorded']
        check(0 < known < 200, f'{known} recorded')
        running = cli.start('submit', '--json', file)
        worker.send('CREDIT', credit=1024)
        for _ in range(200):
            worker.verdict(worker.take('JOB'), 'grant')
        equal(running.wait(40), 0)
        summary = json.loads(running.out[-1])['summary']
        equal((summary['repeated'], summary['recorded']), (known, 200 - known))


@test('interrupted, it says what was done and ends with 130')
def _():
    with Place() as place:
        broker, cli = settled(place)
        running = cli.start('submit', '--wait', '--json', place.write('in', bundle('k')))
        wait_until(lambda: running.out, 'the first answer')
        operator = place.operator(broker)
        wait_until(lambda: operator.ask('STATS')['followers'] == 1, 'it follows')
        running.signal(signal.SIGINT)
        equal(running.wait(), 130)
        lines = [json.loads(line) for line in running.out]
        equal(lines[1]['summary']['recorded'], 1)
        equal(lines[2]['error']['name'], 'INTERRUPTED')


@test('milestones are signalled one by one and by the thousand')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(procedure(
            [stage('review', 'planning', decide=['paid', 'signed'])],
            milestones=['paid', 'signed'], name='waits'))
        cli = Cli(place, broker)
        count = 1000
        cli.run('submit', '--quiet', '-',
                stdin=ndjson(bundle(f'k{i}', 'waits') for i in range(count)))
        first = cli.one('signal', '--key', 'k0', 'paid')
        equal(cli.one('signal', str(first['bundle']), 'paid')['repeated'], True)
        equal(cli.error('signal', '--key', 'k0', 'paid', '--called-off')['name'],
              'MILESTONE_SETTLED')
        equal(cli.error('signal', '--key', 'k0', 'none')['name'], 'MILESTONE_UNKNOWN')
        equal(cli.error('signal', '--key', 'none', 'paid')['name'], 'BUNDLE_UNKNOWN')
        many = ndjson({'key': f'k{i}', 'reached': ['paid'], 'called_off': ['signed']}
                      for i in range(count))
        equal(cli.one('signal', '--batch', place.write('s', many))['summary'],
              {'recorded': 2 * count, 'refused': 0})
        bad = many.splitlines()[0] + '\n{"key": "k1"}\n{"bundle": 5, "reached": ["none"]}\n'
        lines = cli.lines('signal', '--batch', place.write('s', bad), status=65)
        equal(lines[-1]['summary'], {'recorded': 2, 'refused': 1})
        equal(lines[-2]['bundle'], 5)
        example = 'give {"key": ..., "reached": [...], "called_off": [...]}'
        check(f'{place.path("s")}:2: {example}' in [line['error']['text'] for line in lines
                                                    if 'text' in line.get('error', {})], lines)
        process = cli.run('signal', '--batch', place.write('s', 'paid\n{"key": "k2"}\n'), status=65)
        for number, wanted in enumerate(['this is no JSON object; ' + example, example], 1):
            check(f'tongfa: {place.path("s")}:{number}: {wanted}' in process.err, process.tail())


@test('a line that is cut says so and breaks no character; JSON has all of it')
def _():
    with Place() as place:
        broker, cli = settled(place)
        for length, reason in enumerate(['地' * 300, 'a' + '地' * 300, 'ab' + '地' * 300, 'abc'], 1):
            cli.run('submit', place.write('in', bundle(f'k{length}')))
            number = cli.one('withdraw', '--key', f'k{length}', '--reason', reason)['bundle']
            facts = cli.lines('history', str(number))
            check(reason in [fact.get('reason') for fact in facts], facts)
            for command in (['history', str(number)],
                            ['journal', 'dump', '--data', broker.data, '--bundle', str(number)]):
                said = [line for line in cli.run(*command).out if 'withdrawn by' in line]
                equal(len(said), 1)
                equal(said[0].endswith('地…'), reason != 'abc', f'{command}: {said}')
                check('\ufffd' not in said[0], said)


@test('withdrawing is recorded once, with its reason')
def _():
    with Place() as place:
        _, cli = settled(place)
        cli.run('submit', place.write('in', bundle('k')))
        first = cli.one('withdraw', '--key', 'k', '--reason', '地块已转让')
        again = cli.one('withdraw', '--key', 'k')
        equal((again['position'], again['repeated']), (first['position'], True))
        fact = [line for line in cli.lines('history', '--key', 'k')
                if line['type'] == 'BUNDLE_WITHDRAWN'][0]
        equal((fact['reason'], fact['by']), ('地块已转让', 'wang'))
        equal(cli.one('show', '--key', 'k')['result'], 'withdrawn')


if __name__ == '__main__':
    main()
