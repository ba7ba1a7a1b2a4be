#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A department in Python, for tongfa-worker --exec. Standard library only.

    tongfa-worker --office ipc:///run/tongfa/office --department design --exec ./review.py

The job comes as one JSON object on standard input, the verdict goes out as one on standard
output. A reason is read by the applicant: say what is wrong, with the figures, and what to do.
"""

import json
import sys

FLOORS_MAX = 18


def review(application):
    """All that speaks against the application; nothing means it is granted."""
    scheme = application.get('scheme', {})
    if 'version' not in scheme:
        yield '没有填写“设计方案版本”（scheme.version）。请补充。'
    floors = scheme.get('floors', 1)
    if floors > FLOORS_MAX:
        yield f'方案有{floors}层，超过{FLOORS_MAX}层。请减少{floors - FLOORS_MAX}层。'


def main():
    job = json.load(sys.stdin)
    reasons = list(review(job['application']))
    if reasons:
        verdict = {'verdict': 'refuse', 'reason': '\n'.join(reasons)}
    else:
        verdict = {'verdict': 'grant'}
    json.dump(verdict, sys.stdout)


if __name__ == '__main__':
    main()
