#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Power cuts: crash images of a recorded broker, and controls that show that they can be bad.

    TONGFA_IMAGES=20000 TONGFA_SEED=7 test_power.py        more of them, other ones

Figures, and what an image is: tests/power/README.md. The long run is scripts/power.
"""

import filecmp
import functools
import os
import random
import re
import shutil
import struct
import subprocess
import tempfile

import msgpack

from tongfa_power import record  # first: it finds the others
from tongfa_e2e import check, equal, main, program, test

IMAGES = int(os.environ.get('TONGFA_IMAGES', '2000'))
SEED = int(os.environ.get('TONGFA_SEED') or random.randrange(1 << 32))
CONTROL_IMAGES = 500
BUNDLES, CONTROL_BUNDLES = 60, 24
GOOD, BAD, TRACE = 0, 1, 2  # exit status of power_images
EVENT = struct.Struct('=IBBHIIQ')  # tests/power/trace.h
WRITE, COMMIT, SAY = 4, 12, 13
RECORDED, BATCH = 103, 130


def folder():
    """A folder that is gone with the test."""
    made = tempfile.mkdtemp(prefix='tongfa-power-')
    FOLDERS.append(made)
    return made


FOLDERS = []


@functools.lru_cache(None)
def recorded(control=None):
    return record(folder(), CONTROL_BUNDLES if control else BUNDLES, SEED, control)


def images(where, *options):
    """(exit status, output) of power_images."""
    done = subprocess.run([program('power_images'), where, '--seed', str(SEED), *map(str, options)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print('# ' + done.stdout.strip().replace('\n', '\n# '), flush=True)
    return done.returncode, done.stdout


@test(f'of {IMAGES} crash images of a loaded broker, each opens with all that was told, unchanged')
def _():
    print(f'# TONGFA_SEED={SEED}')
    status, output = images(recorded(), '--count', IMAGES)
    equal(status, GOOD, 'exit status')
    check(f'{IMAGES} images' in output, 'fewer images were tried')
    at_stake = int(re.search(r'(\d+) had writes at stake', output)[1])
    check(at_stake > IMAGES / 2, f'only {at_stake} images had anything to lose')


def caught(control, sign):
    status, output = images(recorded(control), '--count', CONTROL_IMAGES)
    equal(status, BAD, 'exit status')
    check(re.search(sign, output), f'no image shows /{sign}/')


@test(f'a broker that never syncs (MDB_NOSYNC) is caught within {CONTROL_IMAGES} images')
def _():
    caught('nosync', 'BAD: ')


@test(f'a broker that does not sync the head page (MDB_NOMETASYNC) is caught within '
      f'{CONTROL_IMAGES} images: it loses what was told')
def _():
    caught('nometasync', r'BAD: lost: position \d+ had been told')


@test(f'a broker that does not sync its directory is caught within {CONTROL_IMAGES} images')
def _():
    caught('nodirsync', r'BAD: lost: position \d+ had been told, the journal ends at 0')


@test('an image is the same image again, by its number')
def _():
    kept = [folder(), folder()]
    for where in kept:
        status, output = images(recorded(), '--count', 2000, '--only', 1234, '--keep', where)
        equal(status, GOOD, output)
    names = [sorted(os.listdir(os.path.join(where, 'image-1234'))) for where in kept]
    equal(*names, 'files of the image')
    check('data.mdb' in names[0], 'the image is empty')
    same, _, _ = filecmp.cmpfiles(*(os.path.join(where, 'image-1234') for where in kept), names[0],
                                  shallow=False)
    equal(sorted(same), names[0], 'files that are the same')


# ---- Traces that were tampered with: the checker must not take them for good --------------------------

def changed(change):
    """A copy of the recording whose list of events went through a function."""
    where = folder()
    shutil.copytree(os.path.join(recorded(), 'final'), os.path.join(where, 'final'))
    with open(os.path.join(recorded(), 'trace'), 'rb') as file:
        trace = file.read()
    events, at = [], 0
    while at < len(trace):
        head = EVENT.unpack_from(trace, at)
        events.append((head, trace[at + EVENT.size:at + EVENT.size + head[5]]))
        at += EVENT.size + head[5]
    with open(os.path.join(where, 'trace'), 'wb') as file:
        for head, content in change(events):
            file.write(EVENT.pack(*head) + content)
    return where


def records(frame, position):
    """Does a frame say that something behind a position is recorded?"""
    kind, body = msgpack.unpackb(frame, raw=True, strict_map_key=False)[2::2]
    items = [(item[0], item[2]) for item in body[1]] if kind == BATCH else [(kind, body)]
    return any(kind == RECORDED and body.get(2, 0) > position for kind, body in items)


@test('an answer that goes out before its commit is seen in the trace itself')
def _():
    def hurry(events):
        """What the fifth commit with records allowed to be said goes out just before it."""
        commits = [at for at, (head, _) in enumerate(events) if head[1] == COMMIT and head[6] > 0]
        position = events[commits[3]][0][6]
        answer = next(at for at in range(commits[4], len(events))
                      if events[at][0][1] == SAY and records(events[at][1], position))
        return (events[:commits[4]] + [events[answer]] + events[commits[4]:answer] +
                events[answer + 1:])

    status, output = images(changed(hurry), '--count', 10)
    equal(status, TRACE, 'exit status')
    check(re.search(r'position \d+ is told; only \d+ has been committed', output), output)


@test('a write that the recorder missed is noticed')
def _():
    def miss(events):
        """The last write of whole pages: nothing has written over it."""
        at = max(at for at, (head, _) in enumerate(events) if head[1] == WRITE and head[5] >= 4096)
        return events[:at] + events[at + 1:]

    status, output = images(changed(miss), '--count', 10)
    equal(status, TRACE, 'exit status')
    check(re.search('changed by no call|does not lead to|by the trace it has', output), output)


if __name__ == '__main__':
    try:
        main()
    finally:
        for one in FOLDERS:
            shutil.rmtree(one, ignore_errors=True)
