#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""table.py: writes the tables of README.md and tests/README.md, between their two markers, from tests/suites.tsv."""
import os
import re
import sys

sys.dont_write_bytecode = True
import slices
import suites
from suites import ROOT

BEGIN, END = "<!-- tests/suites.tsv: written by tests/table.py -->\n", "<!-- end -->\n"


def whole(rows, target):
    """Minutes of a target: (from nothing, with the cache)."""
    wanted = [r for r in rows.values() if r.target == target]
    _, builds = suites.needed(rows, wanted)
    beside = [r for r in wanted if r.how == "beside"]
    alone = [r for r in wanted if r.how != "beside"] + [rows[b] for b in builds]
    return tuple(sum(getattr(r, when) for r in alone) + sum(getattr(r, when) for r in beside) / 2 for when in ("cold", "warm"))


def targets():
    rows = suites.table()
    lines = ["| command | minutes on 2 cores, from nothing | with kernels and QEMUs in the cache |", "|---|---|---|"]
    for target in "verify", "check", "long", "mutants":
        cold, warm = whole(rows, target)
        lines.append(f"| `make {target}` | {cold:.0f} | {warm:.0f} |")
    return "\n".join(lines) + "\n"


def everything():
    rows = suites.table()
    lines = ["| suite | target | minutes | needs | watches | command |", "|---|---|---|---|---|---|"]
    for r in rows.values():
        target = f"{r.target}, slice {r.slice}: {r.kind}" if r.slice else r.target
        command = r.command.replace("|", "\\|")
        lines.append(f"| {r.name} | {target} | {r.cold:g} / {r.warm:g} | {' '.join(r.needs)} | {' '.join(r.watches)} | `{command}` |")
    lines += ["", "| | minutes from nothing |", "|---|---|"]
    for target in "verify", "verify-quick", "check", "long", "mutants":
        lines.append(f"| {target} | {whole(rows, target)[0]:.0f} |")
    for n in range(1, slices.SLICES + 1):
        lines.append(f"| slice {n}, its builds counted | {slices.minutes(rows, [r for r in rows.values() if r.slice == n]):.0f} |")
    return "\n".join(lines) + "\n"


def with_table(text, made):
    return re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: BEGIN + made + END, text, flags=re.S)


if __name__ == "__main__":
    for file, made in ("README.md", targets()), ("tests/README.md", everything()):
        path = os.path.join(ROOT, file)
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(with_table(text, made))
