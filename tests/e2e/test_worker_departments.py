#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The five departments as processes: the sample is granted, a flaw is refused by who must."""

import copy
import json
import os
import re

from tongfa_e2e import SOURCE, Place, check, equal, main, test, wait_until
from tongfa_peer import FIVE, FIVE_DEPARTMENTS, FIVE_MILESTONES, Refused, procedure, stage

STAGE_ISSUED, STAGE_REFUSED, STAGE_BLOCKED, STAGE_LAPSED = 5, 6, 7, 8
RESULT_ALL, RESULT_NONE = 1, 3
GRANT, REFUSE = 1, 2


def sample():
    """The application of APPLICATION.md, digests as bytes, as they travel."""
    path = os.path.join(SOURCE, 'workers', 'departments', 'APPLICATION.md')
    with open(path, encoding='utf-8') as file:
        application = json.loads(re.search(r'```json\n(.*?)```', file.read(), re.DOTALL)[1])
    for material in application['materials']:
        material['digest'] = bytes.fromhex(material['digest'])
    return application


SAMPLE = sample()


def definition():
    materials = [material['name'] for material in SAMPLE['materials']]
    after = {'land-use': FIVE_MILESTONES[:2], 'design-scheme': FIVE_MILESTONES[1:2],
             'works-planning': [FIVE_MILESTONES[1], 'design-scheme'],
             'real-estate-title': FIVE_MILESTONES[1:], 'construction': ['land-use', 'works-planning']}
    return procedure([stage(name, department, decide=after[name])
                      for name, department in zip(FIVE, FIVE_DEPARTMENTS)],
                     milestones=FIVE_MILESTONES, gates=[('five', 1, FIVE)], materials=materials)


class Hall:
    """A broker, the procedure, and a real worker for each department."""

    def __init__(self, place, *arguments):
        self.broker = place.broker()
        place.operator(self.broker).publish(definition())
        self.counter = place.submitter(self.broker)
        self.workers = [place.start('tongfa-worker', '--office', self.broker.office,
                                    '--department', department, *arguments)
                        for department in FIVE_DEPARTMENTS]

    def submit(self, key, application=None):
        bundle = self.counter.submit(key, application=application or SAMPLE)['bundle']
        for milestone in FIVE_MILESTONES:
            try:
                self.counter.ask('SIGNAL', bundle=bundle, milestone=milestone)
            except Refused as refusal:  # five refusals need no milestone
                equal(refusal.error['name'], 'BUNDLE_ENDED')
        return bundle

    def wait_end(self, bundle):
        def image():
            got = self.counter.ask('SHOW', bundle=bundle)['image']
            return got if got['result'] else None
        return wait_until(image, f'the end of bundle {bundle}')

    def verdicts(self, bundle):
        """By department: (verdict, reason)."""
        return {FIVE_DEPARTMENTS[fact['body'].get(1, 0)]: (fact['body'][3], fact['body'].get(5, ''))
                for fact in self.counter.history(bundle) if fact['type'] == 'VERDICT_GIVEN'}


@test('five departments review at the same time and five permits come out together')
def _():
    with Place() as place:
        hall = Hall(place, '--delay', 300)
        bundle = hall.submit('zhigu')
        image = hall.wait_end(bundle)
        equal(image['result'], RESULT_ALL)
        equal([one['state'] for one in image['stages']], [STAGE_ISSUED] * 5)
        types = [fact['type'] for fact in hall.counter.history(bundle)]
        equal(types.count('PERMITS_ISSUED'), 1)
        last_lease = max(at for at, name in enumerate(types) if name == 'JOBS_LEASED')
        check(last_lease < types.index('VERDICT_GIVEN'), f'reviews do not overlap: {types}')


# A flaw: who refuses it, and a piece of the reason.
FLAWS = [
    ('applicant.uscc', '91421000MA4F1K2M0Q', FIVE_DEPARTMENTS, '校验位不符'),
    ('land_contract.conditions_no', 'X', ['land'], '第三十九条'),
    ('scheme.height_m', 31, ['design', 'planning'], '方案建筑高度'),
    ('works.scheme_version', 2, ['planning'], '施工图所依据的方案版本'),
    ('payment.paid_fen', 4799999999, ['registry'], '尚欠0.01元'),
    ('deed_tax.amount_fen', 144000000, ['registry'], '少缴480000.00元'),
    ('funds_commitment.amount_fen', 1, ['construction'], '承诺落实的资金'),
    ('contractor', None, ['construction'], '没有提供施工企业信息'),
]


@test('each flaw is refused by exactly the departments whose rule it breaks')
def _():
    with Place() as place:
        hall = Hall(place, '--concurrency', 4)
        bundles = []
        for at, (path, value, _, _) in enumerate(FLAWS):
            application = copy.deepcopy(SAMPLE)
            inner = application
            *groups, last = path.split('.')
            for group in groups:
                inner = inner[group]
            inner[last] = value
            bundles.append(hall.submit(f'flaw-{at}', application))
        for (path, _, departments, piece), bundle in zip(FLAWS, bundles):
            equal(hall.wait_end(bundle)['result'], RESULT_NONE, path)
            verdicts = hall.verdicts(bundle)
            refusers = [name for name in FIVE_DEPARTMENTS if verdicts[name][0] == REFUSE]
            equal(refusers, departments, path)
            check(any(piece in verdicts[name][1] for name in departments),
                  f'{path}: {piece} is not in {verdicts}')
            check(all(reason == '' for verdict, reason in verdicts.values() if verdict == GRANT),
                  'a grant has no reason')


@test('the log of a worker names jobs and no person')
def _():
    with Place() as place:
        hall = Hall(place)
        application = copy.deepcopy(SAMPLE)
        application['applicant']['uscc'] = 'SECRET'
        hall.wait_end(hall.submit('k', application))
        for worker in hall.workers:
            worker.wait_line(r'job 1 attempt 1: refuse after \d+ ms')
            equal(worker.stop(), 0)
            text = '\n'.join(worker.out + worker.err)
            for word in ['SECRET', '荆州', SAMPLE['applicant']['uscc']]:
                check(word not in text, f'{word} is in the log: {text}')


@test('two hundred bundles: every stage is decided once')
def _():
    with Place() as place:
        hall = Hall(place, '--concurrency', 8, '--quiet')
        bundles = [hall.submit(f'k{at}') for at in range(200)]
        for bundle in bundles:
            equal(hall.wait_end(bundle)['result'], RESULT_ALL)
        numbers = set()
        for bundle in bundles:
            facts = hall.counter.history(bundle)
            equal(sorted(fact['body'].get(1, 0) for fact in facts
                         if fact['type'] == 'VERDICT_GIVEN'), list(range(5)))
            issued = [fact for fact in facts if fact['type'] == 'PERMITS_ISSUED']
            numbers.add(tuple(permit[2] for permit in issued[0]['body'][3]))
        equal(len(numbers), 200, 'different sets of permit numbers')


if __name__ == '__main__':
    main()
