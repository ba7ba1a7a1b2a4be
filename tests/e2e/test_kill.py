#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the broker under load, some 200 times, at instants that a seed chooses; then all
is let finish, and the journal is held against everything that was ever said.

    TONGFA_KILLS=1000 TONGFA_SEED=7 test_kill.py       more of it, the same choices again
    TONGFA_KEEP=/tmp/kept test_kill.py                 leaves the data directory there

Five departments are real workers; a sixth, in Python, answers late, twice, after reconnecting,
and with the opposite of what it said. A client submits, signals, withdraws and repeats itself;
a follower reads along. The journal is judged by tongfa_facts.py, which knows the rules and nothing
of the broker.

What a kill cannot show is a missing fsync: the kernel keeps what a dead process wrote (tests/power
is for that). That this test sees what it is there for was tried by breaking the broker:
  - answers posted before journal_append (hand_over in broker/shell/turn.c): after some kill a stage
    is decided a second time, or the journal ends before a position that was told;
  - images counted as stored but not written (broker/shell/checkpoint.c): acknowledged bundles are
    BUNDLE_UNKNOWN;
  - permit counters not written: a number is given twice, and the replay contradicts the journal;
  - answered requests not written: verify finds a table that differs from the replay;
  - any verdict taken as a repetition of the one given (broker/core/verdict.c): the opposite of a
    verdict is answered as recorded.
"""

import collections
import functools
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time

from tongfa_actors import Clerk, Department, Watcher, Witness, opinion, poll
from tongfa_e2e import SOURCE, Failed, Place, check, equal, main, test
from tongfa_facts import Fact, Judge
from tongfa_hall import DEPARTMENTS, packed, procedure_text

KILLS = int(os.environ.get('TONGFA_KILLS', '200'))
SEED = int(os.environ.get('TONGFA_SEED') or random.randrange(1 << 32))
BUNDLES_A_LIFE = 4
BUNDLES_A_BURST = 10
LIFE_S_MAX = 2.0     # where what a kill waits for does not come
FINISH_S = 90
# Quick heartbeats let the workers find a new broker soon; small distances let checkpoints happen.
OPTIONS = ['--heartbeat-ms', 200, '--liveness-ms', 2000, '--checkpoint-distance', 500]

# Short leases, no park after many kills, and two more stages of one department: one beyond the
# gate, one that waits for nothing.
CHANGES = [('lease: 30s', 'lease: 1s'),
           ('attempts: 5, backoff: 1s, backoff_max: 1m',
            'attempts: 100, backoff: 50ms, backoff_max: 100ms'),
           ('\ngates:\n', """
  fire-check:
    title: 消防复核 (fire check)
    department: fire
    permit: 消防复核意见书
    decide_after: [construction]
    retry: { attempts: 100, backoff: 50ms, backoff_max: 100ms }
    lease: 1s

  heritage:
    title: 文物核查 (heritage)
    department: fire
    permit: 文物核查意见书
    retry: { attempts: 100, backoff: 50ms, backoff_max: 100ms }
    lease: 1s

gates:
""")]


def make_bundles(count):
    """{key: (bundle as submitted, its signals)}, {key: result and stages that it must end with}."""
    def lines(kind):
        made = subprocess.run(
            [os.path.join(SOURCE, 'scripts', 'make-bundles'), str(count), '--seed', str(SEED),
             '--called-off', '0.05', '--print', kind], check=True, capture_output=True, text=True)
        return [json.loads(line) for line in made.stdout.splitlines()]

    made, expected = {}, {}
    for bundle, signals, end in zip(lines('bundles'), lines('signals'), lines('expected')):
        key, application = bundle['key'], bundle['application']
        expected[key] = outcome(end['stages'], opinion(application))
        made[key] = {**bundle, 'application': packed(application)}, [
            {'milestone': one} for one in signals['reached']] + [
            {'milestone': one, 'called_off': True} for one in signals['called_off']]
    return made, expected


def outcome(five, verdicts):
    """What a bundle must end with: result and end of each stage."""
    ends = dict(five)
    ends['heritage'] = 'issued' if verdicts['heritage'] == 1 else 'refused'
    beyond = 'issued' if ends['construction'] == 'issued' else 'blocked'
    ends['fire-check'] = beyond if verdicts['fire-check'] == 1 else 'refused'
    issued = list(ends.values()).count('issued')
    return 'all' if issued == len(ends) else 'partial' if issued else 'none', ends


class Killing:
    """The whole run; afterwards it holds what is to be checked."""

    WAYS = {'under load': 40, 'while starting': 15, 'with a lease out': 15, 'at an answer': 15,
            'in a burst': 15}

    def __init__(self, place, kills):
        print(f'# {kills} kills, TONGFA_SEED={SEED}', flush=True)
        self.place, self.kills = place, kills
        self.chance = random.Random(SEED)
        self.witness = Witness()
        made, self.expected = make_bundles(kills * (BUNDLES_A_LIFE + 1))
        self.clerk = Clerk(random.Random(SEED + 1), self.witness, made)
        self.watcher = Watcher(None, self.witness)
        self.fire = Department(random.Random(SEED + 2), self.witness, 'fire')
        self.actors = [self.clerk, self.watcher, self.fire]
        self.ways = dict.fromkeys(self.WAYS, 0)
        self.grown = 0       # lives in which the journal grew
        self.with_leases = 0 # kills while the department in Python held jobs
        self.broker = self.start(is_first=True)
        self.workers = [place.start('tongfa-worker', '--office', self.broker.office, '--department',
                                    name, '--concurrency', 3, '--quiet') for name in DEPARTMENTS]

    def start(self, is_first=False):
        """A broker on the journal, and the actors dialling it; nobody waits until it is ready."""
        broker = self.place.broker(*OPTIONS, ready=is_first)
        if is_first:
            published = self.place.run('tongfa', '--office', broker.office, 'publish',
                                       self.place.write('five.yaml', procedure_text(*CHANGES)))
            equal(published.status, 0, published.tail())
        for actor in self.actors:
            actor.connect(broker)
        return broker

    def turn(self, timeout_ms=5):
        poll(self.actors, timeout_ms)
        now_s = time.monotonic()
        for actor in self.actors:
            actor.step(now_s)

    # ---- Killing

    def run(self):
        try:
            for _ in range(self.kills):
                self.live()
                self.with_leases += self.fire.holds() > 0
                self.bury()
                self.broker = self.start()
            self.finish()
        finally:
            print(f'# seed {SEED}; kills {self.ways}, {self.grown} after new facts, '
                  f'{self.with_leases} with leases out in Python; said {dict(self.witness.told)}; '
                  f'the department {dict(self.fire.behaved)}', flush=True)

    def bury(self):
        """The end of a broker; the actors read what it still said."""
        self.broker.kill()
        for actor in self.actors:
            actor.hang_up()
        self.witness.killed()
        equal(self.broker.complaint(), None)
        equal(self.broker.child.returncode, -signal.SIGKILL, 'end of the broker')
        self.broker.child.stdout.close()
        self.broker.child.stderr.close()
        self.place.processes.remove(self.broker)
        for worker in self.workers:
            check(worker.is_running(), f'{worker.name} ended: {worker.tail()}')

    def live(self):
        """One life of the broker, until the timer or a condition ends it."""
        way = self.chance.choices(list(self.WAYS), list(self.WAYS.values()))[0]
        self.ways[way] += 1
        newest = self.witness.newest
        self.clerk.quota += BUNDLES_A_LIFE
        getattr(self, 'kill_' + way.replace(' ', '_'))()
        self.grown += self.witness.newest > newest

    def kill_after(self, seconds):
        """kill -9 at an instant that no loop of ours decides."""
        timer = threading.Timer(seconds, self.broker.child.kill)
        timer.start()
        self.turns_until(lambda: not self.broker.is_running(), 10)
        timer.join()

    def turns_until(self, condition, seconds=LIFE_S_MAX):
        until_s = time.monotonic() + seconds
        while not condition() and time.monotonic() < until_s:
            self.turn()

    def turns_until_answers(self, count):
        answers = self.clerk.answers + count
        self.turns_until(lambda: self.clerk.answers >= answers or (
            self.clerk.is_welcome and self.clerk.is_idle()))

    def kill_under_load(self):
        self.turns_until_answers(1)
        self.kill_after(self.chance.uniform(0, 0.4))

    def kill_while_starting(self):
        self.kill_after(self.chance.uniform(0, 0.05))

    def kill_with_a_lease_out(self):
        self.turns_until(lambda: self.fire.holds() > 0)
        self.kill_after(self.chance.uniform(0, 0.005))

    def kill_at_an_answer(self):
        self.turns_until_answers(self.chance.randrange(1, 20))

    def kill_in_a_burst(self):
        self.turns_until(lambda: self.clerk.is_welcome)
        self.clerk.quota += BUNDLES_A_BURST
        self.clerk.step(0)
        self.kill_after(self.chance.uniform(0, 0.02))

    # ---- Finishing

    def finish(self):
        """Everybody does his work; then the journal is read, and the broker ended."""
        self.clerk.quota = len(self.expected)
        self.fire.is_honest = True
        began_s = time.monotonic()
        wanted = len(self.expected)
        while self.watcher.ended < wanted or not self.clerk.is_done():
            self.turn()
            if time.monotonic() - began_s > FINISH_S:
                raise Failed(f'{self.watcher.ended} of {wanted} bundles have ended, {len(self.clerk.waiting)} '
                             f'wait, {len(self.clerk.open)} are open: {self.why()}')
        print(f'# finished {time.monotonic() - began_s:.1f} s after the last kill', flush=True)
        for actor in self.actors: # before the reading, which takes longer than they may be silent
            actor.hang_up()
        self.read()
        for worker in self.workers:
            equal(worker.stop(), 0, 'exit status of a worker')
        equal(self.broker.stop(), 0, 'exit status of the broker')

    def why(self):
        """What the oldest open bundle waits for."""
        peer = self.place.operator(self.broker)
        for bundle in sorted(one['bundle'] for one in self.clerk.recorded.values()):
            waits = peer.ask('EXPLAIN', bundle=bundle)['waits']
            if waits:
                return f'bundle {bundle} waits for {waits}'
        return 'none waits for anything'

    def read(self):
        """The whole journal as it is now, from a follower that begins at 1."""
        reader = Watcher(None, Witness())
        reader.connect(self.broker)
        until_s = time.monotonic() + FINISH_S
        while not reader.is_live:
            check(time.monotonic() < until_s, 'the journal cannot be read to its end')
            poll([reader], 100)
            reader.step(0)
        reader.hang_up()
        self.facts = [Fact(position, reader.witness.records[position])
                      for position in range(1, reader.next)]


class Once:
    """The run, once for all tests below; its folder stays until the last of them."""
    run = None
    failed = None


def killing():
    check(Once.failed is None, f'the run failed: {Once.failed}')
    if Once.run is None:
        place = Place()
        try:
            Once.run = Killing(place, KILLS)
            Once.run.run()
        except BaseException as error:
            Once.failed = str(error).split('\n', maxsplit=1)[0]
            keep(place)
            place.__exit__(type(error), error, error.__traceback__)
            raise
    return Once.run


def keep(place):
    if os.environ.get('TONGFA_KEEP'):
        shutil.copytree(place.path('b'), os.environ['TONGFA_KEEP'], dirs_exist_ok=True)


@functools.lru_cache(1)
def judged():
    return Judge(killing().facts)


@test(f'after {KILLS} kills of the broker under load, everything can be finished')
def _():
    run = killing()
    equal(sum(run.ways.values()), KILLS)
    check(run.grown >= KILLS // 3, f'only {run.grown} lives brought new facts')
    check(run.with_leases >= KILLS // 10, f'only {run.with_leases} kills with leases out')


@test('every acknowledged submission is present, under its number and its key')
def _():
    run = killing()
    submitted = {fact.bundle: fact.key for fact in run.facts if fact.type == 'BUNDLE_SUBMITTED'}
    equal(len(run.clerk.recorded), len(run.expected), 'acknowledged bundles')
    for key, recorded in run.clerk.recorded.items():
        equal(submitted.get(recorded['bundle']), key, f"key of bundle {recorded['bundle']}")
    equal(len(submitted), len(run.expected), 'bundles: none twice, none that nobody knows')


@test('what was answered or sent before a kill is the same fact afterwards')
def _():
    run = killing()
    run.witness.compare(judged().facts)
    for (bundle, stage, attempt), token in run.fire.leases.items():
        equal(judged().bundles[bundle].stages[stage].tokens.get(attempt), token,
              f'token of the job {bundle}, {stage}, attempt {attempt} that a worker was sent')


@test('every stage was decided once, by a lease that held, after what it waits for; gates are '
      'whole, permit numbers and positions have no gap')
def _():
    for bundle in judged().bundles.values():
        check(bundle.result is not None, f'bundle {bundle.number} has not ended')
        for name, stage in zip(bundle.procedure.stages, bundle.stages):
            if not bundle.is_withdrawn:
                equal(stage.verdicts, 1, f'verdicts on {name} of bundle {bundle.number}')
    check(judged().numbers, 'no permit was issued')
    counts = collections.Counter(fact.type for fact in killing().facts)
    print(f'# {dict(counts)}')
    check(counts['JOB_EXPIRED'], 'no lease was lost')


@test('every bundle ended as its contents demand')
def _():
    run = killing()
    for bundle in judged().bundles.values():
        key = bundle.submitted.key
        equal(bundle.result == 'withdrawn', run.clerk.withdrawn.get(key, False), f'{key} withdrawn')
        if bundle.result != 'withdrawn':
            equal((bundle.result, bundle.ends), run.expected[key], key)


@test('verify and replay find the journal sound, and a restart shows the same bundles')
def _():
    run = killing()
    place, data = run.place, run.broker.data
    for command in ('verify', 'replay'):
        done = place.run('tongfa', 'journal', command, '--data', data, seconds=60)
        equal(done.status, 0, f'journal {command}: {done.tail(20)}')
        print(f"# journal {command}: {' | '.join(done.out)}")
    broker = place.broker(*OPTIONS)
    peer = place.submitter(broker, 'hall')
    keys = list(run.clerk.recorded)
    for at in range(0, len(keys), 200):
        part = keys[at:at + 200]
        peer.send_batch([('SHOW', key, {'key': key}) for key in part])
        for key in part:
            image = peer.answer(key)['image']
            bundle = judged().bundles[run.clerk.recorded[key]['bundle']]
            equal((image['bundle'], image['last_position']), (bundle.number, bundle.last), key)
            equal([stage['permit_number'] or 0 for stage in image['stages']],
                  [stage.number or 0 for stage in bundle.stages], key)
    broker.signal(signal.SIGTERM)
    equal(broker.wait(), 0)


@test('no program crashed, leaked or was told off by a sanitizer')
def _():
    place = killing().place
    keep(place)
    place.__exit__(None, None, None)


if __name__ == '__main__':
    main()
