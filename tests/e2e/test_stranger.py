# SPDX-License-Identifier: Apache-2.0
"""A client that was written from proto/SPEC.md alone (department.py) meets the real broker."""

import os

from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import procedure, stage

STRANGER = os.path.join(SOURCE, 'tests', 'e2e', 'department.py')
FACT_SUBMITTED, FACT_ISSUED, FACT_ENDED = 2, 17, 20


def publish(place, broker):
    """Two departments; planning is decided after land, and both permits are issued together."""
    place.operator(broker).publish(procedure(
        [stage('land', 'land'), stage('plan', 'planning', decide=['land'])],
        gates=[('both', 1, ['land', 'plan'])], name='pair'))


def work(place, broker, department):
    return place.start(STRANGER, 'work', broker.office, f'{department}-1', department)


def submit(place, broker, key, application):
    file = place.write(f'{key}.json', application)
    return place.start(STRANGER, 'submit', broker.counter, 'wang', 'pair', key, file)


def facts(process):
    """The facts that it printed: (bundle, type)."""
    words = [line.replace(':', '').split() for line in process.out]
    return [(int(line[3]), int(line[5])) for line in words]


@test('a stranger submits a bundle, reviews it as two departments and follows it to its permits')
def _():
    with Place() as place:
        broker = place.broker()
        publish(place, broker)
        work(place, broker, 'land')
        work(place, broker, 'planning')
        client = submit(place, broker, 'k1', {'applicant': 'Zhongke', 'area': 200})
        equal(client.wait(), 0, 'exit status')
        kinds = [kind for _, kind in facts(client)]
        equal(kinds[0], FACT_SUBMITTED, 'first fact')
        equal(kinds[-2:], [FACT_ISSUED, FACT_ENDED], 'last facts')
        shown = place.submitter(broker, 'wang').ask('SHOW', key='k1')['image']
        equal(shown['result'], 1, 'result')
        equal([one['permit_number'] for one in shown['stages']], [1, 1], 'permit numbers')


@test('a stranger refuses, and the applicant learns that no permit will come')
def _():
    with Place() as place:
        broker = place.broker()
        publish(place, broker)
        work(place, broker, 'land')
        work(place, broker, 'planning')
        client = submit(place, broker, 'k1', {'area': 200})
        equal(client.wait(), 1, 'exit status')
        check('ended: 3' in client.tail(), f'the end is not said: {client.tail()}')
        check(FACT_ISSUED not in [kind for _, kind in facts(client)], 'a permit was issued')


@test('a stranger that submits twice finds its first bundle')
def _():
    with Place() as place:
        broker = place.broker()
        publish(place, broker)
        work(place, broker, 'land')
        work(place, broker, 'planning')
        clients = [submit(place, broker, 'k1', {'applicant': 'Zhongke'}) for _ in range(2)]
        equal([client.wait() for client in clients], [0, 0], 'exit statuses')
        equal(facts(clients[0]), facts(clients[1]), 'what the two saw')


@test('a stranger outlives a killed broker: it comes back, and its bundle gets its permits')
def _():
    with Place() as place:
        broker = place.broker()
        publish(place, broker)
        land = work(place, broker, 'land')
        client = submit(place, broker, 'k1', {'applicant': 'Zhongke'})
        client.wait_line('fact 13', stream='out')  # the verdict of land; planning is not there yet
        broker.kill()
        broker = place.broker()
        work(place, broker, 'planning')
        equal(client.wait(), 0, 'exit status')
        other = submit(place, broker, 'k2', {'applicant': 'Zhongke'})
        equal(other.wait(), 0, 'exit status of the second, which needs land again')
        check(land.is_running(), 'the worker has ended')


@test('a stranger that has nothing to do keeps its session by saying so')
def _():
    with Place() as place:
        broker = place.broker('--heartbeat-ms', 200, '--liveness-ms', 1500)
        publish(place, broker)
        work(place, broker, 'land')
        broker.wait_line(r'land-1.* joins')
        operator = place.operator(broker)
        began_ms = operator.ask('PING')['now_ms']
        wait_until(lambda: operator.ask('PING')['now_ms'] > began_ms + 2 * 1500, 'time to pass')
        departments = operator.ask('STATS')['departments']
        land = next(one for one in departments if one['department'] == 'land')
        equal((land['workers'], land['credit']), (1, 1), 'workers and credit of land')
        equal([line for line in broker.err if 'land-1' in line and 'ends' in line], [],
              'sessions that ended')


@test('the specification prints this client, to the letter')
def _():
    with open(STRANGER, encoding='utf-8') as file:
        program = file.read()
    with open(os.path.join(SOURCE, 'proto', 'SPEC.md'), encoding='utf-8') as file:
        spec = file.read()
    check(f'```python\n{program}```' in spec, 'SPEC section 15 and department.py differ')
    check(program.count('\n') <= 50, 'it has more than 50 lines')


if __name__ == '__main__':
    main()
