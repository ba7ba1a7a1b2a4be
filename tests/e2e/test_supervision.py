#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Supervision from the command line to the journal: cards, orders, reminders, urgent bundles."""

import datetime

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until

# Two days under apl-1: the card is yellow from the beginning, which is the next working day for what
# comes in after hours. The clock raises it, so it may come a moment after the acknowledgement.
SHORT = f'{SOURCE}/tests/story/procedures/watched-apl-short.yaml'
QUEUE = f'{SOURCE}/tests/story/procedures/watched-queue.yaml'
OFFICER = ('--role', 'officer', '--department', 'planning')
SUPERVISOR = ('--role', 'supervisor')


def never_closed():
    """A calendar of this year and the next that is worked day and night, weekends too."""
    this_year = datetime.date.today().year
    lines = ['name: never-closed', 'title: Open day and night', 'utc_offset: +08:00',
             'office_hours: [00:00-24:00]', 'years:']
    for year in (this_year, this_year + 1):
        first = datetime.date(year, 1, 1)
        days = [first + datetime.timedelta(days) for days in range(366)]
        days = [day for day in days if day.year == year]
        weekends = ', '.join(str(day) for day in days if day.weekday() >= 5)
        lines += [f'  {year}:', '    source: for tests', f'    working_days: {len(days)}',
                  '    holidays: []', f'    makeup_days: [{weekends}]']
    return '\n'.join(lines) + '\n'


def begin(place):
    """A broker with a bundle that has a yellow card, one that has none, and the command for it."""
    broker = place.broker()
    cli = Cli(place, broker)
    cli.run('calendar', 'publish', place.write('never-closed.yaml', never_closed()))
    cli.run('publish', SHORT)
    cli.run('publish', QUEUE)
    for name in ('watched-apl-short', 'watched-queue'):
        path = place.path(f'{name}.json')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'{{"procedure": "{name}", "key": "{name}", "application": {{}}}}')
        equal(cli.one('submit', path, '--quiet')['summary']['recorded'], 1)
    wait_until(lambda: cli.lines('cards', '1'), 'the yellow card')
    return broker, cli


@test('a card is raised, listed, explained, appealed against and withdrawn, also after a restart')
def _():
    with Place() as place:
        broker, cli = begin(place)
        card = cli.one('cards', '1')
        equal((card['bundle'], card['detail'], card['stage'], card['state'], card['department']),
              (1, 'yellow', 'plan', 'raised', 'planning'))
        equal([card['bundle'] for card in cli.lines('cards')], [1])
        equal(cli.lines('cards', '--level', 'red'), [])
        equal(cli.lines('cards', '--department', 'land'), [])
        equal(len(cli.lines('cards', '--level', 'yellow', '--department', 'planning')), 1)
        check('A yellow card of plan was raised' in text(cli.run('explain', '1')), 'explain')
        check('yellow  planning' in text(cli.run('show', '1')), 'show has no table of cards')
        check('raise_card yellow apl-1' in text(cli.run('history', '1')), 'history')
        check('yellow card' in text(cli.run('draw', '--bundle', '1')), 'the picture has no mark')
        equal([row['yellow'] for row in cli.one('stats')['departments']
               if row['department'] == 'planning'], [1])
        cli.run('act', 'appeal_card', '1', 'plan', '--kind', 'yellow', *OFFICER, '--reason', '系统故障')
        broker.stop()
        cli = Cli(place, place.broker())
        equal(cli.one('cards', '1')['state'], 'appealed')
        check('a supervisor has an appeal to answer' in text(cli.run('explain', '1')), 'explain')
        cli.run('act', 'withdraw_card', '1', 'plan', '--kind', 'yellow', '--reason', '属实')
        equal(cli.lines('cards'), [])
        equal(text(cli.run('cards')), 'no open bundle has such a card')
        equal(text(cli.run('cards', '2')), 'no card, no order, no reminder')


@test('an order goes from hand to hand, and explain says whose turn it is')
def _():
    with Place() as place:
        _, cli = begin(place)
        cli.run('act', 'order', '2', 'a', '--reason', '逾期', '--until', '2099-01-01')
        check("planning has a supervision order about a, issued, due 2099-01-02 00:00; it is the "
              "department's turn" in text(cli.run('explain', '2')), text(cli.run('explain', '2')))
        cli.run('act', 'ack_order', '2', 'a', *OFFICER)
        cli.run('act', 'report_order', '2', 'b', *OFFICER, '--reason', '人手不足')
        check("a supervisor's turn" in text(cli.run('explain', '2')), 'explain')
        equal(cli.error('act', 'order', '2', 'b', '--reason', '逾期')['name'], 'ACT_IMPOSSIBLE')
        cli.run('act', 'close_order', '2', 'a')
        orders = [entry for entry in cli.one('show', '2')['entries'] if entry['kind'] == 'order']
        equal([(order['state'], order['by']) for order in orders], [('closed', 'wang')])
        check('ORDER TO' in text(cli.run('show', '2')), 'show has no table of orders')
        order = cli.one('cards', '2')
        equal((order['bundle'], order['kind'], order['stage'], order['state'], order['department']),
              (2, 'order', 'a', 'closed', 'planning'))
        check('ORDER TO' in text(cli.run('cards', '2')), 'cards has no table of orders')


@test('a dossier without supervision is said to have none, whatever else is in it')
def _():
    with Place() as place:
        _, cli = begin(place)
        cli.run('act', 'suspend', '2', '--role', 'head', '--department', 'planning', '--reason', '暴雨',
                '--until', '2099-01-01')
        equal([entry['kind'] for entry in cli.one('show', '2')['entries']], ['pause'])
        equal(text(cli.run('cards', '2')), 'no card, no order, no reminder')
        equal(cli.lines('cards', '2'), [])


@test('a reminder counts once a day, and an urgent bundle shows both of its priorities')
def _():
    with Place() as place:
        _, cli = begin(place)
        cli.run('act', 'remind', '2', 'a', *SUPERVISOR)
        equal(cli.error('act', 'remind', '2', 'a', '--role', 'submitter')['name'], 'ACT_IMPOSSIBLE')
        cli.run('act', 'urge', '2', *SUPERVISOR, '--reason', '绿色通道', '--amount', '1')
        shown = cli.one('show', '2')
        equal(shown['priority'], 1)
        equal([(entry['kind'], entry.get('priority'), entry.get('priority_before'))
               for entry in shown['entries']], [('reminder', None, None), ('urgency', 1, 4)])
        check('priority 1 instead of 4' in text(cli.run('show', '2')), 'show')
        listed = cli.lines('cards', '2')
        equal([(entry['kind'], entry['bundle']) for entry in listed], [('reminder', 2), ('urgency', 2)])
        equal(cli.lines('cards', '2', '--level', 'red'), [])
        equal(text(cli.run('cards', '2', '--level', 'red')), 'no card, no order, no reminder')
        check('urge, priority 1: 绿色通道' in text(cli.run('history', '2')), 'history')
        cli.run('act', 'relax', '2', *SUPERVISOR, '--reason', '办结')
        equal(cli.one('show', '2')['priority'], 4)
        process = cli.run('cards', '--level', 'blue', status=64)
        check('give notice, yellow, red or deep_red' in '\n'.join(process.err), process.tail())


main()
