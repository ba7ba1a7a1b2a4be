#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that the layers hold: an include points downward only, one library has one owner, and the
archive of the core needs nothing but memory functions and the assertion handler.

usage: layers.py [--tap] [--archive libtongfa_core.a]
       layers.py --self-test

     L3  broker/shell  workers/  client/      sockets, journal, clock, signals, arguments
     L2  proto/                               bytes to messages and records
     L1  broker/core/                         decisions
     L0  include/                             vocabulary

The tests and bench/ stand outside: they may include anything.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What a folder may include of the project; the longest match decides which folder a file is in.
PROJECT = {
    'include/tongfa/': ['tongfa/'],
    'broker/core/': ['broker/core/', 'tongfa/'],
    'proto/': ['proto/', 'tongfa/'],
    'broker/shell/': ['broker/shell/', 'broker/core/', 'proto/', 'tongfa/'],
    'client/': ['client/', 'broker/core/', 'proto/', 'tongfa/'],
    'client/cli/': ['client/', 'broker/shell/', 'broker/core/', 'proto/', 'tongfa/'],
    'workers/': ['workers/', 'client/', 'broker/core/', 'proto/', 'tongfa/'],
}

# What of the C standard library the lower layers may include. Layer 3 may include all.
PURE = ['assert.h', 'inttypes.h', 'limits.h', 'stdbool.h', 'stddef.h', 'stdint.h', 'string.h']
SYSTEM = {
    'include/tongfa/': PURE,
    'broker/core/': PURE,
    'proto/': PURE + ['ctype.h', 'errno.h', 'float.h', 'math.h', 'stdalign.h', 'stdarg.h',
                      'stdio.h', 'stdlib.h'],
}

# Who may include a library.
LIBRARIES = [
    (r'lmdb\.h', r'broker/shell/journal\w*\.c', 'the journal owns LMDB'),
    (r'c?zmq\w*\.h', r'(broker/shell/transport|client/dealer)\.c',
     'the transport and the dealer own ZeroMQ'),
    (r'msgpack(\.h|/.*)', r'proto/\w+\.[ch]', 'proto/ owns msgpack-c'),
    (r'jansson\.h', r'(client|workers)/.*', 'only clients and workers speak JSON'),
    (r'libfyaml\.h', r'(broker/shell/config\w*|client/.*)\.[ch]',
     'only the configuration and the client read YAML'),
    (r'j[qv]\.h', r'broker/shell/condition\.c', 'broker/shell/condition.c owns libjq'),
    (r'sodium\w*(\.h|/.*)', r'(broker/shell|client|workers)/.*',
     'only layer 3 makes keys and hashes'),
]

# What the archive of the core may leave undefined.
SYMBOLS = {'memcpy', 'memmove', 'memset', 'memcmp', 'strlen', '__assert_fail'}
# What sanitizers, gcov and the stack protector add of their own.
INSTRUMENTS = re.compile(r'(__asan_|__ubsan_|__sanitizer_|__sancov_|__gcov_|__llvm_|__odr_asan|'
                         r'__start___sanc|__stop___sanc|__stack_chk_fail$|_GLOBAL_OFFSET_TABLE_$)')


def folder_of(path):
    return max((folder for folder in PROJECT if path.startswith(folder)), key=len, default=None)


def check_includes(path, text):
    """Findings (line, text) in one file."""
    folder = folder_of(path)
    if folder is None:
        return
    for line, row in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', row)
        if not match:
            continue
        quote, name = match[1], match[2]
        if quote == '"':
            if not name.startswith(tuple(PROJECT[folder])):
                yield line, (f'"{name}" is not below {folder}; it may include '
                             f'{", ".join(PROJECT[folder])}: pass in what it needs instead')
            elif folder == 'client/' and name.startswith('client/cli/'):
                yield line, f'"{name}" is the command; the library does not know it'
            continue
        owner = next((row for row in LIBRARIES if re.fullmatch(row[0], name)), None)
        if owner and not re.fullmatch(owner[1], path):
            yield line, f'<{name}>: {owner[2]}; go through its header'
        elif not owner and folder in SYSTEM and name not in SYSTEM[folder]:
            yield line, (f'<{name}> has no place in {folder}; allowed are '
                         f'{" ".join(SYSTEM[folder])}')


def project_files():
    for folder in PROJECT:
        for base, _, names in os.walk(os.path.join(ROOT, folder)):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(base, name), ROOT)
                if name.endswith(('.c', '.h')) and folder_of(path) == folder:
                    yield path


def check_folder(folder):
    for path in project_files():
        if folder_of(path) != folder:
            continue
        with open(os.path.join(ROOT, path), encoding='utf-8') as file:
            for line, text in check_includes(path, file.read()):
                yield f'{path}:{line}: {text}'


def foreign_symbols(listing):
    """The undefined symbols in the output of nm that the core may not have."""
    defined = set()
    undefined = set()
    for row in listing.splitlines():
        match = re.match(r'[0-9a-f]*\s*([A-Za-z])\s+(\S+)$', row)
        if match:
            (undefined if match[1] in 'Uvw' else defined).add(match[2])
    return sorted(symbol for symbol in undefined - defined - SYMBOLS
                  if not INSTRUMENTS.match(symbol))


def check_archive(archive):
    listing = subprocess.run(['nm', archive], stdout=subprocess.PIPE, check=True, text=True).stdout
    for symbol in foreign_symbols(listing):
        yield f'{archive}: needs {symbol}; the core may need only {" ".join(sorted(SYMBOLS))}'


# Path, line of source, whether it is refused.
SELF_TESTS = [
    ('include/tongfa/a.h', '#include "tongfa/base.h"', False),
    ('include/tongfa/a.h', '#include "broker/core/job.h"', True),
    ('include/tongfa/a.h', '#include <stdio.h>', True),
    ('broker/core/a.c', '#include "broker/core/job.h"', False),
    ('broker/core/a.c', '#include "proto/buffer.h"', True),
    ('broker/core/a.c', '#include <string.h>', False),
    ('broker/core/a.c', '#include <stdlib.h>', True),
    ('broker/core/a.c', '#include <msgpack.h>', True),
    ('proto/a.c', '#include "broker/core/job.h"', True),
    ('proto/a.c', '#include <msgpack/pack.h>', False),
    ('proto/a.c', '#include <unistd.h>', True),
    ('broker/shell/a.c', '#include "proto/envelope.h"', False),
    ('broker/shell/a.c', '#include "client/link.h"', True),
    ('broker/shell/a.c', '#include <unistd.h>', False),
    ('broker/shell/a.c', '#include <msgpack.h>', True),
    ('broker/shell/a.c', '#include <lmdb.h>', True),
    ('broker/shell/journal_read.c', '#include <lmdb.h>', False),
    ('broker/shell/journal.h', '#include <lmdb.h>', True),
    ('broker/shell/a.c', '#include <czmq.h>', True),
    ('broker/shell/transport.c', '#include <czmq.h>', False),
    ('broker/shell/transport.h', '#include <zmq.h>', True),
    ('broker/shell/config_read.c', '#include <libfyaml.h>', False),
    ('broker/shell/a.c', '#include <libfyaml.h>', True),
    ('broker/shell/a.c', '#include <jansson.h>', True),
    ('broker/shell/a.c', '#include <sodium.h>', False),
    ('broker/shell/condition.c', '#include <jq.h>', False),
    ('broker/shell/a.c', '#include <jq.h>', True),
    ('client/a.c', '#include <jv.h>', True),
    ('client/a.c', '#include "broker/shell/journal.h"', True),
    ('client/a.c', '#include "client/cli/cli.h"', True),
    ('client/cli/a.c', '#include "broker/shell/journal.h"', False),
    ('client/dealer.c', '#include <zmq.h>', False),
    ('workers/departments/a.c', '#include "workers/runtime.h"', False),
    ('workers/a.c', '#include "broker/shell/log.h"', True),
    ('client/link.c', '#include <zmq.h>', True),
    ('tests/unit/test_a.c', '#include <lmdb.h>', False),
]
LISTING = """
job.c.o:
0000000000000000 T job_next
                 U memcpy
                 U __asan_report_load8
                 U printf

apply.c.o:
                 U job_next
                 U __assert_fail
"""


def self_test():
    results = [(f'{path} {row} is {"refused" if refused else "allowed"}',
                bool(list(check_includes(path, row))) == refused)
               for path, row, refused in SELF_TESTS]
    results.append(('nm: a foreign symbol is found', foreign_symbols(LISTING) == ['printf']))
    print_tap([(name, [] if good else ['wrong']) for name, good in results])
    return 0 if all(good for _, good in results) else 1


def print_tap(checks):
    for number, (name, findings) in enumerate(checks, 1):
        for finding in findings:
            print(f'# {finding}')
        print(f'{"not ok" if findings else "ok"} {number} - {name}')
    print(f'1..{len(checks)}')


def main(arguments):
    if arguments == ['--self-test']:
        return self_test()
    if arguments in (['-h'], ['--help']):
        print(__doc__.strip())
        return 0
    tap = arguments[:1] == ['--tap']
    rest = arguments[tap:]
    checks = [(f'{folder} includes only what is below it', list(check_folder(folder)))
              for folder in PROJECT]
    if rest[:1] == ['--archive'] and len(rest) == 2:
        checks.append(('the core needs nothing', list(check_archive(rest[1]))))
    elif rest:
        print(__doc__.strip())
        return 2
    if tap:
        print_tap(checks)
    else:
        for _, findings in checks:
            for finding in findings:
                print(finding)
    return 1 if any(findings for _, findings in checks) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
