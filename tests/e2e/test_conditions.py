#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Stages that apply only when the application says so: evaluated by the broker, once."""

import os
import time

import msgpack

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test
from tongfa_facts import bits
from tongfa_peer import procedure, stage

SKIPPED = 10
SPECIAL = '.works.special // false'


def special(condition=SPECIAL, **fields):
    return procedure([stage('fire', 'fire', applies_if=condition), stage('build', 'housing',
                                                                         start=['fire'])], **fields)


@test('what does not apply is skipped, and stays so when the broker starts again')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(special())
        counter = place.submitter(broker)
        for key, works, skipped in [('shed', {}, [0]), ('shop', {'special': False}, [0]),
                                    ('tower', {'special': True}, [])]:
            bundle = counter.submit(key, application={'works': works})['bundle']
            submitted = counter.history(bundle)[0]
            equal(bits(submitted['body'].get(11)), skipped, key)
            equal(bits(submitted['body'].get(9)), [len(skipped)], 'opened of ' + key)
        equal(broker.stop(), 0)
        broker = place.broker()
        counter = place.submitter(broker)
        shown = counter.ask('SHOW', key='shed')['image']
        equal([one['state'] for one in shown['stages']], [SKIPPED, 2])
        equal(counter.submit('shed', application={'works': {}})['repeated'], True)
        worker = place.worker(broker, 'housing', credit=5)
        for job in [worker.take('JOB'), worker.take('JOB')]:
            worker.verdict(job, 'grant')
        equal([counter.ask('SHOW', key=key)['image']['result'] for key in ('shed', 'shop')], [1, 1])
        equal(counter.submit('hall', application={'works': {'special': True}})['version'], 1)
        equal(counter.refused('SUBMIT', procedure='five-permits', key='x',
                              application={'works': 7})['name'], 'CONDITION_FAILED')


@test('a condition that errs or gives no boolean is refused by stage and expression')
def _():
    with Place() as place:
        broker = place.broker()
        operator = place.operator(broker)
        operator.publish(special('.works.special'))
        counter = place.submitter(broker)

        def refusal(application):
            error = counter.refused('SUBMIT', procedure='five-permits', key='k',
                                    application=application)
            equal((error['number'], error['name'], error['retry']), (59, 'CONDITION_FAILED', 1))
            check('stage "fire"' in error['text'] and '.works.special' in error['text'],
                  error['text'])
            return error['text']

        check('neither true nor false but null' in refusal({}), 'null')
        check('but string' in refusal({'works': {'special': 'yes'}}), 'text')
        check('Cannot index' in refusal({'works': 'none'}), 'error')
        equal(counter.submit('k', application={'works': {'special': True}})['bundle'], 1)
        operator.publish(procedure([stage('fire', 'fire', applies_if=SPECIAL)], version=2))
        error = counter.refused('SUBMIT', procedure='five-permits', key='n', application={})
        equal((error['number'], error['name']), (60, 'NOTHING_APPLIES'))


@test('a condition that could take for ever is not published')
def _():
    with Place() as place:
        operator = place.operator(place.broker())
        for condition in ['[range(1000000000)] | length > 1', 'def f: f; f', '"a" * 1000000000 == .a',
                          '[.a[] as $x | .a[] as $y | $x] | length > 1', '.a | test("(a*)*b")',
                          'env.HOME == ""', 'input', '..', '.a = 1', 'include "a"; .b', '1 +',
                          '.a and (.b', '"\\(.a)" == ""', 'true # ) or (', '.a?//false']:
            began = time.monotonic()
            error = operator.refused('PUBLISH', encoded=msgpack.packb(special(condition)))
            equal((error['name'], error['field']), ('PROCEDURE_INVALID', 'stages.applies_if'),
                  condition)
            check('"fire"' in error['text'], error['text'])
            check(time.monotonic() - began < 10, f'{condition} took too long')
        operator.publish(special())


@test('what stands in .jq of the home directory changes nothing')
def _():
    with Place() as place:
        with open(os.path.join(place.folder, '.jq'), 'w', encoding='utf-8') as file:
            file.write('def length: 7;\n')
        broker = place.broker(environment={'HOME': place.folder})
        place.operator(broker).publish(special('(.list | length) == 7'))
        counter = place.submitter(broker)
        bundle = counter.submit('k', application={'list': [1]})['bundle']
        equal(bits(counter.history(bundle)[0]['body'].get(11)), [0])


@test('a stage is repeated for the elements of a list, and each job says for which')
def _():
    with Place() as place:
        broker = place.broker()
        works = [stage(f'works.{at}', 'planning', for_each='.buildings', at_most=3, element=at)
                 for at in (1, 2, 3)]
        operator = place.operator(broker)
        operator.publish(procedure([*works, stage('fire', 'fire', decide=['works.1', 'works.2'])]))
        counter = place.submitter(broker)
        bundle = counter.submit('two', application={'buildings': ['A', 'B']})['bundle']
        equal(bits(counter.history(bundle)[0]['body'].get(11)), [2])
        worker = place.worker(broker, 'planning', credit=3)
        jobs = [worker.take('JOB'), worker.take('JOB')]
        equal([(job['stage_name'], job['element']) for job in jobs], [('works.1', 1), ('works.2', 2)])
        equal(place.worker(broker, 'fire', credit=1).take('JOB')['element'], None)
        error = counter.refused('SUBMIT', procedure='five-permits', key='four',
                                application={'buildings': [1, 2, 3, 4]})
        equal((error['number'], error['name']), (61, 'ELEMENTS_TOO_MANY'))
        check('gives 4 elements, at most 3' in error['text'] and '.buildings' in error['text'],
              error['text'])
        error = counter.refused('SUBMIT', procedure='five-permits', key='none',
                                application={'buildings': 'A, B'})
        equal(error['name'], 'CONDITION_FAILED')
        check('for_each gives no list: .buildings' in error['text'], error['text'])
        for broken in (works[:2], works[1:], [works[1], works[0], works[2]]):
            error = operator.refused('PUBLISH', encoded=msgpack.packb(procedure(broken, version=2)))
            equal((error['name'], error['field']), ('PROCEDURE_INVALID', 'stages.for_each'))


@test('the sample with a permit for each building is published and submitted')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        cli.run('lint', f'{SOURCE}/procedures/works-by-building.yaml')
        cli.run('publish', f'{SOURCE}/procedures/works-by-building.yaml')
        cli.run('submit', f'{SOURCE}/procedures/samples/two-buildings.json')
        states = {one['name']: one['state'] for one in cli.one('show', '1')['stages']}
        equal([name for name, state in states.items() if state == 'skipped'],
              ['works-planning.3', 'works-planning.4', 'fire-filing'])
        check('since there is no element 3 of .buildings' in text(cli.run('show', '1')), 'show')


@test('show, history and lint say what does not apply, and why')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        definition = ('name: p\nversion: 1\ntitle: P\nstages:\n'
                      '  fire: { title: F, department: fire, applies_if: %s }\n'
                      '  build: { title: B, department: housing }\n')
        cli.run('publish', place.write('good.yaml', definition % f'"{SPECIAL}"'))
        bundle = '{"procedure": "p", "key": "k", "application": {"works": {}}}'
        cli.run('submit', place.write('bundle.json', bundle))
        shown = cli.one('show', '1')['stages']
        equal([one['state'] for one in shown], ['skipped', 'reviewing'])
        equal((shown[0]['applies_if'], shown[0].get('exchange_code')), (SPECIAL, None))
        check(f'does not apply  fire, since not: {SPECIAL}' in text(cli.run('show', '1')), 'show')
        equal(cli.lines('history', '1')[0]['skipped'], ['fire'])
        check('does not apply: fire' in text(cli.run('history', '1')), 'history')
        bad = place.write('bad.yaml', definition % '"[range(9)] | any"')
        found = '\n'.join(cli.run('lint', bad, status=3).err)
        check(":5:51: error: applies_if, byte 2, 'range'" in found, found)


main()
