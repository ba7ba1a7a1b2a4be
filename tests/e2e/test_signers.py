#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Signers, missing materials and commitments from the command line to the journal and back."""

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test

STORIES = f'{SOURCE}/tests/story/procedures'
OFFICER = ('--role', 'officer', '--department')


def open_bundle(place, broker, name, **application):
    """A bundle under one of the procedures of the stories, and the command for it."""
    cli = Cli(place, broker)
    cli.run('publish', f'{STORIES}/{name}.yaml')
    cli.run('submit', place.write('in', {'procedure': name, 'key': 'k', **application}))
    return cli


@test('a panel is asked, shown, and decides; after a restart its signatures still stand')
def _():
    with Place() as place:
        broker = place.broker()
        cli = open_bundle(place, broker, 'sign-panel', application={})
        cli.run('signal', '1', 'site-visit')
        waits = cli.one('explain', '1')['waits']
        equal([(wait['kind'], wait['on']) for wait in waits],
              [('signers', 'li'), ('signers', 'wang'), ('signers', 'zhao')])
        told = text(cli.run('explain', '1'))
        check('tongfa act sign 1 heritage --kind agree' in told, told)
        refused = cli.error('act', 'sign', '1', 'heritage', *OFFICER, 'heritage', '--as', 'sun',
                            '--kind', 'agree')
        equal(refused['name'], 'ACT_IMPOSSIBLE')
        cli.run('act', 'sign', '1', 'heritage', *OFFICER, 'heritage', '--as', 'li',
                '--kind', 'disagree', '--reason', '立面')
        broker.stop()
        cli = Cli(place, place.broker())
        entries = cli.one('show', '1')['entries']
        equal([(entry['by'], entry['state']) for entry in entries],
              [('li', 'disagreed'), ('wang', 'asked'), ('zhao', 'asked')])
        cli.run('act', 'sign', '1', 'heritage', *OFFICER, 'heritage', '--as', 'zhao',
                '--kind', 'agree')
        shown = cli.one('show', '1')
        equal(shown['result'], 'all')
        equal([entry['state'] for entry in shown['entries']], ['disagreed', 'cancelled', 'agreed'])
        check('cancelled' in text(cli.run('show', '1')), 'the dossier is not shown')
        told = text(cli.run('history', '1'))
        check('heritage: sign disagree: 立面, by li' in told, told)
        check('heritage: signed agree' in told, told)


@test('the dossier says what was done at the counter, then with which materials')
def _():
    with Place() as place:
        cli = open_bundle(place, place.broker(), 'counter', application={})
        cli.run('act', 'put_right', '1', '--materials', 'form,deed', '--as', 'li')
        told = text(cli.run('show', '1'))
        check('put_right: form, deed' in told, told)


@test('what may come later is awaited, shown with its date, and comes at the counter')
def _():
    with Place() as place:
        form = {'name': 'form', 'uri': 'mem:1'}
        cli = open_bundle(place, place.broker(), 'tolerance', application={'materials': [form]})
        entries = cli.one('show', '1')['entries']
        equal([(entry['materials'], entry['state']) for entry in entries],
              [(['drawing'], 'missing'), (['safety'], 'missing')])
        check(all(entry['due_ms'] > entry['from_ms'] for entry in entries), entries)
        lacking = place.write('in', {'procedure': 'tolerance', 'key': 'l', 'application': {}})
        check('MATERIAL_MISSING' in text(cli.run('submit', lacking, status=1)), 'it was taken')
        cli.run('act', 'material_supplied', '1', '--role', 'clerk', '--materials', 'safety')
        equal([entry['state'] for entry in cli.one('show', '1')['entries']],
              ['missing', 'supplied'])


@test('a commitment decides at once, and its check is owed until it is made')
def _():
    with Place() as place:
        cli = open_bundle(place, place.broker(), 'commitment-alone', application={})
        cli.run('act', 'commit', '1', 'fire')
        stage = cli.one('show', '1')['stages'][0]
        equal((stage['state'], stage['exchange_code']), ('issued', 11))
        cli.run('act', 'commitment_kept', '1', 'fire', *OFFICER, 'fire')
        equal(cli.one('show', '1')['entries'][0]['state'], 'kept')


main()
