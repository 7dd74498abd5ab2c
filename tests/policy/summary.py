#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""summary.py <TSV: what issue 13's table asks of a policy, from what `replay -tsv` prints."""
import csv
import math
import sys

rows = {}
for row in csv.DictReader(sys.stdin, delimiter='\t'):
    rows[row['load'], row['policy']] = {k: float(v) for k, v in row.items() if k not in ('load', 'policy')}
loads = sorted({load for load, _ in rows})
policies = [p for p in dict.fromkeys(p for _, p in rows) if p != 'static' and not p.startswith('optimal')]


def mean(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


def of(policy, column, base):
    return {load: rows[load, policy][column] / max(rows[load, base][column], 1e-9) for load in loads}


print(f"{'policy':12} {'footprint':>9} {'worst':>6} {'':14} {'cost':>6} {'moved':>6} {'worst':>6} {'':14} "
      f"{'reread%':>7} {'worst':>6} {'waits':>6} {'swap':>6} {'line':>6} {'throttled':>9}")
for policy in policies:
    if (loads[0], policy) not in rows:
        continue
    foot = of(policy, 'gib_min', 'compacting' if (loads[0], 'compacting') in rows else 'static')
    moved = of(policy, 'moved_mib', 'optimal')
    cost = of(policy, 'cost', 'optimal-10s')
    reread = {load: 100 * max(0, rows[load, policy]['reread_mib']) / rows[load, 'static']['read_mib'] for load in loads}

    def worst(d):
        return max(d, key=d.get)

    def total(column):
        return sum(rows[load, policy][column] for load in loads)
    f, m, r = worst(foot), worst(moved), worst(reread)
    print(f"{policy:12} {mean(foot.values()):9.3f} {foot[f]:6.2f} {f:14} {mean(cost.values()):6.2f} {mean(moved.values()):6.2f} "
          f"{moved[m]:6.2f} {m:14} {sum(reread.values()) / len(loads):7.2f} {reread[r]:6.1f} {total('waits'):6.0f} "
          f"{total('swapout_mib'):6.0f} {total('line_s'):6.1f} {total('throttled_ms'):9.0f}")
