#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`tongfa backup` while the broker works: whole, sound, and good to go on from."""

import os
import shutil
import threading

from tongfa_cli import Cli
from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import single


class Load:
    """Bundles submitted and granted without pause, in a thread of its own."""

    def __init__(self, place, broker):
        self.counter = place.submitter(broker, 'load')
        self.worker = place.worker(broker, 'planning', credit=64)
        self.acknowledged = []  # (key, bundle, position), in order
        self.error = None
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        try:
            while not self.is_over.is_set():
                key = f'k{len(self.acknowledged)}'
                answer = self.counter.submit(key, 'single', application={'filler': 'x' * 100})
                self.acknowledged.append((key, answer['bundle'], answer['position']))
                self.worker.verdict(self.worker.take('JOB'), 'grant', credit=1)
        except Exception as error:  # pylint: disable=broad-except
            self.error = error

    def stop(self):
        self.is_over.set()
        self.thread.join()
        if self.error is not None:
            raise self.error


@test('a backup under load has all that was acknowledged before it began, and goes on')
def _():
    with Place() as place:
        broker = place.broker('--sign-after-records', '50')
        place.operator(broker).publish(single())
        cli = Cli(place, broker)
        load = Load(place, broker)
        taken = []
        for number in range(3):
            wanted = len(load.acknowledged) + 60
            wait_until(lambda: len(load.acknowledged) >= wanted or load.error, 'more load')
            before = list(load.acknowledged)
            target = place.path(f'copy{number}')
            lines = cli.lines('backup', '--data', broker.data, target)
            equal((lines[0]['sound'], lines[0]['replayed'], lines[-1]['verified']),
                  (True, True, True))
            check(lines[-1]['position'] >= before[-1][2], 'the newest acknowledged fact')
            equal(os.listdir(target), ['data.mdb'])
            taken.append((target, before, lines[-1]['position']))
        load.stop()
        check(len(load.acknowledged) > len(taken[-1][1]), 'the load went on')
        witness = place.path('witness')
        cli.run('witness', witness, '--end')
        equal(broker.stop(), 0)

        for target, before, position in taken:
            restored = place.broker(data=os.path.basename(target))
            counter = place.submitter(restored, 'load')
            equal(counter.ask('PING')['position'], position)
            for key, bundle, first in before:
                image = counter.ask('SHOW', key=key)['image']
                equal((image['bundle'], image['submitted_position']), (bundle, first))
            counter.submit('after', 'single')
            equal(restored.stop(), 0)
            equal(cli.one('journal', 'replay', '--data', target)['equal'], True)
        # To the witness of the journal a backup that went on is another history.
        out = cli.lines('journal', 'verify', '--data', taken[0][0], '--witness', witness, status=3)
        equal(out[-1]['witness_agrees'], False)


@test('a backup never writes over anything, and leaves nothing when it fails')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        cli = Cli(place, broker)
        os.mkdir(place.path('there'))
        cli.error('backup', '--data', broker.data, place.path('there'), status=64)
        equal(os.listdir(place.path('there')), [])
        cli.run('backup', '--data', broker.data, place.path('none', 'x'), status=74)
        cli.error('backup', '--data', place.path('none'), place.path('x'), status=66)
        cli.error('backup', '--data', broker.data, status=64)
        cli.error('backup', '--data', broker.data, '--within', '0', place.path('x'), status=64)
        os.mkdir(place.path('half.part'))
        cli.error('backup', '--data', broker.data, place.path('half'), status=64)
        lines = cli.lines('backup', '--data', broker.data, '--no-verify', place.path('quick') + '/')
        equal(lines[0]['verified'], False)
        check(not any(name.startswith('x') for name in os.listdir(place.folder)), 'leftovers')


@test('a journal that is damaged gives no backup')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        for number in range(20):
            counter.submit(f'k{number}', 'single', application=b'\x81\xa4mark\xa8unharmed')
        equal(broker.stop(), 0)
        cli = Cli(place, broker)
        with open(os.path.join(broker.data, 'data.mdb'), 'r+b') as file:
            bytes_of = file.read()
            at = bytes_of.index(b'unharmed')
            while at >= 0:  # freed pages hold copies, too
                file.seek(at)
                file.write(b'tampered')
                at = bytes_of.find(b'unharmed', at + 1)
        lines = cli.lines('backup', '--data', broker.data, place.path('copy'), status=3)
        check(any('chain hash' in line.get('problem', '') for line in lines), lines)
        check(not os.path.exists(place.path('copy')), 'no copy')
        check(not os.path.exists(place.path('copy.part')), 'no part of one')
        shutil.rmtree(broker.data)


if __name__ == '__main__':
    main()
