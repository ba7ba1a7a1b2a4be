# SPDX-License-Identifier: Apache-2.0
"""Starts what is to be measured on a fresh folder, puts a load on it, ends it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
START_S = 15
END_S = 60
JOBS_A_WORKER = 1000  # in flight for one worker of each department; its credit is at most 1024


def folder_in(place):
    """A folder of one's own there, for what is removed at the end with all that is in it."""
    os.makedirs(place, exist_ok=True)
    return tempfile.mkdtemp(prefix='tongfa-bench-', dir=place)


def end(process, must_write):
    """Without waiting for work that is out, unless what it counted must be written."""
    if must_write:
        process.terminate()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            print(f'bench: {process.args[0]} does not end, is killed', file=sys.stderr)
    process.kill()
    process.wait()


class Target:
    """One program to measure. `command` and `load` are filled with {data}, {sockets}, {port}."""

    def __init__(self, name, kind, command, load, **more):
        self.name = name
        self.kind = kind
        self.command = command
        self.load = load
        self.takes_batches = more.get('takes_batches', False)
        self.ready = more.get('ready')  # a socket file; None: the port answers
        self.is_counted = more.get('is_counted', True)  # its syncs can be
        self.in_flight_max = more.get('in_flight_max', 1 << 30)


def tongfa(options, name, kind, command):
    load = [os.path.join(options.bin, 'bench-load'), '--counter', 'ipc://{sockets}/c',
            '--office', 'ipc://{sockets}/o', '--procedure', os.path.join(HERE, 'five.yaml')]
    doors = ['--data', '{data}/journal', '--counter', 'ipc://{sockets}/c',
             '--office', 'ipc://{sockets}/o']
    return Target(name, kind, command + doors, load, takes_batches=True, ready='{sockets}/o')


def broker(options, program, name='broker'):
    return tongfa(options, name, 'broker', [program, '--log-level', 'error'])


def compared(options):
    """The same broker twice, or what somebody wants to know of two."""
    return [broker(options, program, name) for program, name in zip(options.compare, 'AB')]


def targets(options):
    """Everything that is there to be measured."""
    ours = broker(options, os.path.join(options.bin, 'tongfa-broker'))
    ceiling = [os.path.join(options.bin, 'bench-ceiling'), '--records', records_of(options, ours)]
    return [tongfa(options, 'ceiling', 'ceiling', ceiling),
            tongfa(options, 'ceiling-thread', 'ceiling', ceiling + ['--thread']),
            ours] + others(options)


def others(options):
    """Other systems, as far as they are installed."""
    found = []
    beanstalk = [os.path.join(options.bin, 'bench-beanstalk'), '--port', '{port}']
    # With a sync for each write 2,000 bundles take a quarter of a minute to go round once.
    for name, wait_ms, in_flight_max in (('beanstalkd-50ms', '50', 2000),
                                         ('beanstalkd-sync', '0', 200)):
        if shutil.which('beanstalkd') and os.path.exists(beanstalk[0]):
            command = ['beanstalkd', '-l', '127.0.0.1', '-p', '{port}', '-b', '{data}']
            found.append(Target(name, name, command + ['-f', wait_ms], beanstalk,
                                in_flight_max=in_flight_max))
    nats = [os.path.join(options.bin, 'bench-jetstream'), '--url', 'nats://127.0.0.1:{port}']
    if shutil.which('nats-server') and os.path.exists(nats[0]):
        command = ['nats-server', '-a', '127.0.0.1', '-p', '{port}', '-js', '-sd', '{data}']
        found.append(Target('jetstream', 'jetstream', command, nats, is_counted=False))
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(('127.0.0.1', port)) == 0


def records_of(options, target):
    """How large the broker's records are, from a short run; so the ceiling writes as much."""
    with Running(target, options) as running:
        running.drive(['--in-flight', '50', '--seconds', '0.5', '--warmup', '0'])
        running.stop()
        words = subprocess.run(
            [os.path.join(options.bin, 'bench-records'), running.data + '/journal'],
            stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    return words[0]


class Running:
    """A target at work in a folder of its own."""

    def __init__(self, target, options):
        self.target = target
        self.options = options
        self.data = tempfile.mkdtemp(dir=options.folder)
        self.sockets = tempfile.mkdtemp(prefix='tfb')  # a short path: sockets' names are bounded
        self.syncs = os.path.join(self.data, 'syncs')
        self.port = free_port()
        self.places = {'data': self.data, 'sockets': self.sockets, 'port': self.port}
        self.process = None

    def __enter__(self):
        environment = dict(os.environ)
        if self.target.is_counted:
            with open(self.syncs, 'wb') as file:
                file.write(bytes(8))
            library = os.path.join(os.path.dirname(self.options.bin.rstrip('/')), 'lib',
                                   'libbench_syncs.so')
            environment.update(LD_PRELOAD=library, TONGFA_BENCH_SYNCS=self.syncs)
        with open(os.path.join(self.sockets, 'log'), 'wb') as log:
            self.process = subprocess.Popen(self.fill(self.target.command), env=environment,
                                            stdout=log, stderr=log)
        self.wait_until_ready()
        return self

    def fill(self, words):
        return [word.format(**self.places) for word in words]

    def wait_until_ready(self):
        until = time.monotonic() + START_S
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f'bench/run: {self.target.name} does not start: {self.log()}')
            time.sleep(0.01)

    def is_ready(self):
        if self.target.ready is None:
            return answers(self.port)
        return os.path.exists(self.target.ready.format(**self.places))

    def log(self):
        with open(os.path.join(self.sockets, 'log'), encoding='utf-8', errors='replace') as file:
            return file.read()[-2000:]

    def drive(self, words):
        command = self.fill(self.target.load) + ['--pid', str(self.process.pid),
                                                 '--data', self.data] + words
        if self.target.is_counted:
            command += ['--syncs', self.syncs]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)
        if done.returncode != 0:
            raise SystemExit(f'bench/run: {" ".join(command)}\n{done.stderr}{self.log()}')
        return json.loads(done.stdout)

    def stop(self):
        end(self.process, self.options.train)

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def run(target, options, in_flight, mode):
    """One measurement: a dictionary of figures."""
    workers = max(1, -(-in_flight // JOBS_A_WORKER))
    words = ['--in-flight', str(in_flight), '--seconds', str(options.seconds),
             '--warmup', str(options.warmup)]
    if target.takes_batches:
        words += ['--mode', mode, '--workers', str(workers)]
    with Running(target, options) as running:
        sample = running.drive(words)
    sample.update(target=target.name, kind=target.kind)
    return sample


def idle(options):
    """What a thousand workers without work cost a broker."""
    target = broker(options, os.path.join(options.bin, 'tongfa-broker'))
    target.load = [os.path.join(options.bin, 'bench-idle'), '--office', 'ipc://{sockets}/o',
                   '--procedure', os.path.join(HERE, 'five.yaml')]
    with Running(target, options) as running:
        return running.drive(['--workers', '1000', '--seconds', str(2 * options.seconds),
                              '--warmup', str(options.warmup)])
