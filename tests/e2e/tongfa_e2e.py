# SPDX-License-Identifier: Apache-2.0
"""Support for end-to-end tests: real processes in temporary folders, conditions, TAP.

    from tongfa_e2e import Place, check, equal, main, test

    @test('a bundle is shown by its key')
    def _():
        with Place() as place:
            broker = place.broker()
            peer = place.submitter(broker, 'wang')
            ...

    if __name__ == '__main__':
        main()

A Place owns a folder and every process that was started in it. Leaving it ends them all (nothing
outlives a test), and fails the test if one of them crashed or a sanitizer spoke up. Nothing
sleeps for a time; everything waits for a condition, with a deadline. TONGFA_BIN names the folder of
the programs, TONGFA_SOURCE the checkout.
"""

import contextlib
import glob
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

SOURCE = os.environ.get('TONGFA_SOURCE') or os.path.abspath(
    os.path.join(os.path.dirname(__file__), '..', '..'))
BIN = os.environ.get('TONGFA_BIN') or os.path.join(SOURCE, 'build', 'dev', 'bin')
WAIT_S = float(os.environ.get('TONGFA_WAIT_S', '20'))  # a condition that takes longer is a failure

# What is ended by SIGKILL leaves no counters behind: where they are wanted it is asked to end first.
ENDS_SOFTLY = 'TONGFA_COUNTS' in os.environ
RUN_UNDER = os.environ.get('TONGFA_RUN_UNDER', '').split()  # valgrind and its options
THREADS_WATCHED = 'TONGFA_THREADS_WATCHED' in os.environ

SANITIZER = re.compile(r'(ERROR|WARNING): \w+Sanitizer|^==\d+== |runtime error: |Assertion .* failed')


class Failed(AssertionError):
    """What a test found wrong."""


def check(condition, what):
    if not condition:
        raise Failed(what)


def equal(got, wanted, what=''):
    if got != wanted:
        raise Failed(f'{what + ": " if what else ""}got {got!r}, wanted {wanted!r}')


def wait_until(condition, what, seconds=None, poll_s=0.01):
    """The first true value of condition(). Returns as soon as there is one."""
    deadline = time.monotonic() + (seconds or WAIT_S)
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f'waited in vain for: {what() if callable(what) else what}')
        time.sleep(poll_s)


def program(name):
    path = os.path.join(BIN, name)
    check(os.access(path, os.X_OK), f'{path} is not built; set TONGFA_BIN')
    return path


class Process:
    """A program under test. Its two outputs are kept as lists of lines."""

    def __init__(self, name, arguments, cwd, environment=None, stdin=None, limits=None):
        self.name = name
        self.out = []
        self.err = []
        self.may_fail = False  # it may end in any way but a crash
        self.child = subprocess.Popen(
            [*RUN_UNDER, program(name), *map(str, arguments)], cwd=cwd, bufsize=0,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=(lambda: self._limit(limits)) if limits else None)
        self.pumps = [threading.Thread(target=self._pump, args=pair, daemon=True) for pair in
                      [(self.child.stdout, self.out), (self.child.stderr, self.err)]]
        for pump in self.pumps:
            pump.start()
        if stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it may have ended already
                self.child.stdin.write(stdin if isinstance(stdin, bytes) else stdin.encode())
                self.child.stdin.close()

    @staticmethod
    def _limit(limits):
        """limits: resource.RLIMIT_... -> value."""
        for kind, value in limits.items():
            resource.setrlimit(kind, (value, value))

    @staticmethod
    def _pump(stream, lines):
        for raw in iter(stream.readline, b''):
            lines.append(raw.decode('utf-8', 'replace').rstrip('\n'))

    @property
    def pid(self):
        return self.child.pid

    def is_running(self):
        return self.child.poll() is None

    def wait_line(self, pattern, stream='err', seconds=None, after=0):
        """The match of the first line from number `after` on that fits the pattern."""
        lines = self.err if stream == 'err' else self.out
        seen = after

        def look():
            nonlocal seen
            ended = not self.is_running()
            if ended:
                self._join()
            while seen < len(lines):
                match = re.search(pattern, lines[seen])
                seen += 1
                if match:
                    return match
            if ended:
                raise Failed(f'{self.name} ended with {self.child.returncode} before it wrote '
                             f'/{pattern}/: {self.tail()}')
            return None

        return wait_until(look, lambda: f'/{pattern}/ from {self.name}; it wrote: {self.tail()}',
                          seconds)

    def tail(self, count=12):
        return '\n'.join(['', *(self.out + self.err)[-count:]])

    def _join(self):
        for pump in self.pumps:
            pump.join(5)

    def wait(self, seconds=None):
        """The exit status (minus the signal's number where one ended it)."""
        try:
            self.child.wait(seconds or WAIT_S)
        except subprocess.TimeoutExpired:
            raise Failed(f'{self.name} does not end: {self.tail()}') from None
        self._join()
        return self.child.returncode

    def signal(self, number):
        self.child.send_signal(number)

    def stop(self, seconds=None):
        """SIGTERM, then the exit status."""
        if self.is_running():
            self.child.terminate()
        return self.wait(seconds)

    def kill(self):
        """SIGKILL, and wait until it is gone."""
        if self.is_running():
            self.child.kill()
        return self.wait()

    def rss_bytes(self):
        """Resident memory, files not counted. ThreadSanitizer and valgrind take several times
        what the program takes: where they watch there is nothing to measure, and this is 0."""
        if THREADS_WATCHED or RUN_UNDER:
            return 0
        with open(f'/proc/{self.pid}/status', encoding='ascii') as status:
            return int(re.search(r'RssAnon:\s+(\d+) kB', status.read())[1]) * 1024

    def complaint(self):
        """Why this process spoils the test it ran in, or None."""
        for line in self.err:
            if SANITIZER.search(line):
                return f'{self.name}: {line}\n' + '\n'.join(self.err[-60:])
        status = self.child.returncode
        crashed = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
        if status < 0 and -status in crashed:
            return f'{self.name} crashed by {signal.Signals(-status).name}: {self.tail()}'
        return None


def slow_options(given):
    """Options of a broker that a slow way of running needs besides those that were given."""
    options = []
    if WAIT_S > 20 and '--liveness-ms' not in given and '--heartbeat-ms' not in given:
        options += ['--liveness-ms', 120000]  # nobody is given up for being slow
    if RUN_UNDER and '--map-bytes' not in given:
        options += ['--map-bytes', '1GiB']  # valgrind has less address space to give
    return options


class Broker(Process):
    """tongfa-broker in a folder of its own; knows its two doors."""

    def __init__(self, place, data, arguments, environment, limits):
        self.data = data
        self.counter = f'ipc://{data}-counter'
        self.office = f'ipc://{data}-office'
        super().__init__('tongfa-broker', [
            '--data', data, '--counter', self.counter, '--office', self.office,
            *slow_options(arguments), *arguments], place.folder, environment, limits=limits)

    def ready(self):
        return self.wait_line(r'\bready\b')


class Place:
    """A temporary folder with processes in it."""

    def __init__(self):
        # Short, since the path of an ipc endpoint may have 107 bytes only.
        self.folder = tempfile.mkdtemp(prefix='tongfa-', dir='/tmp')
        self.processes = []
        self.closers = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        for closer in self.closers:
            closer()
        for process in self.processes:
            if process.is_running():
                self._end(process)
            process.child.wait()
            process._join()
            process.child.stdout.close()
            process.child.stderr.close()
        self._end_orphans()
        complaints = list(filter(None, (process.complaint() for process in self.processes)))
        if kind is not None:
            for process in self.processes:
                print(f'# {process.name} ({process.child.returncode}) wrote last:' +
                      process.tail(30).replace('\n', '\n#   '))
        shutil.rmtree(self.folder, ignore_errors=True)
        if complaints and kind is not None:
            print('# ' + '\n'.join(complaints).replace('\n', '\n#   '))
        elif complaints:
            raise Failed('\n'.join(complaints))

    @staticmethod
    def _end(process):
        if ENDS_SOFTLY:
            process.signal(signal.SIGCONT)
            process.signal(signal.SIGTERM)
            try:
                process.child.wait(3)
            except subprocess.TimeoutExpired:
                pass
        process.child.kill()

    def _end_orphans(self):
        """What a worker that was killed leaves behind works on in its folder."""
        for link in glob.glob('/proc/[0-9]*/cwd'):
            try:
                if os.readlink(link) == self.folder:
                    os.kill(int(link.split('/')[2]), signal.SIGKILL)
            except OSError:
                pass  # it ended meanwhile, or is somebody else's

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        """A file in the folder; anything but text is written as JSON."""
        with open(self.path(name), 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str)
                       else json.dumps(content, ensure_ascii=False))
        return self.path(name)

    def start(self, name, *arguments, environment=None, stdin=None, limits=None):
        """Start one of the programs; it is ended with the place."""
        process = Process(name, arguments, self.folder, environment, stdin, limits)
        self.processes.append(process)
        return process

    def broker(self, *arguments, data='b', ready=True, environment=None, limits=None):
        """Start a broker. The same `data` again is a restart on the same journal."""
        broker = Broker(self, self.path(data), arguments, environment, limits)
        self.processes.append(broker)
        if ready:
            broker.ready()
        return broker

    def run(self, name, *arguments, environment=None, stdin=None, seconds=None):
        """Run one of the programs to its end; the Process has status, out and err."""
        process = self.start(name, *arguments, environment=environment, stdin=stdin)
        process.status = process.wait(seconds)
        return process

    def peer(self, endpoint, **hello):
        """A peer that speaks the protocol (tongfa_peer.py); with fields, it said HELLO."""
        from tongfa_peer import Peer  # needs python3-zmq, which not every test does
        peer = Peer(endpoint)
        self.closers.append(peer.close)
        if hello:
            peer.hello(**hello)
        return peer

    def submitter(self, broker, principal='wang'):
        return self.peer(broker.counter, role='submitter', principal=principal)

    def operator(self, broker, principal='boss'):
        return self.peer(broker.office, role='operator', principal=principal)

    def worker(self, broker, department, principal=None, credit=0):
        peer = self.peer(broker.office, role='worker', department=department,
                         principal=principal or f'{department}-1')
        if credit:
            peer.send('CREDIT', credit=credit)
        return peer


TESTS = []


def test(claim):
    """Registers a function; the claim is what it shows."""
    def register(function):
        TESTS.append((claim, function))
        return function
    return register


def main():
    """Run the tests, all or those whose claim contains one of the arguments, as TAP."""
    wanted = [pair for pair in TESTS
              if len(sys.argv) < 2 or any(word in pair[0] for word in sys.argv[1:])]
    failures = 0
    print(f'1..{len(wanted)}', flush=True)
    for number, (claim, function) in enumerate(wanted, 1):
        began = time.monotonic()
        try:
            function()
            print(f'ok {number} - {claim}')
        except Exception as error:  # pylint: disable=broad-except
            failures += 1
            print(f'not ok {number} - {claim}')
            text = str(error) if isinstance(error, Failed) else traceback.format_exc()
            print('#   ' + text.replace('\n', '\n#   '))
            if isinstance(error, Failed):
                frame = traceback.extract_tb(error.__traceback__)
                at = [f'{f.filename}:{f.lineno}' for f in frame if 'tongfa_e2e' not in f.filename]
                print('#   at ' + ', '.join(at))
        print(f'#   {time.monotonic() - began:.1f} s', flush=True)
    sys.exit(1 if failures else 0)
