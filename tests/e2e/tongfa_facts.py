# SPDX-License-Identifier: Apache-2.0
"""Facts by name, and a judge of journals that shares no line with the broker.

    facts = [Fact(position, record) for position, record in ...]
    verdict = Judge(facts)              # raises Failed at the first fact that must not be
    verdict.bundles[7].ends             # {'land-use': 'issued', ...}

The judge walks the facts from the first on and holds each against what came before it: positions
without a gap, one chain a bundle, leases that hold, one verdict a stage, grants after what they
wait for, nothing left waiting that could go on, whole gates, permit numbers in a row. It reads
journals of release 0.1.0, too, which had a fact for each stage that went on and for each lease.
"""

import datetime

from tongfa_e2e import Failed, check, equal
from tongfa_peer import FACTS, named, unpack

JOB = ['stage', 'attempt']
LEASE = JOB + ['token', 'until_ms', 'worker']
ONWARD = ['opened', 'granted']
FIELDS = {
    'PROCEDURE_PUBLISHED': ['procedure', 'content', 'by', 'request'],
    'BUNDLE_SUBMITTED': ['procedure', 'version', 'submitter', 'key', 'key_hash', 'content_hash',
                         'priority', 'application'] + ONWARD + ['skipped', 'received'],
    'MILESTONE_REACHED': ['milestone', 'by', 'request'] + ONWARD,
    'MILESTONE_CALLED_OFF': ['milestone', 'by', 'request'] + ONWARD,
    'STAGE_OPENED': ['stage'],
    'JOB_LEASED': LEASE,
    'JOB_RENEWED': JOB + ['until_ms'],
    'JOB_EXPIRED': JOB,
    'JOB_RELEASED': JOB + ['reason'],
    'JOB_FAILED': JOB + ['ready_at_ms', 'reason'],
    'JOB_PARKED': JOB + ['cause', 'reason'],
    'JOB_READIED': ['stage', 'cause', 'by', 'request'],
    'VERDICT_GIVEN': JOB + ['verdict', 'worker', 'reason'] + ONWARD + [
        'materials', 'pre_review', 'remedies', 'special', 'days', 'until_ms', 'on', 'stages'],
    'CLAIM_REFUSED': JOB + ['worker'],
    'STAGE_GRANTED': ['stage'],
    'STAGE_BLOCKED': ['stage', 'cause', 'index'],
    'PERMITS_ISSUED': ['gate', 'year', ('permits', ['stage', 'number'])] + ONWARD,
    'GATE_LAPSED': ['gate'],
    'BUNDLE_WITHDRAWN': ['by', 'reason', 'request', 'early'],
    'BUNDLE_ENDED': ['result'],
    'JOBS_LEASED': [('leases', LEASE)],
    'CALENDAR_PUBLISHED': ['calendar', 'by', 'request'],
    'ACTED': ['act', 'stage', 'detail', 'role', 'amount', 'stages', 'materials', 'until_ms', 'by',
              'on', 'reason', 'request'] + ONWARD,
    'SUPPLIED': ['by', 'reason', 'application', 'content_hash', 'changed', 'stages', 'request']
                + ONWARD + ['early'],
    'MIGRATED': ['version', 'from', 'by', 'request'] + ONWARD,
}
OLD = {'STAGE_OPENED', 'JOB_LEASED', 'STAGE_GRANTED'}  # of release 0.1.0
# Left out of a record when zero.
NUMBERS = {'stage', 'attempt', 'milestone', 'gate', 'number', 'verdict', 'index', 'skipped', *ONWARD}
TEXTS = {'key', 'reason', 'worker', 'by', 'submitter'}
GRANT, REFUSE = 1, 2
ALL_OR_NOTHING = 1
LEASES_PER_FACT_MAX = 8
GATE_NONE = 255
RESULTS = {1: 'all', 2: 'partial', 3: 'none', 4: 'withdrawn'}
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def complete(body):
    """Zero and empty where a field that is a number or a text was left out."""
    for field, value in body.items():
        if isinstance(value, list):
            body[field] = [complete(one) for one in value]
        elif value is None and (field in NUMBERS or field in TEXTS):
            body[field] = 0 if field in NUMBERS else ''
    return body


class Fact:
    """One fact; what its type has is there as attributes (fact.stage, fact.verdict, ...)."""

    def __init__(self, position, record):
        number, self.at_ms, self.bundle, self.previous, body = unpack(record)
        self.position = position
        self.record = record
        self.type = FACTS[number]
        self.body = complete(named(FIELDS[self.type], body))

    def __getattr__(self, name):
        try:
            return self.__dict__['body'][name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self):
        body = {key: value for key, value in self.body.items() if key != 'application'}
        return f'#{self.position} {self.type} of bundle {self.bundle} at {self.at_ms}: {body}'


def bits(number):
    return [at for at in range(32) if (number or 0) >> at & 1]


class Lease:
    """One lease of a JOBS_LEASED, with what it has of its fact."""

    def __init__(self, fact, body):
        self.position, self.at_ms, self.bundle = fact.position, fact.at_ms, fact.bundle
        self.stage, self.attempt, self.token = body['stage'], body['attempt'], body['token']
        self.until_ms, self.worker = body['until_ms'], body['worker']


def leases_of(facts):
    """All leases that these facts gave, one by one."""
    return [Lease(fact, body) for fact in facts if fact.type == 'JOBS_LEASED'
            for body in fact.leases]


def granted_by(fact):
    """The stages whose grant took effect by this fact."""
    return bits(fact.body.get('granted'))


class Procedure:
    """What a published definition says, by index."""

    def __init__(self, definition):
        self.name, self.version = definition[1], definition[2]
        self.stages = [one[1] for one in definition[5]]
        self.departments = [one[2] for one in definition[5]]
        self.permits = [one.get(4, '') for one in definition[5]]
        edges = [{side: (bits(one.get(side, {}).get(1)), bits(one.get(side, {}).get(2)))
                  for side in (5, 6)} for one in definition[5]]
        self.start = [one[5] for one in edges]
        self.decide = [one[6] for one in edges]
        self.milestones = [one[1] for one in definition.get(6, [])]
        self.gates = [(one[2], bits(one[3])) for one in definition.get(7, [])]
        self.gate_of = [next((at for at, (_, members) in enumerate(self.gates) if stage in members),
                             None) for stage in range(len(self.stages))]


class Stage:
    def __init__(self):
        self.is_open = False
        self.attempt = 0       # of the last lease
        self.until_ms = None   # end of the running lease; None: there is none
        self.tokens = {}       # by attempt
        self.verdict = None
        self.verdicts = 0
        self.end = None        # 'granted' may still become 'issued' or 'lapsed'
        self.number = None


class Bundle:
    """What the facts say of one bundle."""

    def __init__(self, number, procedure, fact):
        self.number = number
        self.procedure = procedure
        self.submitted = fact
        self.stages = [Stage() for _ in procedure.stages]
        self.milestones = {}
        self.gates = {}        # gate: 'issued' or 'lapsed'
        self.last = fact.position
        self.is_withdrawn = False
        self.result = None

    @property
    def ends(self):
        return {name: stage.end for name, stage in zip(self.procedure.stages, self.stages)}


class Judge:
    def __init__(self, facts):
        self.procedures = {}
        self.bundles = {}
        self.numbers = {}      # (department, year): the last permit number
        self.facts = {}        # by position
        at_ms = 0
        facts = list(facts)
        self.is_old = any(fact.type in OLD for fact in facts)
        for expected, fact in enumerate(facts, 1):
            equal(fact.position, expected, 'positions are dense')
            self.facts[fact.position] = fact
            try:
                check(fact.at_ms >= at_ms, 'time went back')
                at_ms = fact.at_ms
                self.take(fact)
            except Failed as failed:
                raise Failed(f'{fact}: {failed}') from None

    def take(self, fact):
        if fact.type == 'PROCEDURE_PUBLISHED':
            procedure = Procedure(fact.procedure)
            self.procedures[procedure.name, procedure.version] = procedure
            return
        if fact.type == 'BUNDLE_SUBMITTED':
            equal(fact.bundle, len(self.bundles) + 1, 'bundle numbers are dense')
            equal(fact.previous or 0, 0, 'previous of the first fact')
            self.bundles[fact.bundle] = Bundle(
                fact.bundle, self.procedures[fact.body['procedure'], fact.version], fact)
            equal(fact.granted, 0, 'granted by a submission')
            for at in bits(fact.skipped):
                self.bundles[fact.bundle].stages[at].end = 'skipped'
            self.go_on(self.bundles[fact.bundle], fact)
            return
        bundle = self.bundles[fact.bundle]
        equal(fact.previous, bundle.last, 'previous fact of the bundle')
        bundle.last = fact.position
        check(bundle.result is None or fact.type == 'CLAIM_REFUSED', 'the bundle has ended')
        getattr(self, 'on_' + fact.type.lower())(bundle, fact)
        self.go_on(bundle, fact)

    # ---- What goes on because of a fact

    def go_on(self, bundle, fact):
        """Grants that are met by what was before or by other grants of the fact, then reviews;
        and nothing that could go on is left behind."""
        left = granted_by(fact)
        opened = bits(fact.body.get('opened'))
        if fact.type == 'MILESTONE_CALLED_OFF' or fact.body.get('verdict') == REFUSE:
            equal((left, opened), ([], []), 'what goes on')
        while left:
            met = [at for at in left if self.can_be_granted(bundle, at)]
            check(met, f'granted before their upstreams: {left}')
            for at in met:
                self.grant(bundle, at)
            left = [at for at in left if at not in met]
        for at in opened:
            self.open(bundle, at)
        if self.is_old:
            return
        for at, stage in enumerate(bundle.stages):
            check(stage.verdict != GRANT or stage.end is not None or
                  not self.can_be_granted(bundle, at), f'the grant of {at} is left behind')
            check(stage.is_open or stage.end is not None or
                  not all(self.is_met(bundle, at, bundle.procedure.start[at])),
                  f'the review of {at} is left behind')

    def can_be_granted(self, bundle, at):
        return all(all(self.is_met(bundle, at, edges[at]))
                   for edges in (bundle.procedure.start, bundle.procedure.decide))

    def grant(self, bundle, at):
        stage = bundle.stages[at]
        equal(stage.verdict, GRANT, f'the verdict on {at}')
        equal(stage.end, None, f'the end of {at} before')
        stage.end = 'granted'

    def open(self, bundle, at):
        stage = bundle.stages[at]
        check(not stage.is_open, f'{at} was opened twice')
        equal(stage.end, None, f'the end of {at} before its review')
        check(all(self.is_met(bundle, at, bundle.procedure.start[at])),
              f'the start edges of {at} are open')
        stage.is_open = True

    # ---- Milestones and reviews

    def on_milestone_reached(self, bundle, fact):
        check(fact.milestone not in bundle.milestones, 'settled before')
        bundle.milestones[fact.milestone] = fact.type == 'MILESTONE_REACHED'

    on_milestone_called_off = on_milestone_reached

    def on_stage_opened(self, bundle, fact):
        self.open(bundle, fact.stage)

    def on_jobs_leased(self, bundle, fact):
        stages = [lease['stage'] for lease in fact.leases]
        check(1 <= len(stages) <= LEASES_PER_FACT_MAX, f'{len(stages)} leases')
        equal(stages, sorted(set(stages)), 'stages in order, each once')
        departments = [bundle.procedure.departments[at] for at in stages]
        equal(len(departments), len(set(departments)), 'departments, each once')
        for lease in leases_of([fact]):
            self.on_job_leased(bundle, lease)

    def on_job_leased(self, bundle, lease):
        stage = bundle.stages[lease.stage]
        check(stage.is_open, 'not open')
        equal(stage.end, None, 'the end before this lease')
        check(stage.until_ms is None, 'leased although a lease is running')
        equal(stage.verdicts, 0, 'verdicts before this lease')
        equal(lease.attempt, stage.attempt + 1, 'attempt')
        check(lease.until_ms > lease.at_ms, 'a lease without time')
        check(lease.token, 'a lease without a token')
        stage.attempt, stage.until_ms = lease.attempt, lease.until_ms
        stage.tokens[lease.attempt] = lease.token

    def held(self, bundle, fact):
        stage = bundle.stages[fact.stage]
        check(stage.until_ms is not None, 'no lease is running')
        equal(fact.attempt, stage.attempt, 'attempt of the running lease')
        return stage

    def on_job_renewed(self, bundle, fact):
        stage = self.held(bundle, fact)
        check(fact.at_ms <= stage.until_ms, 'renewed after its end')
        stage.until_ms = fact.until_ms

    def on_job_expired(self, bundle, fact):
        stage = self.held(bundle, fact)
        check(fact.at_ms >= stage.until_ms, f'expired before its end {stage.until_ms}')
        stage.until_ms = None

    def on_job_released(self, bundle, fact):
        self.held(bundle, fact).until_ms = None

    on_job_failed = on_job_released

    def on_job_parked(self, bundle, fact):
        bundle.stages[fact.stage].until_ms = None

    def on_job_readied(self, bundle, fact):
        check(bundle.stages[fact.stage].until_ms is None, 'readied while leased')

    def on_verdict_given(self, bundle, fact):
        stage = self.held(bundle, fact)
        check(fact.at_ms <= stage.until_ms, f'a verdict after its lease, {stage.until_ms}')
        stage.until_ms = None
        stage.verdicts += 1
        equal(stage.verdicts, 1, 'verdicts')
        stage.verdict = fact.verdict
        if fact.verdict == REFUSE and stage.end is None:
            check(fact.reason, 'refused without a reason')
            stage.end = 'refused'

    def on_claim_refused(self, bundle, fact):
        stage = bundle.stages[fact.stage]
        check(fact.attempt <= stage.attempt + 1, 'a claim to an attempt that never was')

    # ---- Decisions

    @staticmethod
    def is_met(bundle, at, edges):
        """For each upstream whether it is met (SPEC: granted within a gate, issued beyond it)."""
        stages, milestones = edges
        gate = bundle.procedure.gate_of[at]
        for upstream in stages:
            inside = gate is not None and bundle.procedure.gate_of[upstream] == gate
            met = ('issued', 'skipped', 'granted') if inside else ('issued', 'skipped')
            yield bundle.stages[upstream].end in met
        for milestone in milestones:
            yield bundle.milestones.get(milestone, False)

    def on_stage_granted(self, bundle, fact):
        check(self.can_be_granted(bundle, fact.stage), 'granted before its upstreams')
        self.grant(bundle, fact.stage)

    def on_stage_blocked(self, bundle, fact):
        stage = bundle.stages[fact.stage]
        equal(stage.end, None, 'the end before')
        ended = [one.end for one in bundle.stages]
        lost = [one for edges in (bundle.procedure.start, bundle.procedure.decide)
                for one in edges[fact.stage][0]
                if ended[one] in ('refused', 'blocked', 'lapsed', 'withdrawn')]
        off = [one for edges in (bundle.procedure.start, bundle.procedure.decide)
               for one in edges[fact.stage][1] if bundle.milestones.get(one) is False]
        check(lost or off, 'blocked although nothing is lost')
        stage.end = 'blocked'

    # ---- Permits

    def on_permits_issued(self, bundle, fact):
        procedure = bundle.procedure
        members = [permit['stage'] for permit in fact.permits]
        if fact.gate == GATE_NONE:
            equal([procedure.gate_of[one] for one in members], [None], 'gates of a single permit')
        else:
            self.settle(bundle, fact.gate, 'issued')
            policy, wanted = procedure.gates[fact.gate]
            if policy == ALL_OR_NOTHING:
                equal(sorted(members), [one for one in wanted if bundle.stages[one].end !=
                                        'skipped'], 'permits of the gate')
        equal(fact.year, datetime.datetime.fromtimestamp(fact.at_ms / 1000, CHINA).year, 'year')
        for at, permit in enumerate(fact.permits):
            stage = bundle.stages[permit['stage']]
            equal(stage.end, 'granted', f"{procedure.stages[permit['stage']]} before its issue")
            stage.end, stage.number = 'issued', permit['number']
            later = members[at + 1:]
            check(not set(procedure.decide[permit['stage']][0]) & set(later),
                  'order of the permits')
            self.count(procedure, permit, fact.year)

    def count(self, procedure, permit, year):
        if not procedure.permits[permit['stage']]:
            equal(permit['number'], 0, 'number of an opinion')
            return
        series = procedure.departments[permit['stage']], year
        equal(permit['number'], self.numbers.get(series, 0) + 1, f'permit number of {series}')
        self.numbers[series] = permit['number']

    @staticmethod
    def settle(bundle, gate, how):
        check(gate not in bundle.gates, f'the gate was {bundle.gates.get(gate)} before')
        bundle.gates[gate] = how

    def on_gate_lapsed(self, bundle, fact):
        self.settle(bundle, fact.gate, 'lapsed')
        for member in bundle.procedure.gates[fact.gate][1]:
            check(bundle.stages[member].end is not None, 'lapsed before every member has ended')
            if bundle.stages[member].end == 'granted':
                bundle.stages[member].end = 'lapsed'

    def on_bundle_withdrawn(self, bundle, fact):
        bundle.is_withdrawn = True
        for stage in bundle.stages:
            stage.end = 'withdrawn' if stage.end in (None, 'granted') else stage.end
            stage.until_ms = None

    def on_bundle_ended(self, bundle, fact):
        bundle.result = RESULTS[fact.result]
        ends = set(bundle.ends.values())
        check(not ends & {None, 'granted'}, f'ended with {bundle.ends}')
        if bundle.is_withdrawn:
            equal(bundle.result, 'withdrawn', 'result')
            return
        equal(sorted(bundle.gates), list(range(len(bundle.procedure.gates))), 'gates settled')
        issued = list(bundle.ends.values()).count('issued')
        skipped = list(bundle.ends.values()).count('skipped')
        equal(bundle.result, 'all' if issued + skipped == len(bundle.stages) else
              'partial' if issued else 'none', 'result')
