# SPDX-License-Identifier: Apache-2.0
"""The five permits with real workers: procedure, sample bundle, departments, facts.

    hall = Hall(place)
    hall.open('land', '--delay', 100)           # a real tongfa-worker
    bundle = hall.submit(sample())              # with all milestones reached
    facts = hall.ended(bundle)                  # waits, then all of its facts
"""

import json
import os

from tongfa_e2e import SOURCE, WAIT_S, Failed, check, equal
from tongfa_facts import Fact, Judge, leases_of

FIVE = ['land-use', 'design-scheme', 'works-planning', 'real-estate-title', 'construction']
DEPARTMENTS = ['land', 'design', 'planning', 'registry', 'construction']
MILESTONES = ['project-record', 'land-contract', 'price-paid', 'deed-tax-paid']
EXAMPLE = os.path.join(SOURCE, 'workers', 'examples', 'review.py')
SAMPLE = os.path.join(SOURCE, 'procedures', 'samples', 'zhongke-zhigu.json')
FIVE_PERMITS = os.path.join(SOURCE, 'procedures', 'five-permits.yaml')


def procedure_text(*changes):
    """procedures/five-permits.yaml with (old, new) texts changed."""
    with open(FIVE_PERMITS, encoding='utf-8') as file:
        text = file.read()
    for old, new in changes:
        check(old in text, f'five-permits.yaml has no {old!r} any more')
        text = text.replace(old, new)
    return text


def sample():
    """The application of the sample bundle as JSON has it."""
    with open(SAMPLE, encoding='utf-8') as file:
        return json.load(file)['application']


def packed(application):
    """An application as the protocol wants it: digests as bytes."""
    materials = [{**one, 'digest': bytes.fromhex(one['digest'])} if 'digest' in one else one
                 for one in application.get('materials', [])]
    return {**application, 'materials': materials} if materials else application


class Hall:
    """A broker with a procedure published by the command, and workers of its departments."""

    def __init__(self, place, procedure=None, options=(), environment=None):
        self.place = place
        self.broker = place.broker(*options, environment=environment)
        self.counter = place.submitter(self.broker, 'hall')
        self.count = 0
        self.tongfa('publish', FIVE_PERMITS if procedure is None
                    else place.write('procedure.yaml', procedure))

    def begin(self, *arguments):
        """Start the command."""
        return self.place.start('tongfa', '--counter', self.broker.counter, '--office',
                                self.broker.office, '--as', 'hall', *arguments)

    def tongfa(self, *arguments):
        """Run the command; its output as text."""
        done = self.begin(*arguments)
        equal(done.wait(), 0, f"tongfa {' '.join(map(str, arguments))}: {done.tail()}")
        return '\n'.join(done.out)

    def open(self, department, *options, wait=True):
        """Start a worker, and wait until the broker has it."""
        worker = self.place.start('tongfa-worker', '--office', self.broker.office, '--department',
                                  department, *options)
        if wait:
            worker.wait_line('connected to')
        return worker

    def open_all(self, *options):
        return {department: self.open(department, *options) for department in DEPARTMENTS}

    def submit(self, application, milestones=MILESTONES):
        """Submit a bundle with its milestones, all at once; its number."""
        self.count += 1
        key = f'k{self.count}'
        self.counter.send_batch(
            [('SUBMIT', key, {'procedure': 'five-permits', 'key': key, 'priority': 4,
                              'application': packed(application)})] +
            [('SIGNAL', f'{key}-{name}', {'key': key, 'milestone': name}) for name in milestones])
        for name in milestones:
            self.counter.answer(f'{key}-{name}')
        return self.counter.answer(key)['bundle']

    def signal_all(self, pairs):
        """Signal (key, milestone) in one message; those whose bundle is not known yet."""
        self.count += 1
        ids = {f'm{self.count}-{at}': pair for at, pair in enumerate(pairs)}
        self.counter.send_batch([('SIGNAL', request_id, {'key': key, 'milestone': milestone})
                                 for request_id, (key, milestone) in ids.items()])
        left = []
        for request_id, pair in ids.items():
            answer = self.counter.wait(lambda one, wanted=request_id: one['id'] == wanted, 'answer')
            if answer.get('name') == 'BUNDLE_UNKNOWN':
                left.append(pair)
            elif answer['type'] == 'ERROR' and answer['name'] != 'BUNDLE_ENDED':
                raise Failed(f'{pair}: {answer}')
        return left

    def until(self, bundle, condition, what, seconds=None):
        """Follow a bundle until condition(fact); the facts up to there."""
        peer = self.place.submitter(self.broker, 'hall')
        peer.send('FOLLOW', 'f', from_=1, credit=60000, bundle=bundle)
        facts = []
        while not facts or not condition(facts[-1]):
            page = peer.wait(lambda one: one['id'] == 'f' and one['facts'],
                             f'{what} of bundle {bundle}', seconds or WAIT_S)
            for one in page['facts']:
                facts.append(Fact(one['position'], one['record']))
                if condition(facts[-1]):
                    break
        return Facts(facts)

    def ended(self, bundle, seconds=None):
        return self.until(bundle, lambda fact: fact.type == 'BUNDLE_ENDED', 'the end', seconds)

    def judge(self):
        """Hold the whole journal against the rules."""
        peer = self.place.submitter(self.broker, 'hall')
        peer.send('FOLLOW', 'f', from_=1, credit=60000)
        facts = []
        while True:
            page = peer.answer('f')
            facts += [Fact(one['position'], one['record']) for one in page['facts']]
            if page['is_live']:
                return Judge(facts)


class Facts(list):
    """The facts of one bundle of the five permits."""

    def of(self, kind, stage=None):
        """The facts of a type, of one stage if that is given by its name."""
        return [fact for fact in self if fact.type == kind and
                (stage is None or FIVE[fact.stage] == stage)]

    def one(self, kind, stage=None):
        found = self.of(kind, stage)
        equal(len(found), 1, f'{kind} of {stage or "the bundle"}')
        return found[0]

    def review(self, stage):
        """When the review of a stage began and ended."""
        return (self.leases(stage)[-1].at_ms, self.one('VERDICT_GIVEN', stage).at_ms)

    def leases(self, stage):
        """The leases of a stage, in order."""
        return [lease for lease in leases_of(self) if FIVE[lease.stage] == stage]

    def results(self):
        """(result of the bundle, stages refused, permits issued)"""
        issued = [FIVE[permit['stage']] for fact in self.of('PERMITS_ISSUED')
                  for permit in fact.permits]
        refused = [FIVE[fact.stage] for fact in self.of('VERDICT_GIVEN') if fact.verdict == 2]
        return self.one('BUNDLE_ENDED').result, refused, issued
