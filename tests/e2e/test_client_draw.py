#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""draw: the graph of a procedure, the life cycles, the time line of a bundle; and the pictures that
are part of the documents."""

import glob
import os
import pty
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from tongfa_cli import Cli, text
from tongfa_e2e import SOURCE, Place, check, equal, main, program, test
from tongfa_peer import single

PICTURES = f'{SOURCE}/procedures/pictures'
FIVE = f'{SOURCE}/procedures/five-permits.yaml'
SVG = '{http://www.w3.org/2000/svg}'


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def texts(svg):
    """All texts of a picture, which must be well-formed XML."""
    return [element.text or '' for element in ElementTree.fromstring(svg).iter(f'{SVG}text')]


def titles(svg):
    return [element.text or '' for element in ElementTree.fromstring(svg).iter(f'{SVG}title')]


def large(stages, milestones, gates):
    """A sound procedure of many parts; gates hold neighbours, and what follows waits for them."""
    lines = ['name: large', 'version: 1', 'title: "大 <&\\"''> large"', 'milestones:']
    lines += [f'  m{i}: {{ title: 里程碑 {i} }}' for i in range(milestones)]
    lines += ['stages:']
    for i in range(stages):
        after = ', '.join(f's{j}' for j in range(max(0, i - 3), i))
        milestone = f'm{i % milestones}'
        lines.append(f'  s{i}: {{ title: 审批环节之第 {i} 项, department: d{i % 7}, permit: 证 {i}, '
                     f'start_after: [{after}], decide_after: [{milestone}] }}')
    lines += ['gates:']
    each = stages // gates
    for i in range(gates):
        members = ', '.join(f's{j}' for j in range(i * each, (i + 1) * each))
        lines.append(f'  g{i}: {{ policy: issue_rest, members: [{members}] }}')
    return '\n'.join(lines) + '\n'


@test('the pictures in the documents are what draw draws now (else: scripts/pictures)')
def _():
    with Place() as place:
        cli = Cli(place)
        for name, arguments in [('five-permits.svg', [FIVE]), ('life-cycle.svg', ['--life-cycle'])]:
            cli.run('draw', *arguments, '--output', place.path(name))
            check(read(place.path(name)) == read(f'{PICTURES}/{name}'), f'{name} is out of date')
        page = read(f'{SOURCE}/procedures/PICTURES.md')
        shown = re.findall(r'\(pictures/([\w-]+\.svg)\)', page)
        equal(sorted(shown), sorted(os.listdir(PICTURES)), 'pictures on the page')
        for name in shown:
            check(texts(read(f'{PICTURES}/{name}')), f'{name} says nothing')


@test('every procedure of the project is drawn, with titles and permits; warnings do not matter')
def _():
    with Place() as place:
        cli = Cli(place)
        for path in glob.glob(f'{SOURCE}/procedures/*.yaml'):
            svg = text(cli.run('draw', path))
            said = ' '.join(texts(svg))
            if 'five' not in os.path.basename(path):
                with open(path, encoding='utf-8') as file:
                    name = re.search(r'^name: (\S+)', file.read(), re.M)[1]
                check(name in said, f'{path}: no {name}')
                continue
            for word in ('land-use', 'registry', '不动产权证书', 'project-record', '五证同发'):
                check(word in said, f'{path}: no {word}')
            edges = [title for title in titles(svg) if ' decide_after ' in title]
            equal(len(edges), 10, path)
        equal(text(cli.run('draw', FIVE)), text(cli.run('draw', FIVE, '--output', '-')))


@test('a procedure of 32 stages, 16 milestones and 8 gates is drawn at once, and escaped')
def _():
    with Place() as place:
        cli = Cli(place)
        svg = text(cli.run('draw', place.write('large.yaml', large(32, 16, 8))))
        equal(sum(' start_after ' in title for title in titles(svg)), 29 * 3 + 3)
        equal(sum(' decide_after ' in title for title in titles(svg)), 32)
        check('大 <&"> large' in texts(svg), texts(svg)[:3])


@test('a file that is there is replaced by a picture, but not by a mistake')
def _():
    with Place() as place:
        cli = Cli(place)
        out = place.write('out.svg', 'older')
        bad = place.write('bad.yaml', 'name: p\nversion: 1\nstages:\n  a:\n    departmet: x\n')
        process = cli.run('draw', bad, '--output', out, status=65)
        check('bad.yaml:' in '\n'.join(process.err), process.tail())
        check('is not drawn' in '\n'.join(process.err), process.tail())
        cli.run('draw', place.path('none.yaml'), '--output', out, status=66)
        equal(read(out), 'older')
        made = cli.one('draw', FIVE, '--output', out)
        equal(made, {'output': out, 'bytes': os.path.getsize(out)})
        check(read(out).startswith('<svg '), 'no picture')
        equal(cli.error('draw', FIVE, '--output', place.path('no', 'x.svg'), status=74)['name'],
              'IO')
        cli.run('draw', FIVE, '--output', '/dev/full', status=74)


@test('what cannot be drawn is said, with exit codes as everywhere')
def _():
    with Place() as place:
        cli = Cli(place)
        for arguments, wanted in [
                ([], 'name one thing to draw'),
                ([FIVE, '--life-cycle'], 'name one thing to draw'),
                ([FIVE, '--bundle', '1'], 'name one thing to draw'),
                (['--bundle', '1', '--life-cycle'], 'name one thing to draw'),
                (['--bundle', '1', '--key', 'k'], 'give one of them'),
                (['--bundle', 'x'], '"x" is no number'),
                (['--bundle', '0'], 'numbered from 1'),
                ([FIVE, '--submitter', 'li'], '--key'),
                ([FIVE, '-o', 'x'], 'there is no -o'),
                ([FIVE, FIVE], 'does not take'),
        ]:
            process = cli.run('draw', *arguments, status=64)
            check(wanted in '\n'.join(process.err), f'{arguments}: {process.tail()}')
        check('--output' in cli.error('draw', FIVE, status=64)['text'], 'JSON and a picture')
        error = cli.error('draw', '--bundle', '1', '--output', place.path('x'), '--timeout', '0.2',
                          status=69)
        equal(error['name'], 'TIMEOUT')
        check(not os.path.exists(place.path('x')), 'half a picture')


@test('a terminal is not filled with SVG')
def _():
    with Place() as place:
        ours, theirs = pty.openpty()
        try:
            child = subprocess.run([program('tongfa'), 'draw', FIVE], stdout=theirs, check=False,
                                   stderr=subprocess.PIPE, cwd=place.folder)
        finally:
            os.close(theirs)
            os.close(ours)
        equal(child.returncode, 64)
        check(b'--output FILE' in child.stderr, child.stderr)


@test('the time line tells attempts, milestones and the end, in local time')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        place.operator(broker).publish(single(attempts_max=3))
        cli.run('submit', place.write('in', {'procedure': 'single', 'key': '<k>',
                                             'application': {}}))
        equal(cli.error('draw', '--bundle', '9', '--output', place.path('x'))['name'],
              'BUNDLE_UNKNOWN')
        waiting = text(cli.run('draw', '--bundle', '1'))
        check(any('open for' in line for line in texts(waiting)), texts(waiting))
        worker = place.worker(broker, 'planning', credit=1)
        worker.verdict(worker.take('JOB'), 'fail', reason='图纸打不开', delay_ms=1)
        worker.send('CREDIT', credit=1)
        worker.verdict(worker.take('JOB'), 'grant')
        shown = cli.one('show', '1')
        equal(shown['result'], 'all')
        svg = text(cli.run('draw', '--key', '<k>'))
        equal(svg, text(cli.run('draw', '--bundle', '1')), 'the same by its key')
        said = texts(svg)
        check('Bundle 1: <k>' in said, said)
        check(any('(UTC+08:00), ended after' in line for line in said), said)
        check('issued 20' in ' '.join(said), said)
        told = titles(svg)
        for attempt in (1, 2):
            check(any(f'attempt {attempt} by planning-1' in line for line in told), told)
        for word in ('could not be reviewed', 'grant given', 'issued'):
            check(any(f'review: {word}, 20' in line for line in told), f'{word}: {told}')


if __name__ == '__main__':
    main()
