#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Prints what the tests ran, from the counters of a `cover` build: a table of the folders.

usage: cover.py BUILD-FOLDER [--files] [--missing [PATH...]] [--bar]
       cover.py --self-test

  --files     a row for each file besides
  --missing   the lines that no test ran and the branches that no test took, of all files or of
              those whose path begins with a PATH
  --bar       exit with 1 where a folder that has a bar is below it

A branch is a way out of a condition, a switch or a loop, as gcov counts them. The branches inside
assert(...) are left out and nothing else is: their other side is a bug of ours, which ends the
program. How many were left out stands in the table.
"""

import collections
import contextlib
import glob
import io
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What is counted together, the branches in percent that must be taken at least (0: no bar), and
# the beginnings of its paths. A file belongs to the first group that fits.
GROUPS = [
    ('include', 0, ['include/']),
    ('broker/core', 95, ['broker/core/']),
    ('proto', 95, ['proto/']),
    ('journal', 95, [f'broker/shell/{name}' for name in (
        'journal', 'checkpoint.', 'draft.', 'late_keys.', 'recovery.', 'replay.', 'store.')]),
    ('broker/shell, the rest', 0, ['broker/shell/']),
    ('client', 0, ['client/']),
    ('workers', 0, ['workers/']),
]


class File:
    """The counters of one file: how often each line ran and each branch of it was taken."""

    def __init__(self, text):
        self.lines = collections.Counter()
        self.branches = {}
        self.asserted = assertion_lines(text)

    def add(self, line):
        number = line['line_number']
        self.lines[number] += line['count']
        counts = [branch['count'] for branch in line['branches']]
        known = self.branches.setdefault(number, [])
        known += [0] * (len(counts) - len(known))
        for at, count in enumerate(counts):
            known[at] += count

    def tally(self):
        """Lines run and in all, branches taken and in all, branches of assertions."""
        counted = [count for number, counts in self.branches.items()
                   if number not in self.asserted for count in counts]
        left_out = sum(len(self.branches.get(number, ())) for number in self.asserted)
        return [sum(1 for count in self.lines.values() if count), len(self.lines),
                sum(1 for count in counted if count), len(counted), left_out]


def assertion_lines(text):
    """The numbers of all lines on which a part of an assert(...) stands."""
    numbers = set()
    for match in re.finditer(r'\bassert\(', text):
        depth = 1
        at = match.end()
        while depth and at < len(text):
            depth += {'(': 1, ')': -1}.get(text[at], 0)
            at += 1
        first = text.count('\n', 0, match.start()) + 1
        numbers.update(range(first, first + text.count('\n', match.start(), at) + 1))
    return numbers


def counters(build):
    """Path and counters of each project file, over all programs together."""
    files = {}
    notes = sorted(glob.glob(os.path.join(build, '**', '*.gcno'), recursive=True))
    for start in range(0, len(notes), 50):
        batch = map(os.path.abspath, notes[start:start + 50])
        command = ['gcov', '--json-format', '--stdout', '--branch-probabilities', *batch]
        output = subprocess.run(command, cwd=build, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, check=True, text=True).stdout
        for report in filter(None, output.splitlines()):
            for file in json.loads(report)['files']:
                path = os.path.relpath(os.path.join(build, file['file']), ROOT)
                if path.startswith(('..', 'tests', 'build', 'bench')):
                    continue
                if path not in files:
                    with open(os.path.join(ROOT, path), encoding='utf-8') as source:
                        files[path] = File(source.read())
                for line in file['lines']:
                    files[path].add(line)
    return files


def group_of(path):
    return next((name for name, _, begins in GROUPS if path.startswith(tuple(begins))), 'other')


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def row(name, tally, note=''):
    ran, lines, taken, branches, left_out = tally
    return (f'{name:32} {percent(ran, lines):6.1f} % of {lines:5}  '
            f'{percent(taken, branches):6.1f} % of {branches:5}  {left_out:8}  {note}').rstrip()


def print_table(files, with_files):
    """Returns the groups that are below their bar."""
    print(f'{"":32} {"lines run":>17}  {"branches taken":>17}  {"left out":>8}  bar')
    below = []
    for name, bar, _ in GROUPS:
        members = [path for path in sorted(files) if group_of(path) == name]
        tallies = [files[path].tally() for path in members]
        total = [sum(column) for column in zip(*tallies)] or [0] * 5
        is_below = percent(total[2], total[3]) < bar
        note = f'{bar} %{", BELOW IT" if is_below else ""}' if bar else ''
        print(row(name, total, note))
        if is_below:
            below.append(name)
        for path, tally in zip(members, tallies):
            if with_files:
                print(row(f'  {path}', tally))
    print('left out: branches of assertions, whose other side ends the program')
    return below


def print_missing(files, begins):
    for path in sorted(files):
        file = files[path]
        if begins and not path.startswith(tuple(begins)):
            continue
        with open(os.path.join(ROOT, path), encoding='utf-8') as source:
            text = source.read().splitlines()
        for number in sorted(file.lines):
            taken = file.branches.get(number, [])
            if not file.lines[number]:
                what = f'not run{f" ({len(taken)} branches)" if taken else ""}'
            elif number not in file.asserted and 0 in taken:
                what = f'{len(taken)} branches: ' + ' '.join(map(str, taken))
            else:
                continue
            print(f'{path}:{number}: {what}: {text[number - 1].strip()}')


def self_test():
    text = 'int f(int a)\n{\n    assert(a > (1) &&\n           a < 9);\n    if (a) return 2;\n}\n'
    file = File(text)
    for count in (1, 2):
        for number, branches in ((3, [1, 0]), (4, [count, 0]), (5, [count, 0]), (6, [])):
            file.add({'line_number': number, 'count': count * (number < 6),
                      'branches': [{'count': branch} for branch in branches]})
    with contextlib.redirect_stdout(io.StringIO()) as table:
        below = print_table({'proto/half.c': file, 'client/half.c': file}, False)
    claims = [
        ('the lines of an assertion are found', file.asserted == {3, 4}),
        ('a static assertion is none', assertion_lines('static_assert(1, "");\n') == set()),
        ('counts of programs add up', file.lines[5] == 3 and file.branches[5] == [3, 0]),
        ('branches of assertions are left out', file.tally() == [3, 4, 1, 2, 4]),
        ('the journal is not the rest of the shell',
         [group_of(f'broker/shell/{name}.c') for name in ('journal_view', 'turn')]
         == ['journal', 'broker/shell, the rest']),
        ('a folder below its bar is named, one without a bar is not',
         below == ['proto'] and 'BELOW IT' in table.getvalue()),
        ('nothing to count is no failure', percent(0, 0) == 100.0),
    ]
    for number, (name, holds) in enumerate(claims, 1):
        print(f'{"ok" if holds else "not ok"} {number} - {name}')
    print(f'1..{len(claims)}')
    return 0 if all(holds for _, holds in claims) else 1


def main(arguments):
    if arguments[:1] == ['--self-test']:
        return self_test()
    if not arguments or arguments[0].startswith('-'):
        print(__doc__.strip())
        return 0 if arguments and arguments[0] in ('-h', '--help') else 2
    files = counters(arguments[0])
    if '--missing' in arguments:
        print_missing(files, [path for path in arguments[1:] if not path.startswith('-')])
    below = print_table(files, '--files' in arguments)
    return 1 if '--bar' in arguments and below else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
