#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A disk that fills up, on a small tmpfs: refused by name, questions answered, and with room again
everything goes on by itself, nothing lost.

Without the right to mount every case is skipped and says so."""

import time

import support
from support import MIB, SmallDisk
from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import Refused, single

DISK = 24 * MIB
RESERVE = 8 * MIB
LARGE = {'text': 'x' * 30000}
RESUME_S = 5


class Hall(Place):
    """A broker whose data lies on a small disk, a submitter and a worker."""

    def __enter__(self):
        super().__enter__()
        self.disk = SmallDisk(self.path('disk'), DISK)
        self.acknowledged = {}
        return self

    def __exit__(self, *error):
        for process in self.processes:
            if process.is_running():
                process.kill()
        self.disk.close()
        super().__exit__(*error)

    def open(self, *arguments, reserve=RESERVE, **options):
        self.broker_now = self.broker('--disk-reserve', reserve, '--busy-after-ms', '20',
                                      '--drain-ms', '200', *arguments, data='disk/b', **options)
        self.counter = self.submitter(self.broker_now)
        return self.broker_now

    def publish(self):
        self.operator(self.broker_now).publish(single())

    def submit(self, key):
        """The error of the refusal, or None."""
        try:
            self.acknowledged[key] = self.counter.submit(key, 'single', LARGE)['bundle']
        except Refused as refused:
            return refused.error
        return None

    def submit_until_refused(self):
        for number in range(10000):
            error = self.submit(f'k{len(self.acknowledged)}')
            if error:
                return error
        raise AssertionError('the disk does not get full')

    def check_all_present(self):
        for key, bundle in self.acknowledged.items():
            equal(self.counter.ask('SHOW', key=key)['image']['bundle'], bundle, key)

    def check_questions(self):
        """Everything that can be asked is answered."""
        key, bundle = next(iter(self.acknowledged.items()))
        equal(self.counter.ask('SHOW', key=key)['image']['bundle'], bundle)
        check(self.counter.history(bundle), 'no history')
        check(self.counter.ask('EXPLAIN', bundle=bundle)['waits'], 'no explanation')
        equal(self.counter.ask('STATS')['bundles_submitted'], len(self.acknowledged))
        check(self.counter.ask('DEFINITION', procedure='single')['encoded'], 'no definition')
        equal(self.counter.submit(key, 'single', LARGE)['repeated'], True)

    def resume(self):
        """Make room; how long until a submission passes."""
        self.disk.empty()
        began = time.monotonic()
        key = f'k{len(self.acknowledged)}'
        wait_until(lambda: self.submit(key) is None, 'a submission', seconds=RESUME_S)
        seconds = time.monotonic() - began
        print(f'# accepted again {seconds:.2f} s after there was room')
        return seconds

    def verify(self):
        equal(self.broker_now.stop(), 0)
        done = self.run('tongfa', 'journal', 'verify', '--data', self.broker_now.data)
        equal(done.status, 0, done.tail())


def check_disk_full(error):
    equal((error['name'], error['number'], error['field'], error['retry'], error['after_ms']),
          ('DISK_FULL', 79, 'journal', 2, 20))


@test('submissions that fill the disk are refused as DISK_FULL in time; questions are answered and '
      'work under way goes on')
def _():
    with Hall() as hall:
        broker = hall.open()
        hall.publish()
        worker = hall.worker(broker, 'planning', credit=4)
        check_disk_full(hall.submit_until_refused())
        check(hall.disk.free_bytes() > RESERVE // 2, 'the reserve is gone')
        check(len(hall.acknowledged) > 200, f'only {len(hall.acknowledged)} were taken')
        broker.wait_line('new work is refused as DISK_FULL: the disk')
        hall.check_questions()
        for _ in range(4):
            worker.verdict(worker.take('JOB'), 'grant', credit=1)
        hall.check_all_present()
        hall.verify()


@test('somebody else fills the disk to the last byte: nothing is written, questions are answered; '
      'with room again submissions, verdicts and leases go on within 5 s')
def _():
    with Hall() as hall:
        broker = hall.open()
        hall.publish()
        worker = hall.worker(broker, 'planning', credit=2)
        for number in range(20):
            equal(hall.submit(f'k{number}'), None)
        jobs = [worker.take('JOB') for _ in range(2)]
        hall.disk.fill()
        broker.wait_line('nothing is written any more')
        check_disk_full(hall.submit('late'))
        check_disk_full(hall.counter.refused('WITHDRAW', bundle=2))
        job = {name: jobs[0][name] for name in ['bundle', 'attempt', 'token']}
        check_disk_full(worker.refused('VERDICT', verdict=1, **job))
        hall.check_questions()
        position = hall.counter.ask('STATS')['position']
        worker.send('CREDIT', credit=2)
        equal(hall.counter.ask('STATS')['position'], position, 'position')
        hall.resume()
        worker.verdict(jobs[0], 'grant')
        worker.take('JOB')
        hall.check_all_present()
        hall.verify()


@test('kill -9 with a full disk: it starts there, answers, takes nothing, and all is there when '
      'there is room')
def _():
    with Hall() as hall:
        broker = hall.open()
        hall.publish()
        for number in range(50):
            equal(hall.submit(f'k{number}'), None)
        hall.disk.fill()
        broker.wait_line('nothing is written any more')
        for _ in range(3):
            hall.broker_now.kill()
            broker = hall.open()
            broker.wait_line('nothing is written any more')
            hall.check_all_present()
            check_disk_full(hall.submit('late'))
        hall.resume()
        hall.check_all_present()
        hall.verify()


@test('SIGTERM with a full disk ends the broker in peace, and nothing is lost')
def _():
    with Hall() as hall:
        broker = hall.open()
        hall.publish()
        for number in range(50):
            equal(hall.submit(f'k{number}'), None)
        hall.disk.fill()
        broker.wait_line('nothing is written any more')
        equal(broker.stop(), 0)
        hall.disk.empty()
        hall.open()
        hall.check_all_present()
        hall.verify()


@test('a disk that fills faster than it can be foreseen ends the broker with 74; it starts again, '
      'and what was acknowledged is there')
def _():
    with Hall() as hall:
        broker = hall.open(reserve=MIB)
        hall.publish()
        for number in range(10):
            equal(hall.submit(f'k{number}'), None)
        hall.disk.fill(leave=3 * MIB)
        sent = 0
        while broker.is_running() and sent < 2000:
            hall.counter.send_batch([
                ('SUBMIT', f'f{sent + at}', {'procedure': 'single', 'key': f'f{sent + at}',
                                             'application': LARGE}) for at in range(32)])
            sent += 32
            if sent % 128 == 0:
                hall.disk.fill(leave=0)
        check(broker.wait_line('the journal failed|nothing is written'), 'it noticed')
        if not broker.is_running():
            equal(broker.wait(), 74)
        hall.counter.drain(0.2)
        for message in hall.counter.inbox:
            if message['type'] == 'RECORDED':
                hall.acknowledged[message['id']] = message['bundle']
        print(f'# {len(hall.acknowledged)} of {sent} acknowledged, running {broker.is_running()}')
        if broker.is_running():
            broker.kill()
        hall.disk.empty()
        hall.open(reserve=MIB)
        hall.check_all_present()
        hall.verify()


@test('without room for a journal a broker does not start, and says why')
def _():
    with Hall() as hall:
        hall.disk.fill()
        broker = hall.broker(data='disk/b', ready=False)
        equal(broker.wait(), 69)
        broker.wait_line('No space left on device')


if __name__ == '__main__':
    main() if support.may_mount() else print('1..0 # SKIP this user may not mount a tmpfs')
