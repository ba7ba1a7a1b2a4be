# SPDX-License-Identifier: Apache-2.0
"""Records what a real broker under load writes, syncs and says, through lives and a kill.

    trace = record(folder, bundles=100, seed=1)         # folder/trace, folder/final/
    trace = record(folder, bundles=30, seed=1, control='nosync')

The load: a counter that submits, signals, withdraws, repeats itself and asks; a follower; five
real workers, and a sixth department in Python that fails, releases and answers late. Checkpoints and
evictions happen all the time. After a good part of the bundles the broker is killed, after
some more it is drained, and the last life ends everything.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import time

SOURCE = os.environ.get('TONGFA_SOURCE') or os.path.abspath(
    os.path.join(os.path.dirname(__file__), '..', '..'))
sys.path.insert(0, os.path.join(SOURCE, 'tests', 'e2e'))

# pylint: disable=wrong-import-position
from tongfa_actors import Clerk, Department, Watcher, Witness, poll  # noqa: E402
from tongfa_e2e import BIN, Failed, Place, check, equal  # noqa: E402
from tongfa_facts import Fact  # noqa: E402
from tongfa_hall import DEPARTMENTS, packed, procedure_text  # noqa: E402

RECORDER = os.path.join(os.path.dirname(BIN), 'lib', 'libtongfa_power_recorder.so')
FINISH_S = 60
# images.c must know this one: the window of answered requests is part of the state.
REQUESTS_MAX = 256
OPTIONS = ['--checkpoint-distance', 256, '--requests-max', REQUESTS_MAX, '--heartbeat-ms', 200,
           '--liveness-ms', 2000, '--drain-ms', 500, '--bundles-max', 4096]
# Short leases and patience, and a stage of a department that misbehaves.
CHANGES = [('lease: 30s', 'lease: 1s'),
           ('attempts: 5, backoff: 1s, backoff_max: 1m',
            'attempts: 100, backoff: 50ms, backoff_max: 100ms'),
           ('\ngates:\n', """
  heritage:
    title: 文物核查 (heritage)
    department: fire
    permit: 文物核查意见书
    retry: { attempts: 100, backoff: 50ms, backoff_max: 100ms }
    lease: 1s

gates:
""")]


def make_bundles(count, seed):
    """{key: (bundle as submitted, its signals)}"""
    def lines(kind):
        made = subprocess.run(
            [os.path.join(SOURCE, 'scripts', 'make-bundles'), str(count), '--seed', str(seed),
             '--called-off', '0.05', '--print', kind], check=True, capture_output=True, text=True)
        return [json.loads(line) for line in made.stdout.splitlines()]

    return {bundle['key']: ({**bundle, 'application': packed(bundle['application'])},
                            [{'milestone': one} for one in signals['reached']] +
                            [{'milestone': one, 'called_off': True}
                             for one in signals['called_off']])
            for bundle, signals in zip(lines('bundles'), lines('signals'))}


class Recording:
    """A broker with the recorder in it, and everybody around it."""

    def __init__(self, place, folder, bundles, seed, control):
        self.place, self.bundles = place, bundles
        chance = random.Random(seed)
        self.witness = witness = Witness()
        self.read_up_to, self.ended = 1, 0
        self.environment = {
            'LD_PRELOAD': RECORDER, 'TONGFA_POWER_DATA': os.path.realpath(place.path('b')),
            'TONGFA_POWER_TRACE': os.path.join(folder, 'trace'),
            'TONGFA_POWER_CONTROL': control or '',
            # The recorder comes before the runtime of the sanitizers on purpose: it calls the
            # kernel itself, so that nothing of theirs is passed by but the checks of buffers.
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}
        self.clerk = Clerk(chance, witness, make_bundles(bundles, seed))
        self.clerk.withdrawals = 0.08
        self.clerk.window = 3  # small: many commits
        self.watcher = Watcher(None, witness)
        self.fire = Department(chance, witness, 'fire')
        self.actors = [self.clerk, self.watcher, self.fire]
        self.broker = self.start()
        published = place.run('tongfa', '--office', self.broker.office, 'publish',
                              place.write('five.yaml', procedure_text(*CHANGES)))
        equal(published.status, 0, published.tail())
        for name in DEPARTMENTS:
            place.start('tongfa-worker', '--office', self.broker.office, '--department', name,
                        '--concurrency', 1, '--quiet')

        self.connect()

    def start(self):
        return self.place.broker(*OPTIONS, environment=self.environment)

    def connect(self):
        for actor in self.actors:
            actor.connect(self.broker)

    def hang_up(self):
        """After a kill: read what was still said."""
        for actor in self.actors:
            actor.hang_up()

    def drain(self):
        """SIGTERM; nobody listens to the orders that come with it."""
        equal(self.broker.stop(), 0, 'exit status of the broker')
        for actor in self.actors:
            actor.peer.close()

    def turns_until(self, condition, what):
        until_s = time.monotonic() + FINISH_S
        while not condition():
            check(time.monotonic() < until_s, f'waited in vain until {what()}')
            poll(self.actors, 5)
            now_s = time.monotonic()
            for actor in self.actors:
                actor.step(now_s)

    def submit_up_to(self, count):
        """Load until so many bundles in all were acknowledged."""
        self.clerk.quota = count - len(self.clerk.recorded) - len(
            [one for one in self.clerk.open if one[0] == 's'])  # first submissions
        self.turns_until(lambda: len(self.clerk.recorded) >= count,
                         lambda: f'{count} bundles, {len(self.clerk.recorded)} are, are taken')

    def run(self):
        self.submit_up_to(self.bundles * 6 // 10)
        self.broker.kill()
        self.hang_up()
        self.broker = self.start()
        self.connect()
        self.submit_up_to(self.bundles * 8 // 10)
        self.drain()
        self.broker = self.start()
        self.connect()
        self.submit_up_to(self.bundles)
        self.fire.is_honest = True
        self.turns_until(self.is_finished, lambda: f'most bundles have ended, {self.ended} have')
        self.drain()

    def is_finished(self):
        """Most bundles have ended; those whose leases run out need not be waited for."""
        for position in range(self.read_up_to, self.watcher.next):
            fact = Fact(position, self.witness.records[position])
            self.ended += fact.type == 'BUNDLE_ENDED'
        self.read_up_to = self.watcher.next
        return self.clerk.is_done() and self.ended >= self.bundles * 9 // 10


def record(folder, bundles, seed, control=None):
    """Leave a trace, and the journal as it is at the end, in a folder."""
    os.makedirs(os.path.join(folder, 'final'), exist_ok=True)
    if os.path.exists(os.path.join(folder, 'trace')):
        os.unlink(os.path.join(folder, 'trace'))
    check(os.path.exists(RECORDER), f'{RECORDER} is not built; set TONGFA_BIN')
    began_s = time.monotonic()
    with Place() as place:
        Recording(place, folder, bundles, seed, control).run()
        for name in ('data.mdb', 'signing.key'):
            shutil.copy(os.path.join(place.path('b'), name), os.path.join(folder, 'final'))
    size = os.path.getsize(os.path.join(folder, 'trace'))
    print(f'# recorded {bundles} bundles in {time.monotonic() - began_s:.1f} s, '
          f'{size / 1e6:.0f} MB of trace', flush=True)
    return folder


if __name__ == '__main__':
    try:
        record(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), (sys.argv + [None])[4])
    except Failed as failed:
        sys.exit(f'record: {failed}')
