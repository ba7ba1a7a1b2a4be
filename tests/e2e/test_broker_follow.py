#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Followers: every fact once and in order, from any position, with credit and filters."""

import msgpack

from tongfa_e2e import Place, check, equal, main, test
from tongfa_peer import fact_of, single


def follow(peer, count, request_id='f', more=0):
    """The next `count` facts that a follower is sent."""
    facts = []
    while len(facts) < count:
        page = peer.answer(request_id)
        facts += [fact_of(fact) for fact in page['facts']]
        if more:
            peer.send('MORE', credit=more)
    return facts


FACTS_EACH = 5  # of a bundle with one stage: submitted, leased, granted, issued, ended


class Filled:
    """A broker with some bundles of two submitters, all granted."""

    def __init__(self, place, count):
        self.broker = place.broker()
        place.operator(self.broker).publish(single())
        self.wang = place.submitter(self.broker, 'wang')
        self.li = place.submitter(self.broker, 'li')
        worker = place.worker(self.broker, 'planning', credit=count)
        for i in range(count):
            (self.wang if i % 2 else self.li).submit(f'k{i}', 'single')
        for _ in range(count):
            worker.verdict(worker.take('JOB'), 'grant')
        self.position = self.wang.ask('STATS')['position']


@test('a follower reads every fact once and in order, then live')
def _():
    with Place() as place:
        filled = Filled(place, 60)
        peer = place.submitter(filled.broker, 'screen')
        peer.send('FOLLOW', 'f', from_=1, credit=60000)
        facts = follow(peer, filled.position)
        equal([fact['position'] for fact in facts], list(range(1, filled.position + 1)))
        filled.wang.submit('one more', 'single')
        live = follow(peer, 1)
        equal([fact['type'] for fact in live], ['BUNDLE_SUBMITTED'])
        equal(live[0]['position'], filled.position + 1)


@test('a follower starts at any position and is told when it has read everything')
def _():
    with Place() as place:
        filled = Filled(place, 5)
        peer = place.submitter(filled.broker, 'screen')
        peer.send('FOLLOW', 'f', from_=filled.position, credit=10)
        page = peer.answer('f')
        equal((len(page['facts']), page['next'], page['is_live']),
              (1, filled.position + 1, True))
        peer.send('FOLLOW', 'g', from_=filled.position + 1, credit=10)
        page = peer.answer('g')
        equal((page['facts'], page['is_live']), ([], True))
        for wrong in (filled.position + 2, 1 << 63):
            equal(peer.refused('FOLLOW', from_=wrong, credit=1)['name'], 'POSITION_UNKNOWN')
        filled.wang.submit('one more', 'single')
        equal(follow(peer, 1, 'g')[0]['position'], filled.position + 1,
              'a refused FOLLOW leaves the running one alone')


@test('no more facts come than there is credit for, and MORE goes on where it stopped')
def _():
    with Place() as place:
        filled = Filled(place, 20)
        peer = place.submitter(filled.broker, 'screen')
        peer.send('FOLLOW', 'f', from_=1, credit=7)
        equal(len(follow(peer, 7)), 7)
        peer.ask('PING')
        check(not [one for one in peer.inbox if one['type'] == 'FACTS'], 'facts without credit')
        peer.send('MORE', credit=5)
        equal([fact['position'] for fact in follow(peer, 5)], list(range(8, 13)))
        peer.send('MORE', credit=60000)
        equal(follow(peer, filled.position - 12)[-1]['position'], filled.position)
        peer.send('UNFOLLOW')
        filled.wang.submit('one more', 'single')
        peer.ask('PING')
        peer.ask('PING')
        check(not [one for one in peer.inbox if one['type'] == 'FACTS' and one['facts']],
              'facts after UNFOLLOW')


@test('filters by type, bundle and submitter let through what they name')
def _():
    with Place() as place:
        filled = Filled(place, 30)
        peer = place.submitter(filled.broker, 'screen')
        peer.send('FOLLOW', 'types', from_=1, credit=60000, types=1 << 20)
        facts = follow(peer, 30, 'types')
        equal({fact['type'] for fact in facts}, {'BUNDLE_ENDED'})
        peer.send('FOLLOW', 'bundle', from_=1, credit=60000, bundle=7)
        facts = follow(peer, FACTS_EACH, 'bundle')
        equal({fact['bundle'] for fact in facts}, {7})
        own = {image['bundle'] for image in
               (filled.li.ask('SHOW', key=f'k{i}')['image'] for i in range(0, 30, 2))}
        peer.send('FOLLOW', 'li', from_=1, credit=60000, submitter='li')
        facts = follow(peer, 15 * FACTS_EACH, 'li')
        equal({fact['bundle'] for fact in facts}, own)
        equal(len(facts), 15 * FACTS_EACH)
        filled.wang.submit('not for li', 'single')
        filled.li.submit('for li', 'single')
        equal(follow(peer, 1, 'li')[0]['body'][4], 'for li')


@test('the filter by submitter also knows bundles that ended before the last start')
def _():
    with Place() as place:
        filled = Filled(place, 12)
        equal(filled.broker.stop(), 0)
        broker = place.broker()
        peer = place.submitter(broker, 'screen')
        peer.send('FOLLOW', 'f', from_=1, credit=60000, submitter='wang')
        facts = follow(peer, 6 * FACTS_EACH)
        equal({fact['body'][3] for fact in facts if fact['type'] == 'BUNDLE_SUBMITTED'}, {'wang'})


@test('a follower that grants no credit does not hold up the others')
def _():
    with Place() as place:
        filled = Filled(place, 40)
        idle = [place.submitter(filled.broker, f'idle{i}') for i in range(5)]
        for peer in idle:
            peer.send('FOLLOW', 'f', from_=1, credit=0)
        busy = [place.submitter(filled.broker, f'busy{i}') for i in range(5)]
        for peer in busy:
            peer.send('FOLLOW', 'f', from_=1, credit=50)
        for peer in busy:
            facts = follow(peer, filled.position, more=50)
            equal(facts[-1]['position'], filled.position)
        equal(filled.wang.ask('STATS')['followers'], 10)


@test('history comes newest first in pages that lead to each other')
def _():
    with Place() as place:
        filled = Filled(place, 3)
        whole = filled.wang.history(2)
        equal([fact['type'] for fact in whole],
              ['BUNDLE_SUBMITTED', 'JOBS_LEASED', 'VERDICT_GIVEN', 'PERMITS_ISSUED',
               'BUNDLE_ENDED'])
        before, pages = None, []
        while before != 0:
            page = filled.wang.ask('HISTORY', bundle=2, before=before, limit=2)
            pages += [fact['position'] for fact in page['facts']]
            before = page['next'] or 0
        equal(pages, [fact['position'] for fact in reversed(whole)])
        middle = whole[3]['position']
        page = filled.wang.ask('HISTORY', bundle=2, before=middle + 1, limit=1)
        equal(page['facts'][0]['position'], middle)
        equal(filled.wang.refused('HISTORY', bundle=99, limit=1)['name'], 'BUNDLE_UNKNOWN')


@test('what is asked about is answered: definition, statistics, waits')
def _():
    with Place() as place:
        filled = Filled(place, 2)
        definition = filled.wang.ask('DEFINITION', procedure='single')
        encoded = msgpack.unpackb(definition['encoded'], strict_map_key=False)
        equal((encoded[1], encoded[2], encoded[5][0][2]), ('single', 1, 'planning'))
        equal(filled.wang.refused('DEFINITION', procedure='single', version=2)['name'],
              'PROCEDURE_UNKNOWN')
        statistics = filled.wang.ask('STATS')
        equal((statistics['bundles_submitted'], statistics['bundles_ended'],
               statistics['permits_issued']), (2, 2, 2))
        equal([one['department'] for one in statistics['departments']], ['planning'])
        equal(filled.wang.ask('STATS', after='planning')['departments'], [])
        bundle = filled.wang.submit('waits', 'single')['bundle']
        wait = filled.wang.ask('EXPLAIN', bundle=bundle)['waits'][0]
        equal((wait['stage'], wait['kind'], wait['department']), ('review', 3, 'planning'))
        equal(filled.wang.ask('SHOW', bundle=bundle)['key'], 'waits')


if __name__ == '__main__':
    main()
