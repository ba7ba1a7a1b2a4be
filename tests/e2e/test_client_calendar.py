#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""tongfa calendar: years as pictures, limits as dates, and what is provisional; without a broker."""

import datetime
import os
import shutil
import subprocess

from tongfa_cli import Cli, text
from tongfa_e2e import BIN, SOURCE, Place, check, equal, main, test

CHINA = f'{SOURCE}/procedures/calendars/cn.yaml'

# A quarter as it has to look: * holidays, + make-up days, . weekends.
FIRST_QUARTER_2025 = """\
January           19   February          19   March             21
Mo Tu We Th Fr Sa Su   Mo Tu We Th Fr Sa Su   Mo Tu We Th Fr Sa Su
       1* 2  3  4. 5.                  1. 2.                  1. 2.
 6  7  8  9 10 11.12.   3* 4* 5  6  7  8+ 9.   3  4  5  6  7  8. 9.
13 14 15 16 17 18.19.  10 11 12 13 14 15.16.  10 11 12 13 14 15.16.
20 21 22 23 24 25.26+  17 18 19 20 21 22.23.  17 18 19 20 21 22.23.
27 28*29*30*31*        24 25 26 27 28         24 25 26 27 28 29.30.
                                              31
"""

VECTORS = [('2023-03-30', 20, '2023-04-27'), ('2023-04-24', 5, '2023-05-04'),
           ('2023-09-27', 10, '2023-10-17'), ('2024-02-07', 5, '2024-02-20'),
           ('2024-09-13', 5, '2024-09-23'), ('2025-01-24', 10, '2025-02-13'),
           ('2025-09-26', 10, '2025-10-16'), ('2026-02-13', 3, '2026-02-25'),
           ('2026-04-30', 7, '2026-05-13'), ('2023-04-28', 45, '2023-07-05')]


@test('a year is a picture that needs no colours')
def _():
    with Place() as place:
        process = Cli(place).run('calendar', '2025')
        picture = '\n'.join(line.rstrip() for line in process.out) + '\n'
        check(FIRST_QUARTER_2025 in picture, picture)
        check('2025: 248 working days; 18 holidays from Monday to Friday, 5 make-up days' in picture,
              picture)
        check('content_6986383' in picture, 'the source is missing')
        check('\x1b' not in picture, 'colours where there is no terminal')
        check(max(map(len, process.out)) <= 100, 'wider than a terminal')
        check(not process.err, process.tail())


@test('with colours the picture says the same')
def _():
    with Place() as place:
        cli = Cli(place)
        plain = text(cli.run('calendar', '2026'))
        colored = text(cli.run('calendar', '2026', '--color', 'always'))
        check('\x1b[31m' in colored, 'no colour for holidays')
        for code in ('\x1b[0m', '\x1b[1m', '\x1b[2m', '\x1b[31m', '\x1b[33m'):
            colored = colored.replace(code, '')
        equal(colored, plain)


@test('the published years have 249, 251, 248 and 248 working days, month by month')
def _():
    with Place() as place:
        cli = Cli(place)
        for year, count in ((2023, 249), (2024, 251), (2025, 248), (2026, 248)):
            shown = cli.one('calendar', str(year))
            equal((shown['working_days'], shown['provisional']), (count, False), year)
            equal(sum(shown['working_days_by_month']), count, year)
            days = [datetime.date(year, 1, 1) + datetime.timedelta(n) for n in range(366)]
            weekdays = [day for day in days if day.year == year and day.weekday() < 5]
            equal(len(weekdays) - len(shown['holidays']) + len(shown['makeup_days']), count, year)


@test('a limit ends where it ends by hand, and counting back gives the limit')
def _():
    with Place() as place:
        cli = Cli(place)
        for start, days, end in VECTORS:
            process = cli.run('calendar', 'add', start, days)
            equal((text(process), process.err), (end, []))
            equal(text(cli.run('calendar', 'count', start, end)), str(days))
        equal(cli.one('calendar', 'add', '2023-03-30', '20'),
              {'from': '2023-03-30', 'amount': 20, 'unit': 'working-days', 'end': '2023-04-27',
               'provisional': False})
        equal(cli.one('calendar', 'count', '2023-03-30', '2023-04-27'),
              {'from': '2023-03-30', 'to': '2023-04-27', 'unit': 'working-days', 'days': 20,
               'provisional': False})


@test('every unit counts in its own way')
def _():
    with Place() as place:
        cli = Cli(place)
        for unit, start, amount, end in [
                ('natural-days', '2023-03-30', 2, '2023-04-03'),
                ('natural-days', '2023-03-30T23:00', 4, '2023-04-03'),
                ('working-hours', '2023-03-30T16:30', 4, '2023-03-31T12:00'),
                ('natural-hours', '2023-03-30T16:30', 48, '2023-04-01T16:30')]:
            equal(text(cli.run('calendar', 'add', start, amount, '--unit', unit)), end, unit)
        for unit, start, end, count in [
                ('natural-days', '2023-03-30', '2023-04-03', '4'),
                ('working-hours', '2023-03-30T16:30', '2023-03-31T11:45', '3:45'),
                ('natural-hours', '2023-03-30T16:30', '2023-04-01T16:29', '47:59')]:
            equal(text(cli.run('calendar', 'count', start, end, '--unit', unit)), count, unit)
        shown = cli.one('calendar', 'count', '2023-03-30T16:30', '2023-03-31T11:45', '--unit',
                        'working-hours')
        equal(shown['minutes'], 225)


@test('what rests on a year that is not published is said to be provisional')
def _():
    with Place() as place:
        cli = Cli(place)
        for arguments, out in [(['add', '2026-12-30', '3'], '2027-01-04'),
                               (['count', '2022-12-29', '2022-12-30'], '1'),
                               (['add', '2026-12-31T17:00', '1', '--unit', 'working-hours'],
                                '2027-01-01T09:30')]:
            process = cli.run('calendar', *arguments)
            equal(text(process), out)
            check('provisional: cn has the years 2023 to 2026' in '\n'.join(process.err),
                  process.tail())
            equal(cli.one('calendar', *arguments)['provisional'], True)
        process = cli.run('calendar', '2027')
        check('2027: 261 working days' in process.out[0], process.out[0])
        check('provisional' in '\n'.join(process.err), process.tail())
        equal(cli.one('calendar', '2027')['provisional'], True)
        equal(cli.one('calendar', 'add', '2026-12-30', '1')['provisional'], False)


@test('mistakes are named, with what to write instead')
def _():
    with Place() as place:
        cli = Cli(place)
        for arguments, wanted in [
                (['ad'], '"ad" is no year'),
                (['25'], '"25" is no year'),
                (['0000'], '"0000" is no year'),
                (['2025', '2026'], 'does not take "2026"'),
                (['2025', '--unit', 'x'], 'has no option --unit'),
                (['add', '2023-03-30'], 'needs more: tongfa calendar add FROM AMOUNT'),
                (['add', '2023-02-30', '1'], 'FROM: "2023-02-30" is no date; write'),
                (['add', '2023-03-30T25:00', '1'], 'is no date'),
                (['add', '2023-03-30 09:00', '1'], 'is no date'),
                (['add', '2023-03-30', 'ten'], 'AMOUNT: "ten" is no number'),
                (['add', '2023-03-30', '100001'], 'AMOUNT: give at most 100000'),
                (['add', '0001-01-01', '1'], 'FROM: 0001-01-01 is out of bounds'),
                (['add', '9999-12-31T12:00', '1'], 'out of bounds'),
                (['add', '2023-03-30', '1', '--unit', 'working-hours'], 'write 2023-03-30T09:00'),
                (['add', '2023-03-30', '1', '--unit', 'working_days'], 'did you mean working-days'),
                (['add', '2023-03-30', '1', '--unit', 'fortnights'], 'is not known; give'),
                (['count', '2023-03-30', '2023-03-29'], 'exchange them'),
                (['count', '2023-03-30', 'soon'], 'TO: "soon" is no date')]:
            process = cli.run('calendar', *arguments, status=64)
            check(wanted in '\n'.join(process.err), f'{arguments}: {process.tail()}')
            equal(cli.error('calendar', *arguments, status=64)['name'], 'USAGE')


@test('the bounds that are named can be asked')
def _():
    with Place() as place:
        cli = Cli(place)
        for unit in ('working-days', 'natural-days', 'working-hours', 'natural-hours'):
            for start in ('0001-01-03T00:00', '9999-12-29T00:00'):
                cli.run('calendar', 'add', start, '100000', '--unit', unit)
            cli.run('calendar', 'count', '0001-01-03T00:00', '9999-12-29T00:00', '--unit', unit)
        cli.run('calendar', '0001')
        cli.run('calendar', '9999')


@test('another calendar is taken from a file, and what is wrong with it is said with its place')
def _():
    with Place() as place:
        cli = Cli(place)
        with open(CHINA, encoding='utf-8') as file:
            china = file.read()
        other = place.write('other.yaml', china.replace('2023-04-05 ', '2023-04-06 '))
        equal(text(cli.run('calendar', 'add', '2023-04-04', '1', '--file', other)), '2023-04-05')
        bad = place.write('bad.yaml', china.replace('2023-01-02 ', '2023-01-01 '))
        process = cli.run('calendar', '2023', '--file', bad, status=65)
        check(f'{bad}:13:9: error: holidays: 2023-01-01 is a Sunday' in process.err[0],
              process.tail())
        check('is not used' in process.err[-1], process.tail())
        lines = cli.lines('calendar', '2023', '--file', bad, status=65)
        equal((lines[0]['line'], lines[0]['rule']), (13, 'wrong-weekday'))
        equal(lines[-1]['error']['name'], 'BAD_DATA')
        missing = place.path('none.yaml')
        equal(cli.error('calendar', '2023', '--file', missing, status=66)['name'], 'NO_INPUT')
        process = cli.run('calendar', 'count', '2023-01-01', '2023-02-01', '--file', missing,
                          status=66)
        check('No such file' in '\n'.join(process.err), process.tail())
        equal(text(cli.run('calendar', 'add', '2023-04-04', '1', '--file', '-',
                           stdin=china)), '2023-04-06')


@test('an installed program finds the calendar that is installed with it')
def _():
    with Place() as place:
        os.makedirs(place.path('usr/bin'))
        program = shutil.copy(os.path.join(BIN, 'tongfa'), place.path('usr/bin'))
        process = subprocess.run([program, 'calendar', 'add', '2023-03-30', '20'], text=True,
                                 capture_output=True, check=False)
        equal(process.returncode, 66, process.stderr)
        check('usr/bin/../share/tongfa/procedures/calendars/cn.yaml' in process.stderr and
              '--file' in process.stderr, process.stderr)
        shutil.copytree(f'{SOURCE}/procedures', place.path('usr/share/tongfa/procedures'))
        process = subprocess.run([program, 'calendar', 'add', '2023-03-30', '20'], text=True,
                                 capture_output=True, check=False)
        equal((process.returncode, process.stdout), (0, '2023-04-27\n'), process.stderr)


@test('a published calendar is a fact that outlives the broker, and is sound')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        first = cli.one('calendar', 'publish', CHINA)
        equal((first['calendar'], first['years'], first['repeated'], first['position']),
              ('cn', [2023, 2024, 2025, 2026], False, 1))
        again = cli.one('calendar', 'publish', CHINA)
        equal((again['repeated'], again['position']), (True, 1))
        broker.kill()
        broker = place.broker(data=broker.data)
        cli = Cli(place, broker)
        check('cn 2023, 2024, 2025, 2026 was published before (position 1)' in
              text(cli.run('calendar', 'publish', CHINA)), 'after a restart')
        fact = cli.lines('follow', '--from', '1', '--end')[0]
        equal((fact['type'], fact['years'], fact['by']),
              ('CALENDAR_PUBLISHED', [2023, 2024, 2025, 2026], 'wang'))
        check('content_6986383' in fact['calendar']['years'][2]['source'], 'the notice is not named')
        check('calendar published by wang: 2023, 2024, 2025, 2026' in
              text(cli.run('follow', '--from', '1', '--end')), 'as a sentence')
        broker.kill()
        check(cli.one('journal', 'verify', '--data', broker.data)['sound'], 'verify')
        check(cli.one('journal', 'replay', '--data', broker.data)['equal'], 'replay')


def working(year):
    days = (datetime.date(year, 1, 1) + datetime.timedelta(day) for day in range(366))
    return sum(day.year == year and day.weekday() < 5 for day in days)


@test('ten years go in two facts; a file with errors is not sent')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        years = ''.join(f'  {year}: {{ source: s, working_days: {working(year)}, holidays: [] }}\n'
                        for year in range(2030, 2040))
        ten = place.write('ten.yaml', 'name: ten\ntitle: Ten\nutc_offset: +05:45\n'
                          f'office_hours: [10:00-17:00]\nyears:\n{years}')
        cli.run('calendar', '2030', '--file', ten)
        equal([line['years'] for line in cli.lines('calendar', 'publish', ten)],
              [list(range(2030, 2038)), [2038, 2039]])
        wrong = place.write('wrong.yaml', 'name: wrong\n')
        process = cli.run('calendar', 'publish', wrong, status=65)
        check(any('is not used' in line for line in process.err), process.tail())


@test('show and explain tell both limits of each clock, and that a year is missing')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        cli.run('publish', f'{SOURCE}/tests/story/procedures/clocks.yaml')
        cli.run('submit', place.write('in', {'procedure': 'clocks', 'key': 'k', 'application': {}}))
        clocks = cli.one('show', '1')['clocks']
        equal([clock.get('stage') for clock in clocks], [None, 'plan', 'title', 'works'])
        plan = clocks[1]
        equal((plan['promised']['value'], plan['promised']['unit'], plan['promised']['used'],
               plan['promised']['late'], plan['promised']['provisional']),
              (5, 'working_days', 0, False, True))
        equal('stopped_ms' in plan, False)
        shown = text(cli.run('show', '1'))
        check('promised 5 working days' in shown and 'statutory 10 working days' in shown, shown)
        check('provisional: a year that it rests on is not published yet' in shown, shown)
        check('The time of plan runs; promised 5 working days end ' in text(cli.run('explain', '1')),
              'explain')
        equal([clock.get('stage') for clock in cli.one('explain', '1')['clocks']],
              [None, 'plan', 'title', 'works'])
        cli.run('calendar', 'publish', CHINA)
        due_ms = cli.one('show', '1')['clocks'][1]['promised']['due_ms']
        end = cli.one('calendar', 'add', received(plan['started_ms']), '5')
        equal(datetime.datetime.fromtimestamp(due_ms / 1000, CHINA_TIME).isoformat()[:16],
              f"{end['end']}T17:30")
        cli.run('withdraw', '1')
        check(all('stopped_ms' in clock for clock in cli.one('show', '1')['clocks']), 'withdrawn')
        check('clocks' not in cli.one('explain', '1'), 'nothing waits, no time runs')
        broker.kill()
        check(cli.one('journal', 'verify', '--data', broker.data)['sound'], 'verify')


CHINA_TIME = datetime.timezone(datetime.timedelta(hours=8))


def received(started_ms):
    """The date on which something counts as received, by `tongfa calendar`'s own days."""
    at = datetime.datetime.fromtimestamp(started_ms / 1000, CHINA_TIME)
    day = at.date()
    late = (at.hour, at.minute, at.second, at.microsecond) > (17, 30, 0, 0)
    if late:
        day += datetime.timedelta(1)
    with Place() as place:
        cli = Cli(place)
        while cli.one('calendar', 'count', str(day - datetime.timedelta(1)), str(day))['days'] == 0:
            day += datetime.timedelta(1)
    return str(day)


if __name__ == '__main__':
    main()
