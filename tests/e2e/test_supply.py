#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Corrections from the worker's verdict to the new application in its hands: what changed is found
by the broker, in the journal or in what is just being written to it."""

import json

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test

PROCEDURE = f'{SOURCE}/tests/story/procedures/corrections.yaml'
DIGESTS = {'old': '0' * 64, 'new': '1' * 64}


def application(**digests):
    """Materials by name and whether they are old or new."""
    materials = [{'name': name.replace('_', '-'), 'uri': f'mem:{name}', 'digest': DIGESTS[age],
                  'size': 7} for name, age in digests.items()]
    return {'applicant': '荆州', 'materials': materials}


def bundle(place, name, **digests):
    return place.write(name, json.dumps({'procedure': 'corrections', 'key': 'k',
                                         'application': application(**digests)}))


def open_bundle(place):
    broker = place.broker()
    cli = Cli(place, broker)
    cli.run('publish', PROCEDURE)
    cli.run('submit', bundle(place, 'first.json', site_plan='old', deed='old'), '--quiet')
    return broker, cli


def materials_of(job):
    return {one['name']: one['digest'] for one in job['application']['materials']}


@test('a worker asks, the applicant supplies, and the worker has the new application')
def _():
    with Place() as place:
        broker, cli = open_bundle(place)
        workers = {name: place.worker(broker, name, credit=3)
                   for name in ('planning', 'fire', 'registry')}
        jobs = {name: worker.take('JOB') for name, worker in workers.items()}
        second = bundle(place, 'second.json', site_plan='new', photo='new')
        equal(cli.error('supply', '--key', 'k', second)['name'], 'ACT_IMPOSSIBLE')
        equal(workers['planning'].refused('VERDICT', **{name: jobs['planning'][name] for name in (
            'bundle', 'stage', 'attempt', 'token') if jobs['planning'][name] is not None},
            verdict=6, reason='x', materials='map')['name'], 'MATERIAL_UNKNOWN')
        workers['planning'].verdict(jobs['planning'], 'correct', reason='总平面图缺比例尺',
                                    materials='site-plan', credit=0)
        workers['fire'].verdict(jobs['fire'], 'grant', credit=0)
        equal([wait['kind'] for wait in cli.one('explain', '1')['waits']],
              ['notice', 'verdict', 'milestone'])
        workers['registry'].verdict(jobs['registry'], 'grant', credit=0)
        waits = cli.one('explain', '1')['waits']
        equal([wait['kind'] for wait in waits], ['supply', 'milestone'])
        check('must correct' in waits[0]['sentence'], waits)
        check(cli.one('show', '1')['entries'][-1]['due_ms'] > 0, 'show does not say until when')
        check(', to be answered by 20' in text(cli.run('show', '1')), text(cli.run('show', '1')))
        done = cli.one('supply', '--key', 'k', second, '--reason', '已补正')
        equal((done['bundle'], done['repeated']), (1, False))
        again = workers['planning'].take('JOB')
        equal(again['attempt'], 2)
        equal(materials_of(again), {'site-plan': bytes.fromhex(DIGESTS['new']),
                                    'photo': bytes.fromhex(DIGESTS['new'])})
        fact = [fact for fact in cli.lines('history', '1') if fact['type'] == 'SUPPLIED'][0]
        equal((fact['by'], fact['reason'], fact['changed'], fact['stages']),
              ('wang', '已补正', ['site-plan', 'photo', 'deed'], ['plan', 'title']))
        told = text(cli.run('history', '1'))
        check('changed: site-plan, photo, deed; reviewed again: plan, title' in told, told)
        check('correct by planning' in told and 'materials: site-plan' in told, told)
        check(', answered 20' in text(cli.run('show', '1')), text(cli.run('show', '1')))
        shown = cli.one('show', '1')
        equal([(entry['kind'], entry.get('detail')) for entry in shown['entries']],
              [('pause', 'correction'), ('notice', None), ('supply', None)])


@test('what is supplied in the same breath is compared with what was just written')
def _():
    with Place() as place:
        broker, cli = open_bundle(place)
        for name in ('fire', 'registry'):
            worker = place.worker(broker, name, credit=1)
            worker.verdict(worker.take('JOB'), 'grant', credit=0)
        planning = place.worker(broker, 'planning', credit=1)
        planning.verdict(planning.take('JOB'), 'correct', reason='x', credit=0)
        peer = place.submitter(broker)
        plan = {'name': 'site-plan', 'uri': 'mem:2', 'digest': bytes(32), 'size': 7}
        deed = {'name': 'deed', 'uri': 'mem:3', 'digest': bytes(32), 'size': 7}
        items = [('SUPPLY', 'a', {'bundle': 1, 'application': {'materials': [deed, plan]}}),
                 ('SUPPLY', 'a', {'bundle': 1, 'application': {'materials': [deed, plan]}}),
                 ('SUPPLY', 'b', {'bundle': 1, 'application': {'materials': []}})]
        peer.send_batch(items)
        equal(peer.answer('a')['type'], 'RECORDED')
        equal(peer.answer('a')['repeated'], True)
        equal(peer.take('ERROR')['name'], 'ACT_IMPOSSIBLE')
        fact = [fact for fact in cli.lines('history', '1') if fact['type'] == 'SUPPLIED'][0]
        check('changed' not in fact, 'only the places differ, not the documents')
        equal(fact['stages'], ['plan'])
        planning.send('CREDIT', '', credit=1)
        equal(len(planning.take('JOB')['application']['materials']), 2)


@test('before acceptance anything may be supplied at any time, also twice in one batch')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        cli.run('publish', f'{SOURCE}/procedures/five-permits-pre-review.yaml')
        peer = place.submitter(broker)
        map_1 = {'name': 'red_line_map', 'uri': 'mem:1', 'digest': b'1' * 32, 'size': 1}
        map_2 = {**map_1, 'digest': b'2' * 32}
        text_1 = {'name': 'scheme_text', 'uri': 'mem:1'}
        peer.send_batch([('SUBMIT', 's', {'procedure': 'five-permits-pre-review', 'key': 'k',
                                          'application': {'materials': [map_1]}}),
                         ('SUPPLY', 'a', {'key': 'k', 'application': {'materials': [map_2]}}),
                         ('SUPPLY', 'b', {'key': 'k', 'application': {
                             'materials': [map_2, text_1]}}),
                         ('SUPPLY', 'c', {'key': 'k', 'application': {'materials': [
                             {'name': 'map', 'uri': 'mem:1'}]}})])
        for request in 'sab':
            equal(peer.answer(request)['type'], 'RECORDED')
        equal(peer.take('ERROR')['name'], 'MATERIAL_UNKNOWN')
        facts = [fact for fact in cli.lines('history', '1') if fact['type'] == 'SUPPLIED']
        equal([fact['changed'] for fact in facts], [['red_line_map'], ['scheme_text']])
        equal(cli.one('show', '1')['phase'], 'pre_review')
        broker.kill()
        broker = place.broker()
        worker = place.worker(broker, 'land', credit=1)
        equal([one['name'] for one in worker.take('JOB')['application']['materials']],
              ['red_line_map', 'scheme_text'])


@test('a command line that makes no sense is told what would')
def _():
    with Place() as place:
        cli = Cli(place)
        broken = place.write('broken.json', '{"key": "k"}')
        for line, status, hint in ((('supply', '1'), 64, 'one file'),
                                   (('supply', '0', broken), 64, 'numbered from 1'),
                                   (('supply', '1', broken), 65, '"application"'),
                                   (('supply', '1', '/nowhere'), 66, '/nowhere')):
            process = cli.run(*line, status=status)
            check(hint in '\n'.join(process.err), f'{line}: {process.tail()}')


main()
