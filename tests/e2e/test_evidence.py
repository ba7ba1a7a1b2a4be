#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Signed checkpoints, witnesses and receipts: made by a real broker, checked without it."""

import hashlib
import json
import os
import shutil
import signal
import struct

from tongfa_cli import Cli, text
from tongfa_e2e import Place, check, equal, main, test, wait_until
from tongfa_peer import fact_of, five_permits, single, unpack, FIVE_DEPARTMENTS, FIVE_MILESTONES

OFTEN = ('--sign-after-records', '10', '--sign-after-ms', '50')


def kept(path):
    """The lines of a witness's file."""
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


class Hall:
    """A broker that signs often, with bundles of one stage, and a worker for them."""

    def __init__(self, place, *arguments):
        self.place = place
        self.broker = place.broker(*OFTEN, *arguments)
        place.operator(self.broker).publish(single())
        self.connect()
        self.count = 0

    def connect(self):
        self.cli = Cli(self.place, self.broker)
        self.counter = self.place.submitter(self.broker)
        self.worker = self.place.worker(self.broker, 'planning', credit=1000)

    def again(self):
        """A new broker on the same data."""
        self.broker = self.place.broker(*OFTEN)
        self.connect()

    def grant(self, count):
        for _ in range(count):
            self.count += 1
            self.counter.submit(f'k{self.count}', 'single')
            self.worker.verdict(self.worker.take('JOB'), 'grant')

    def newest(self):
        return self.counter.ask('CHECKPOINT')['position']

    def signed_up_to_now(self):
        """Wait until all that is recorded is signed; the position."""
        position = self.counter.ask('PING')['position']
        return wait_until(lambda: self.newest() == position and position, 'a signed checkpoint')


@test('a broker signs when it begins, now and then, and when it ends; restarts go on from there')
def _():
    with Place() as place:
        hall = Hall(place)
        first = hall.counter.ask('CHECKPOINT', after=True)
        equal((first['position'], first['chain']), (0, bytes(32)))
        hall.grant(5)
        newest = hall.signed_up_to_now()
        check(newest > 20, 'more than twenty facts')
        hall.counter.submit('last', 'single')
        equal(hall.broker.stop(), 0)
        lines = hall.cli.lines('journal', 'checkpoints', '--data', hall.broker.data)
        equal([line['position'] for line in lines], sorted({line['position'] for line in lines}))
        verified = hall.cli.one('journal', 'verify', '--data', hall.broker.data)
        equal(lines[-1]['position'], verified['records'], 'signed when it drained')
        equal(lines[-1]['chain'], verified['chain'])
        equal(verified['signed_checkpoints'], len(lines))
        hall.again()
        equal(hall.newest(), lines[-1]['position'])
        equal(hall.counter.ask('CHECKPOINT', position=newest)['position'], newest)
        equal(hall.counter.refused('CHECKPOINT', position=10 ** 6, after=True)['name'],
              'CHECKPOINT_UNKNOWN')
        office = place.operator(hall.broker)
        equal(office.ask('CHECKPOINT')['public_key'], first['public_key'])


@test('the key is made once, 0600, and is never sent; one that others can read is refused')
def _():
    with Place() as place:
        hall = Hall(place)
        path = os.path.join(hall.broker.data, 'signing.key')
        equal(os.stat(path).st_mode & 0o7777, 0o600)
        public = hall.broker.wait_line('signs with public key ([0-9a-f]{64})')[1]
        equal(hall.cli.run('key').out, [public])
        equal(hall.cli.one('key', '--data', hall.broker.data)['public_key'], public)
        hall.broker.kill()
        with open(path, encoding='ascii') as file:
            seed = file.read()
        os.chmod(path, 0o644)
        refused = place.broker(ready=False)
        equal(refused.wait(), 69)
        refused.wait_line('can be read by others')
        os.chmod(path, 0o600)
        place.write('b/signing.key', 'no key\n')
        equal(place.broker(ready=False).wait(), 65)
        # Another key: signed checkpoints of both stay good, and the new one signs at once.
        os.remove(path)
        hall.broker = place.broker('--signing-key', place.path('elsewhere.key'))
        hall.connect()
        other = wait_until(lambda: hall.cli.run('key').out[0] != public and
                           hall.cli.run('key').out[0], 'the other key')
        equal(hall.broker.stop(), 0)
        equal(hall.cli.one('journal', 'verify', '--data', hall.broker.data)['problems'], 0)
        check(os.path.exists(place.path('elsewhere.key')) and not os.path.exists(path), 'its place')
        with open(place.path('elsewhere.key'), encoding='ascii') as file:
            check(file.read() not in (seed, other), 'a key of its own')


@test('a witness keeps each signed checkpoint once, over restarts of broker and witness')
def _():
    with Place() as place:
        hall = Hall(place)
        path = place.path('witness')
        witness = hall.cli.start('witness', path, '--timeout', '0')
        hall.grant(5)
        newest = hall.signed_up_to_now()
        wait_until(lambda: kept(path) and kept(path)[-1]['position'] == newest, 'its last line')
        hall.broker.kill()
        hall.again()
        hall.grant(5)
        newest = hall.signed_up_to_now()
        wait_until(lambda: kept(path)[-1]['position'] == newest, 'a line of the next broker')
        second = hall.cli.run('witness', path, status=75)
        check('another witness' in '\n'.join(second.err), second.err)
        witness.signal(signal.SIGINT)
        equal(witness.wait(), 0)
        with open(path, 'a', encoding='utf-8') as file:
            file.write('{"journal":"00')  # the witness died while it wrote
        hall.grant(5)
        newest = hall.signed_up_to_now()
        key = hall.cli.run('key').out[0]
        hall.cli.run('witness', path, '--end', '--key', key, '--quiet')
        lines = kept(path)
        equal(lines[-1]['position'], newest)
        table = hall.cli.lines('journal', 'checkpoints', '--data', hall.broker.data)
        equal(lines, table)
        out = hall.cli.lines('journal', 'verify', '--data', hall.broker.data, '--witness', path,
                             '--key', key)
        equal((out[-1]['witness_agrees'], out[-1]['agreed']), (True, newest))
        hall.cli.run('witness', place.path('w2'), '--end', '--key', '00' * 32, status=4)


@test('a journal that was rolled back is found by the witness, live and offline')
def _():
    with Place() as place:
        hall = Hall(place)
        path = place.path('witness')
        hall.grant(3)
        equal(hall.broker.stop(), 0)
        shutil.copytree(hall.broker.data, place.path('old'))
        hall.again()
        hall.grant(5)
        hall.signed_up_to_now()
        hall.cli.run('witness', path, '--end')
        signed = kept(path)[-1]['position']
        equal(hall.broker.stop(), 0)

        shutil.rmtree(hall.broker.data)
        shutil.copytree(place.path('old'), hall.broker.data)
        ends = hall.cli.one('journal', 'verify', '--data', hall.broker.data)['records']
        out = hall.cli.lines('journal', 'verify', '--data', hall.broker.data, '--witness', path,
                             status=3)
        equal(out[-1]['witness_agrees'], False)
        equal(out[-2]['position'], ends + 1)
        check('rolled back' in out[-2]['problem'], out[-2])

        hall.again()
        error = hall.cli.error('witness', path, '--end', status=3)
        check('rolled back' in error['text'], error)
        while hall.counter.ask('PING')['position'] <= signed:
            hall.grant(1)
        hall.signed_up_to_now()
        before = kept(path)
        hall.cli.error('witness', path, '--end', status=3)
        equal(kept(path), before)
        out = hall.cli.lines('journal', 'verify', '--data', hall.broker.data, '--witness', path,
                             status=3)
        check('chained anew' in out[-2]['problem'], out[-2])
        place.write('bad', '{"journal":"x"}\n')
        hall.cli.error('journal', 'verify', '--data', hall.broker.data, '--witness',
                       place.path('bad'), status=65)


def content_hash(procedure, version, priority, application):
    """SPEC 13.6."""
    parts = [procedure.encode().ljust(32, b'\0'), struct.pack('<I', version),
             bytes([priority]), application]
    whole = b''.join(struct.pack('<Q', len(part)) + part for part in parts)
    return hashlib.blake2b(whole, digest_size=16).digest()


@test('a receipt is the record with its chain, and the content hash is that of SPEC')
def _():
    with Place() as place:
        hall = Hall(place)
        application = b'\x82\xa4name\xa4wang\xa4area\xcc\xc8'
        bundle = hall.counter.submit('sent', 'single', application=application)['bundle']
        signed = hall.counter.ask('RECEIPT', bundle=bundle, of=1)
        fact = fact_of(signed)
        equal((fact['type'], fact['position'], fact['body'][8]),
              ('BUNDLE_SUBMITTED', signed['position'], application))
        equal(fact['body'][6], content_hash('single', 0, 4, application))
        chain = hashlib.blake2b(signed['chain_before'] + struct.pack('>Q', signed['position'])
                                + signed['record'], digest_size=32).digest()
        equal(signed['chain'], chain)
        named = hall.counter.submit('named', 'single', version=1, application=application)
        body = unpack(hall.counter.ask('RECEIPT', bundle=named['bundle'], of=1)['record'])[4]
        equal(body[6], content_hash('single', 1, 4, application))
        names = [hall.counter.refused('RECEIPT', **fields)['name'] for fields in (
            {'bundle': 99, 'of': 1}, {'bundle': bundle, 'of': 3, 'stage': 'none'},
            {'bundle': bundle, 'of': 5, 'position': 1}, {'bundle': bundle, 'of': 5,
                                                         'position': 10 ** 9},
            {'bundle': bundle, 'of': 3, 'stage': 'review'},
            {'bundle': bundle, 'of': 4, 'stage': 'review'}, {'bundle': bundle})]
        equal(names, ['BUNDLE_UNKNOWN', 'STAGE_UNKNOWN', 'POSITION_UNKNOWN', 'POSITION_UNKNOWN',
                      'NOT_DECIDED', 'NOT_DECIDED', 'FIELD_MISSING'])


@test('receipts of submission and decision are verified without broker and data, in words')
def _():
    with Place() as place:
        broker = place.broker()
        place.operator(broker).publish(five_permits())
        counter = place.submitter(broker, 'wang')
        workers = [place.worker(broker, name, credit=1) for name in FIVE_DEPARTMENTS]
        application = {'procedure': 'five-permits', 'key': 'k1', 'application': {'area': 200}}
        cli = Cli(place, broker)
        bundle = cli.lines('submit', place.write('bundle.json', application))[0]['bundle']
        jobs = [worker.take('JOB') for worker in workers]
        cli.error('receipt', bundle, '--stage', 'land-use', status=1)
        for worker, job in zip(workers, jobs):
            worker.verdict(job, 'grant')
        sealed = place.path('sealed')
        cli.run('receipt', bundle, '--stage', 'land-use', '--output', sealed)
        for milestone in FIVE_MILESTONES:
            counter.ask('SIGNAL', bundle=bundle, milestone=milestone)
        key = cli.run('key').out[0]
        issued = place.path('issued')
        cli.run('receipt', '--key', 'k1', '--stage', 'land-use', '--output', issued)
        plain = place.write('plain', text(cli.run('receipt', bundle)) + '\n')
        cli.run('receipt', bundle, '--output', issued, status=74)  # never written over
        broker.kill()
        shutil.rmtree(broker.data)

        def verify(path, *options, **how):
            return cli.run('receipt', 'verify', path, '--key', key, *options, **how)

        words = text(verify(issued))
        for word in ('GENUINE', 'wang submits "k1"', 'land-use: grant by land-1',
                     'land-use 2', 'construction 2', 'content hash'):
            check(word in words, f'{word!r} is not in {words}')
        words = text(verify(sealed))
        check('grant by land-1' in words and 'issued together' not in words, words)
        out = cli.one('receipt', 'verify', plain, '--key', key)
        equal([fact['type'] for fact in out['facts']], ['PROCEDURE_PUBLISHED', 'BUNDLE_SUBMITTED'])
        verify(plain, '--application', place.path('bundle.json'))
        verify(plain, '--application', place.write('a.json', {'area': 200}))
        verify(plain, '--application', place.write('o.json', {'area': 201}), status=5)
        with open(place.path('a.bin'), 'wb') as file:
            file.write(b'\x81\xa4area\xcc\xc8')
        verify(plain, '--application', place.path('a.bin'))
        cli.run('receipt', 'verify', plain, '--key', '11' * 32, status=4)
        cli.run('receipt', 'verify', plain, status=64)
        verify(place.path('none'), status=66)
        verify(place.write('no', 'no receipt'), status=65)

        with open(issued, 'rb') as file:
            whole = file.read()
        for at in range(0, len(whole), len(whole) // 40):  # test_client_evidence flips every bit
            changed = bytearray(whole)
            changed[at] ^= 1 << at % 8
            with open(place.path('changed'), 'wb') as file:
                file.write(changed)
            process = cli.start('receipt', 'verify', place.path('changed'), '--key', key)
            check(process.wait() in (3, 65), f'byte {at}: exit code {process.wait()}')


COUNTER = """name: hall
version: 1
title: A counter before the review
intake: { counter: true, within: 5 working days, correct_within: 10 working days }
stages: { review: { title: Review, department: planning } }
"""


@test('who accepted or did not, when and why, is proved by a receipt (许可法 32)')
def _():
    with Place() as place:
        broker = place.broker()
        cli = Cli(place, broker)
        cli.run('publish', place.write('hall.yaml', COUNTER))
        for key in ('a', 'b'):
            cli.run('submit', place.write(f'of-{key}', {'procedure': 'hall', 'key': key, 'application': {}}))
        cli.run('receipt', 1, 'acceptance', status=1)  # nobody has said anything
        cli.run('act', 'accept', 1, '--role', 'clerk', '--as', 'li')
        cli.run('act', 'not_accept', 2, '--role', 'clerk', '--as', 'li', '--reason',
                'not our matter', '--on', 'province')
        key = cli.run('key').out[0]
        for bundle, path in ((1, place.path('first')), (2, place.path('second'))):
            cli.run('receipt', bundle, 'acceptance', '--output', path)
        broker.kill()
        shutil.rmtree(broker.data)
        accepted = text(cli.run('receipt', 'verify', place.path('first'), '--key', key))
        check('GENUINE' in accepted and 'accept' in accepted and 'li' in accepted, accepted)
        other = text(cli.run('receipt', 'verify', place.path('second'), '--key', key))
        check('not our matter' in other and 'province' in other, other)


@test('facts of two bundles, each signed, do not make one receipt')
def _():
    with Place() as place:
        hall = Hall(place)
        hall.grant(2)
        key = hall.cli.run('key').out[0]
        one = json.loads(text(hall.cli.run('receipt', 1)))
        other = json.loads(text(hall.cli.run('receipt', 2, '--stage', 'review')))

        def verify(receipt, status):
            path = place.write('mixed', json.dumps(receipt, indent=2) + '\n')
            hall.cli.run('receipt', 'verify', path, '--key', key, status=status)

        verify(one, 0)
        verify({**one, 'facts': one['facts'] + other['facts'][2:]}, 3)
        verify({**one, 'facts': other['facts'][2:]}, 3)
        verify({**one, 'facts': one['facts'][1:]}, 0)  # fewer names, as genuine
        verify({**one, 'facts': one['facts'][::-1]}, 3)
        verify({**one, 'facts': []}, 65)


if __name__ == '__main__':
    main()
