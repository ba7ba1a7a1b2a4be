#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Prints how many lines of each file the tests ran, from the counters of a `cover` build.

usage: cover.py BUILD-FOLDER [--lines]

With --lines it lists the lines that no test ran.
"""

import collections
import glob
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def counters(build):
    """For each project file a dictionary: line, how often it ran in all programs together."""
    files = collections.defaultdict(collections.Counter)
    notes = sorted(glob.glob(os.path.join(build, '**', '*.gcno'), recursive=True))
    for start in range(0, len(notes), 50):
        batch = map(os.path.abspath, notes[start:start + 50])
        command = ['gcov', '--json-format', '--stdout', *batch]
        output = subprocess.run(command, cwd=build, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, check=True, text=True).stdout
        for report in filter(None, output.splitlines()):
            for file in json.loads(report)['files']:
                path = os.path.relpath(os.path.join(build, file['file']), ROOT)
                if path.startswith(('..', 'tests', 'build')):
                    continue
                for line in file['lines']:
                    files[path][line['line_number']] += line['count']
    return files


def ranges(lines):
    """[1, 2, 3, 7] as '1-3 7'."""
    groups = []
    for line in sorted(lines):
        if groups and line == groups[-1][1] + 1:
            groups[-1][1] = line
        else:
            groups.append([line, line])
    return ' '.join(f'{a}-{b}' if b > a else f'{a}' for a, b in groups)


def main(arguments):
    if not arguments or arguments[0] in ('-h', '--help'):
        print(__doc__.strip())
        return 0 if arguments else 2
    files = counters(arguments[0])
    ran_in_all = lines_in_all = 0
    for path in sorted(files):
        ran = sum(1 for count in files[path].values() if count > 0)
        ran_in_all += ran
        lines_in_all += len(files[path])
        print(f'{100 * ran // len(files[path]):4} %  {ran:5} of {len(files[path]):5}  {path}')
        if '--lines' in arguments and ran < len(files[path]):
            print('        ' + ranges(line for line, count in files[path].items() if count == 0))
    if lines_in_all:
        print(f'{100 * ran_in_all // lines_in_all:4} %  {ran_in_all:5} of {lines_in_all:5}  in all')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
