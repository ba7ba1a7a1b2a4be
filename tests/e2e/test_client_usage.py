#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The command line of `tongfa`: help, mistakes, exit codes, and no broker."""

import json
import re
import subprocess

from tongfa_cli import Cli, text
from tongfa_e2e import Place, check, equal, main, program, test

COMMANDS = ['publish', 'lint', 'procedure', 'draw', 'submit', 'signal', 'withdraw', 'show',
            'explain', 'history', 'follow', 'stats', 'parked', 'retry', 'journal dump',
            'journal verify', 'journal replay', 'code verify', 'calendar', 'calendar add',
            'calendar count', 'help']


@test('every command has a help text with an example, by `help` and by --help')
def _():
    with Place() as place:
        cli = Cli(place)
        overview = text(cli.run('help'))
        equal(text(cli.run('--help')), overview)
        for command in COMMANDS:
            check(f'  {command} ' in overview, f'{command} is not in the overview')
            words = command.split()
            helped = text(cli.run('help', *words))
            equal(text(cli.run(*words, '--help')), helped, command)
            example = helped.split('Example:\n')[1]
            check(f'tongfa {command}' in example or command == 'submit', f'{command}: {example}')
            for line in helped.splitlines():
                check(len(line) < 121, f'{command}: a long line: {line}')


@test('what is mistyped is named, with what was meant')
def _():
    with Place() as place:
        cli = Cli(place)
        for arguments, wanted in [
                (['sbumit', 'x'], 'no command "sbumit"; did you mean "submit"'),
                (['show', '1', '--jsn'], 'show has no option --jsn; did you mean --json'),
                (['show', '1', '-j'], 'there is no -j'),
                (['--countr', 'x', 'stats'], 'did you mean --counter'),
                (['follow', '--types', 'VERDICT_GIVE'], 'did you mean VERDICT_GIVEN'),
                (['journal'], 'needs a second word'),
                (['journal', 'dmp'], 'no command "dmp"'),
                ([], 'give a command'),
                (['show'], 'name the bundle'),
                (['show', 'x'], '"x" is no number'),
                (['show', '0'], 'numbered from 1'),
                (['show', '1', '2'], 'does not take "2"'),
                (['show', '18446744073709551616'], 'no number'),
                (['show', '--submitter', 'li'], '--key'),
                (['retry', '1'], 'needs more: tongfa retry BUNDLE STAGE'),
                (['signal', '1'], 'one milestone'),
                (['stats', '--timeout', 'soon'], 'give seconds'),
                (['stats', '--timeout', '-1'], 'give seconds'),
                (['stats', '--color', 'pink'], 'auto, always or never'),
                (['stats', '--color'], 'needs a value'),
                (['stats', '--json=yes'], 'takes no value'),
                (['stats', '--as', 'Mr Wang'], 'a name is'),
                (['stats', '--counter', 'nowhere'], 'is no endpoint'),
                (['submit', '--window', '5000', 'x'], '1 to 4096'),
                (['submit', '--window', '0', 'x'], '1 to 4096'),
                (['history', '1', '--limit', '0'], '--limit 0: give 1 or more'),
                (['procedure', 'five-permits', '0'], 'versions count from 1'),
                (['journal', 'verify'], '--data'),
                (['code', 'verify'], 'needs more: tongfa code verify CODE'),
                (['code', 'verify', '--kind', 'licens', 'x'], 'did you mean licence'),
                (['signal', '--batch', 'f', '1'], '--batch takes everything'),
        ]:
            process = cli.run(*arguments, status=64)
            check(wanted in '\n'.join(process.err), f'{arguments}: {process.tail()}')
            check(any('tongfa help' in line for line in process.err), f'{arguments}: no way on')


@test('with --json a mistake is an object on standard output')
def _():
    with Place() as place:
        cli = Cli(place)
        for arguments in (['sbumit'], ['show'], ['retry', '1'], ['follow', '--types', 'x']):
            error = cli.error(*arguments, status=64)
            equal(error['name'], 'USAGE')
            check(error['text'], 'no text')


@test('without a broker every command says so, in time, with code 69')
def _():
    with Place() as place:
        cli = Cli(place)
        bundle = place.write('b.json', {'procedure': 'p', 'key': 'k', 'application': {}})
        signals = place.write('s.json', {'key': 'k', 'reached': ['m']})
        for arguments in (['show', '1'], ['history', '1'], ['explain', '1'], ['stats'],
                          ['parked'], ['retry', '1', 'x'], ['signal', '1', 'm'],
                          ['withdraw', '1'], ['procedure', 'p'], ['follow'],
                          ['signal', '--batch', signals]):
            error = cli.error('--timeout', '0.2', *arguments, status=69)
            equal(error['name'], 'TIMEOUT', arguments)
            equal(error['field'], 'endpoint', arguments)
        lines = cli.lines('--timeout', '0.2', 'submit', bundle, status=69)
        equal(lines[-1]['error']['name'], 'TIMEOUT')
        process = cli.run('--timeout', '0.2', 'stats', status=69)
        check('TONGFA_COUNTER' in '\n'.join(process.err), 'it does not say what to do')


@test('files that are not there or cannot be read have codes of their own')
def _():
    with Place() as place:
        cli = Cli(place)
        cli.error('submit', place.path('none.json'), status=66)
        cli.run('lint', place.path('none.yaml'), status=66)
        cli.run('publish', place.path('none.yaml'), status=66)
        cli.error('journal', 'verify', '--data', place.path('none'), status=66)
        cli.error('journal', 'verify', '--data', place.write('file', 'x'), status=64)
        cli.error('signal', '--batch', place.path('none.json'), status=66)


@test('two dashes end the options, and an option may stand anywhere')
def _():
    with Place() as place:
        cli = Cli(place)
        process = cli.run('--', 'show', '--json', status=64)
        check('"--json" is no number' in '\n'.join(process.err), process.tail())
        equal(cli.error('show', '1', '--timeout=0.1', status=69)['name'], 'TIMEOUT')
        equal(cli.run('--version').out[0].split()[0], 'tongfa')


@test('a full disk at the other end of the pipe is no success')
def _():
    with Place() as place:
        cli = Cli(place)
        # Whatever else is wrong: nobody has read it.
        for command in (['tongfa', 'help'], ['tongfa', 'code', 'verify', 'a', 'b'],
                        ['tongfa', 'show', '--json'], ['tongfa-broker', '--help'],
                        ['tongfa-broker', '--version'], ['tongfa-worker', '--help'],
                        ['tongfa-worker', '--version'], ['tongfa-worker', '--list'],
                        ['tongfa-worker', '--department', 'land', '--try', place.write('a', '{}')]):
            with open('/dev/full', 'wb') as full:
                child = subprocess.run([program(command[0]), *command[1:]], stdout=full,
                                       stderr=subprocess.PIPE, cwd=place.folder, check=False)
            equal(child.returncode, 74, ' '.join(command))
            check(b'cannot write' in child.stderr, f'{command}: {child.stderr}')
        child = subprocess.run(f'{program("tongfa")} help | head -1; exit ${{PIPESTATUS[0]}}',
                               shell=True, executable='/bin/bash', stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, cwd=place.folder, check=False)
        check(re.match(rb'tongfa: ', child.stdout), child.stdout)
        equal(child.stderr, b'')
        del cli


@test('lint says every problem with its place, and what is sound')
def _():
    with Place() as place:
        cli = Cli(place)
        bad = place.write('bad.yaml', 'name: p\nversion: 1\nstages:\n  a:\n    departmet: x\n')
        process = cli.run('lint', bad, status=3)
        check(re.search(r'bad\.yaml:\d+:\d+: error: ', '\n'.join(process.err)), process.tail())
        for finding in cli.lines('lint', bad, status=3):
            equal(sorted(finding), ['column', 'file', 'line', 'rule', 'severity', 'text'])
        cli.run('publish', bad, status=65)
        lines = [json.loads(line) for line in cli.run('publish', bad, '--json', status=65).out]
        equal(lines[-1]['error']['name'], 'BAD_DATA')


@test('codes are checked without a broker: kind, fault, place and what should stand there')
def _():
    with Place() as place:
        cli = Cli(place)
        good = ['91330100799655058B', '11010519491231002X', '2303-421003-04-01-123456',
                '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U']
        lines = cli.lines('code', 'verify', *good)
        equal([line['kind'] for line in lines], ['uscc', 'id', 'project', 'licence'])
        equal([line['valid'] for line in lines], [True] * 4)
        equal([line['check_verified'] for line in lines], [True, True, False, True])
        wrong = cli.lines('code', 'verify', '91330100799655058C', 'hello', status=3)
        equal((wrong[0]['fault'], wrong[0]['at'], wrong[0]['expected']), ('check-character', 18, 'B'))
        equal((wrong[1]['valid'], wrong[1]['fault'], 'kind' in wrong[1]), (False, 'unknown', False))
        said = text(cli.run('code', 'verify', '91330100799655058C', '11010519491231002X', status=3))
        check('INVALID  uscc     91330100799655058C: the check character is wrong, at place 18; '
              'it should be B' in said, said)
        check('valid    id       11010519491231002X' in said, said)
        equal(cli.one('code', 'verify', '--kind', 'id', good[0], status=3)['fault'], 'bad-character')
        listed = f'{good[0]}\r\n\n  {good[1]}\n91330100799655058\n{good[2]}'
        lines = cli.lines('code', 'verify', '-', stdin=listed, status=3)
        equal([line['fault'] for line in lines], ['good', 'good', 'too-short', 'good'])
        cli.run('code', 'verify', '-', stdin=f'{good[0]}\n')


if __name__ == '__main__':
    main()
