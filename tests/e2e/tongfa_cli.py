# SPDX-License-Identifier: Apache-2.0
"""The command `tongfa` in tests: run it against a broker of a Place, look at what it says."""

import json

from tongfa_e2e import Failed, check


class Cli:
    """`tongfa` with the endpoints of a broker (or of none)."""

    def __init__(self, place, broker=None, principal='wang'):
        self.place = place
        self.environment = {
            'TONGFA_COUNTER': broker.counter if broker else f'ipc://{place.path("none-c")}',
            'TONGFA_OFFICE': broker.office if broker else f'ipc://{place.path("none-o")}',
            'TONGFA_AS': principal,
            'TZ': 'Asia/Shanghai',
        }

    def start(self, *arguments, stdin=None, environment=None):
        return self.place.start('tongfa', *arguments, stdin=stdin,
                                environment={**self.environment, **(environment or {})})

    def run(self, *arguments, status=0, stdin=None, environment=None, seconds=None):
        """Run to the end; status is the exit code it must have."""
        process = self.start(*arguments, stdin=stdin, environment=environment)
        process.status = process.wait(seconds)
        if process.status != status:
            raise Failed(f'tongfa {" ".join(map(str, arguments))}: exit code {process.status}, '
                         f'wanted {status}; it wrote: {process.tail(30)}')
        return process

    def lines(self, *arguments, **options):
        """With --json: the objects it wrote."""
        process = self.run(*arguments, '--json', **options)
        check(not process.err, f'with --json it wrote on standard error: {process.tail()}')
        return [json.loads(line) for line in process.out]

    def one(self, *arguments, **options):
        lines = self.lines(*arguments, **options)
        check(len(lines) == 1, f'{len(lines)} lines, wanted one: {lines}')
        return lines[0]

    def error(self, *arguments, status=1, **options):
        """The error that it ends with."""
        lines = self.lines(*arguments, status=status, **options)
        error = lines[-1]['error']
        check(error['exit'] == status, f'{error} names another exit code than {status}')
        return error


def text(process):
    return '\n'.join(process.out)
