#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""When there is no room: refused with a name, or stopped; what was acknowledged is never lost."""

import resource
import socket

from tongfa_cli import Cli
from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import Refused, single

MIB = 1 << 20
LARGE = {'text': 'x' * 60000}


def check_present(counter, acknowledged):
    for key, bundle in acknowledged.items():
        equal(counter.ask('SHOW', key=key)['image']['bundle'], bundle, key)


@test('a journal that is nearly full refuses new bundles and goes on with the others')
def _():
    with Place() as place:
        # The worker says nothing until there is no room any more.
        broker = place.broker('--map-bytes', '16MiB', '--liveness-ms', 300000)
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        worker = place.worker(broker, 'planning', credit=1)
        acknowledged = {}
        refusal = None
        while refusal is None:
            key = f'k{len(acknowledged)}'
            try:
                acknowledged[key] = counter.submit(key, 'single', application=LARGE)['bundle']
            except Refused as refused:
                refusal = refused.error
        check(len(acknowledged) > 100, f'only {len(acknowledged)} fitted')
        equal((refusal['name'], refusal['field'], refusal['retry']), ('DISK_FULL', 'journal', 2))
        broker.wait_line('new work is refused as DISK_FULL: map-bytes')
        # Who types it learns that trying again helps, as with BUSY.
        for arguments in (['submit', place.write('one', {'procedure': 'single', 'key': 'typed',
                                                         'application': {}})],
                          ['calendar', 'publish', f'{SOURCE}/procedures/calendars/cn.yaml']):
            lines = Cli(place, broker).lines('--timeout', '0.3', *arguments, status=75)
            check('DISK_FULL' in [line['error']['name'] for line in lines if 'error' in line], lines)
        equal(counter.submit('k0', 'single', application=LARGE)['repeated'], True)
        equal(counter.refused('SUBMIT', procedure='none', key='x', application={})['name'],
              'PROCEDURE_UNKNOWN')
        worker.verdict(worker.take('JOB'), 'grant')
        check_present(counter, acknowledged)
        broker.kill()
        broker = place.broker('--map-bytes', '64MiB')
        counter = place.submitter(broker)
        check_present(counter, acknowledged)
        counter.submit('after', 'single', application=LARGE)


@test('a commit that fails ends the broker with 74, and nothing acknowledged is lost')
def _():
    with Place() as place:
        broker = place.broker(limits={resource.RLIMIT_FSIZE: 4 * MIB})
        place.operator(broker).publish(single())
        counter = place.submitter(broker)
        acknowledged = {'k0': counter.submit('k0', 'single', application=LARGE)['bundle']}
        sent = 1
        while broker.is_running() and sent < 1000:
            if not counter.has_room(0.1):
                continue
            counter.send('SUBMIT', f'k{sent}', procedure='single', key=f'k{sent}',
                         application=LARGE)
            sent += 1
            counter.drain()
            for message in counter.inbox:
                if message['type'] == 'RECORDED':
                    acknowledged[message['id']] = message['bundle']
            counter.inbox.clear()
        equal(broker.wait(), 74)
        broker.wait_line('the journal failed')
        broker = place.broker()
        counter = place.submitter(broker)
        check_present(counter, acknowledged)
        bundles = counter.ask('STATS')['bundles_submitted']
        check(len(acknowledged) <= bundles <= sent, f'{bundles} bundles')


@test('more connections than file descriptors do not end the broker, and it serves on')
def _():
    with Place() as place:
        broker = place.broker(limits={resource.RLIMIT_NOFILE: 64})
        place.operator(broker).publish(single())
        counter = place.submitter(broker)

        flood = []
        for _ in range(200):
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(0.1)
            try:
                connection.connect(broker.counter[len('ipc://'):])
            except OSError:
                break
            flood.append(connection)
        counter.submit('while', 'single')
        for connection in flood:
            connection.close()
        late = wait_until(lambda: place.submitter(broker, 'late'), 'a new peer')
        late.submit('after', 'single')


if __name__ == '__main__':
    main()
