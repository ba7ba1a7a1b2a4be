# SPDX-License-Identifier: Apache-2.0
"""Tables of measurements, and what they must show."""

import collections
import statistics
import sys

FIELDS = ('bundles_per_s', 'verdicts_per_s', 'p50_ms', 'p99_ms', 'p999_ms', 'target_cpu_us',
          'load_cpu_us', 'target_peak_bytes', 'data_bytes', 'syncs')
HEADS = ('bundles/s', '[lowest-highest]', 'verdicts/s', 'p50 ms', 'p99', 'p99.9', 'CPU us', 'load us',
         'peak MiB', 'bytes', 'syncs')
ROW = '{:16} {:>9} {:>18} {:>10} {:>8} {:>8} {:>8} {:>7} {:>7} {:>8} {:>8} {:>8}'


def progress(repetition, repeat, sample):
    if 'cpu_share' in sample:
        print(f'{repetition + 1}/{repeat} idle, {sample["workers"]} workers: '
              f'{100 * sample["cpu_share"]:.2f} % of a core', file=sys.stderr, flush=True)
        return
    print(f'{repetition + 1}/{repeat} {sample["target"]:16} {sample["in_flight"]:5} '
          f'{sample["mode"]:6} {sample["bundles_per_s"]:10.0f} bundles/s  '
          f'p50 {sample["p50_ms"]:.2f} ms', file=sys.stderr, flush=True)


def grouped(samples):
    """(mode, in flight, target) -> its samples, in order of appearance."""
    groups = collections.OrderedDict()
    for sample in rated(samples):
        groups.setdefault((sample['mode'], sample['in_flight'], sample['target']), []).append(sample)
    return groups


def rated(samples):
    return [sample for sample in samples if 'target' in sample]


def idle_share(samples):
    """Of one core, while nothing happens; None if that was not measured."""
    shares = [sample['cpu_share'] for sample in samples if 'cpu_share' in sample]
    return statistics.median(shares) if shares else None


def medians(group):
    return {field: statistics.median(sample[field] for sample in group) for field in FIELDS}


def table(about, samples):
    print(f'{about["date"]}  {about["cpu"]}, {about["cores"]} cores, Linux {about["kernel"]}, '
          f'{about["filesystem"]}')
    print('CPU, bytes on disk and syncs are per bundle; "CPU" is of the program measured, "load" of '
          'workers and client.\n')
    groups = grouped(samples)
    for mode, in_flight in sorted({key[:2] for key in groups}, key=lambda key: (key[0] == 'batch',
                                                                               key[1])):
        words = 'one item per message' if mode == 'single' else 'native batches'
        count = max(len(group) for key, group in groups.items() if key[:2] == (mode, in_flight))
        print(f'{in_flight} in flight, {words}; medians of {count}')
        print(ROW.format('', *HEADS))
        for (_, _, target), group in ((key, group) for key, group in groups.items()
                                      if key[:2] == (mode, in_flight)):
            print_row(target, group)
        print()


def print_row(target, group):
    figures = medians(group)
    rates = [sample['bundles_per_s'] for sample in group]
    print(ROW.format(
        target, f'{figures["bundles_per_s"]:.0f}', f'[{min(rates):.0f}-{max(rates):.0f}]',
        f'{figures["verdicts_per_s"]:.0f}', f'{figures["p50_ms"]:.2f}', f'{figures["p99_ms"]:.2f}',
        f'{figures["p999_ms"]:.2f}', f'{figures["target_cpu_us"]:.1f}',
        f'{figures["load_cpu_us"]:.1f}', f'{figures["target_peak_bytes"] / 2**20:.0f}',
        f'{figures["data_bytes"]:.0f}', f'{figures["syncs"]:.3f}' if figures["syncs"] else '-'))


def threads(samples):
    """Which of its threads the broker's CPU is spent in."""
    print('CPU us per bundle by thread, medians:')
    for (mode, in_flight, target), group in grouped(samples).items():
        names = group[-1].get('threads_us', {})
        if group[-1]['kind'] != 'broker' or not names:
            continue
        figures = {name: statistics.median(sample.get('threads_us', {}).get(name, 0)
                                           for sample in group) for name in names}
        words = (f'{name} {value:.1f}' for name, value in
                 sorted(figures.items(), key=lambda pair: -pair[1]) if value >= 0.05)
        print(f'  {target:8} {in_flight:5} {mode:6}  {", ".join(words)}')
    print()


def compare(samples):
    groups = grouped(samples)
    print('B against A, medians:')
    for mode, in_flight, target in groups:
        if target != 'A' or (mode, in_flight, 'B') not in groups:
            continue
        a, b = medians(groups[mode, in_flight, 'A']), medians(groups[mode, in_flight, 'B'])
        print(f'  {in_flight:5} {mode:6}  rate {b["bundles_per_s"] / a["bundles_per_s"]:.3f}x  '
              f'p50 {b["p50_ms"] / a["p50_ms"]:.3f}x  p99 {b["p99_ms"] / a["p99_ms"]:.3f}x  '
              f'CPU {b["target_cpu_us"] / a["target_cpu_us"]:.3f}x')


class Figures:
    """Medians by what they are asked for; None where there was no measurement."""

    def __init__(self, samples):
        self.groups = grouped(samples)
        self.kinds = {sample['target']: sample['kind'] for sample in rated(samples)}
        self.idle = idle_share(samples)

    def of(self, field, kind, in_flight, mode='single'):
        """The best median of all targets of a kind: the ceiling is the better of its two."""
        found = [medians(group)[field] for key, group in self.groups.items()
                 if key[:2] == (mode, in_flight) and self.kinds[key[2]] == kind]
        if not found:
            return None
        return min(found) if field.endswith('_ms') else max(found)

    def ratio(self, field, above, below):
        a, b = self.of(field, *above), self.of(field, *below)
        return None if a is None or not b else a / b


# What is asked, from the figures to a ratio, its bound, whether it is the least that will do.
RATE = 'bundles_per_s'
CLAIMS = [
    ('one item per message,  200 in flight: share of the ceiling', 0.5, True,
     lambda f: f.ratio(RATE, ('broker', 200), ('ceiling', 200))),
    ('one item per message, 2000 in flight: share of the ceiling', 0.5, True,
     lambda f: f.ratio(RATE, ('broker', 2000), ('ceiling', 2000))),
    ('native batches,        200 in flight: share of the one-item ceiling', 1.0, True,
     lambda f: f.ratio(RATE, ('broker', 200, 'batch'), ('ceiling', 200))),
    ('native batches,       2000 in flight: share of the one-item ceiling', 1.0, True,
     lambda f: f.ratio(RATE, ('broker', 2000, 'batch'), ('ceiling', 2000))),
    ('one in flight: p50, times the ceiling\'s', 1.3, False,
     lambda f: f.ratio('p50_ms', ('broker', 1), ('ceiling', 1))),
    ('200 in flight: p99, times its p50', 3.0, False,
     lambda f: f.of('p99_ms', 'broker', 200) and
     f.of('p99_ms', 'broker', 200) / f.of('p50_ms', 'broker', 200)),
    ('1,000 idle workers: per cent of one core', 1.0, False,
     lambda f: None if f.idle is None else 100 * f.idle),
] + [
    (f'{in_flight:4} in flight: rate, times that of {text}', bound, True,
     lambda f, kind=kind, in_flight=in_flight: f.ratio(RATE, ('broker', in_flight),
                                                       (kind, in_flight)))
    for kind, in_flight, text, bound in (
        ('beanstalkd-50ms', 200, 'beanstalkd with a sync every 50 ms', 10.0),
        ('beanstalkd-50ms', 2000, 'beanstalkd with a sync every 50 ms', 10.0),
        ('beanstalkd-sync', 200, 'beanstalkd with a sync for each write', 50.0),
        ('jetstream', 200, 'JetStream on files without a sync', 5.0),
        ('jetstream', 2000, 'JetStream on files without a sync', 5.0))
]


def verdicts(samples):
    """Prints whether each claim holds. Returns 0 if all that could be asked do."""
    figures = Figures(samples)
    status = missing = 0
    print('Must show:')
    for text, bound, is_least, ask in CLAIMS:
        value = ask(figures)
        if value is None:
            missing += 1
            continue
        holds = value >= bound if is_least else value <= bound
        status = status if holds else 1
        print(f'  {"yes" if holds else "NO ":4} {text}: {value:.2f} '
              f'(at {"least" if is_least else "most"} {bound:g})')
    if missing:
        print(f'  -    {missing} others were not measured in this run')
    return status
