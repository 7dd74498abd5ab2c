#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""report.py SUITE...: one table of what these suites have found, and the ledger of what all of it leans on.

Reads build/results/SUITE.tsv (name, outcome, figures as key=value, new or kept), proofs/assumptions,
proofs/most_trusted, proofs/unbounded_assumed and the bounds of model/.  Writes the same to build/verify.json.
Prints TAP: a check for each suite that has results, and one that failed for each gap: a suite without results, a check
that is not ok, a figure that says that something was not done."""
import collections
import json
import os
import re
import subprocess
import sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, f"{root}/tests")
from tap import Tap

# What is added up for a suite, and how it is called in the table.
TOTALS = {"goals": "goals proven", "smoke": "smoke tests", "states": "states", "transitions": "transitions compared",
          "mismatches": "mismatches", "branches": "branch outcomes", "unreached": "unreached, with a reason"}
TOOLS = {"SPIN": ["spin", "-V"], "Frama-C": ["frama-c", "-version"], "Why3": ["why3", "--version"],
         "Z3": ["z3", "--version"], "CVC4": ["cvc4", "--version"], "gcc": ["gcc", "--version"]}


def lines_of(path):
    """The lines of a committed list, without comments; a missing list is an error of its own."""
    with open(f"{root}/{path}", encoding="utf-8") as f:
        return [line.rstrip("\n") for line in f if line.strip() and not line.startswith("#")]


def figures_of(text):
    pairs = (f.split("=", 1) for f in text.split() if "=" in f)
    return {k: float(v) if re.fullmatch(r"[0-9]+\.[0-9]+", v) else int(v) if v.isdigit() else v for k, v in pairs}


def read_suite(name, gaps):
    path = f"{root}/build/results/{name}.tsv"
    checks = []
    if not os.path.exists(path):
        gaps.append(f"{name}: no results")
        return checks
    with open(path, encoding="utf-8") as f:
        for line in f:
            check, outcome, figures, kept = line.rstrip("\n").split("\t")
            checks.append({"name": check, "outcome": outcome, "figures": figures_of(figures), "kept": kept == "kept"})
            if outcome != "ok":
                gaps.append(f"{name}: {check} is {outcome}")
            if figures_of(figures).get("mismatches"):
                gaps.append(f"{name}: {check} has mismatches")
    if not checks:
        gaps.append(f"{name}: no checks")
    return checks


def version(command):
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"[0-9]+(\.[0-9]+)+", said)
    return found[0] if found else "?"


def bounds():
    """What SPIN's worlds are bounded by: numbers, and each configuration with its options."""
    numbers = {}
    for file in ("limits.pml", "bounds.pml"):
        with open(f"{root}/model/{file}", encoding="utf-8") as f:
            numbers.update((name, int(n)) for name, n in re.findall(r"^#define\s+([A-Z_]+)\s+([0-9]+)\b", f.read(), re.M))
    configs = {fields[0]: fields[1] for fields in map(str.split, lines_of("model/configs"))}
    return {"numbers": numbers, "configurations": configs}


def ledger(gaps):
    trusted = {tool: {name: int(count) for name, count in map(str.split, lines_of(path))}
               for tool, path in (("WP", "proofs/most_trusted"), ("Why3", "proofs/unbounded_assumed"))}
    assumptions = collections.defaultdict(list)
    for line in lines_of("proofs/assumptions"):
        of, text = line.split("\t", 1)
        assumptions[of].append(text)
    tools = {tool: version(command) for tool, command in TOOLS.items()}
    gaps.extend(f"the version of {tool} is not known" for tool, v in tools.items() if v == "?")
    return {"bounds": bounds(), "trusted": trusted, "assumptions": assumptions, "tools": tools}


def totals(checks):
    told = []
    for key, name in TOTALS.items():
        values = [c["figures"][key] for c in checks if isinstance(c["figures"].get(key), (int, float))]
        if values:
            told.append(f"{sum(values):,} {name}")
    return ", ".join(told)


def table(suites, book):
    """The lines of the table and of the ledger."""
    yield f"{'suite':12}{'checks':>8}{'ok':>8}{'kept':>8}{'seconds':>9}   figures"
    for name, checks in suites.items():
        good = sum(c["outcome"] == "ok" for c in checks)
        kept = sum(c["kept"] for c in checks)
        seconds = sum(c["figures"].get("seconds", 0) for c in checks if not c["kept"])
        yield f"{name:12}{len(checks):8}{good:8}{kept:8}{seconds:9.0f}   {totals(checks)}"
    yield "ledger: what this leans on"
    n = book["bounds"]["numbers"]
    yield (f"  bounds       SPIN explores {len(book['bounds']['configurations'])} worlds of at most {n['BLOCKS']} pages, sequence numbers "
           f"0 .. {n['SEQ_LAST']}; WP and Why3 have none but the types'")
    for tool, counts in book["trusted"].items():
        yield f"  trusted      {tool}: " + ", ".join(f"{count} {name}" for name, count in counts.items())
    yield "  tools        " + ", ".join(f"{tool} {v}" for tool, v in book["tools"].items())
    for of, texts in book["assumptions"].items():
        for text in texts:
            yield f"  {of:13}{text}"


def main():
    tap, gaps = Tap(), []
    suites = {name: read_suite(name, gaps) for name in sys.argv[1:]}
    book = ledger(gaps)
    if not suites:
        gaps.append("no suite was asked for")
    for line in table(suites, book):
        tap.note(line)
    with open(f"{root}/build/verify.json", "w", encoding="utf-8") as f:
        json.dump({"result": "gaps" if gaps else "ok", "gaps": gaps, "suites": suites, "ledger": book}, f, indent=1)
    tap.note("report: build/verify.json")
    for name, checks in suites.items():
        if checks:
            tap.ok(f"{name}: {len(checks)} results")
    for gap in gaps:
        tap.not_ok(gap)
    tap.done("proofs/report.py " + " ".join(suites))


if __name__ == "__main__":
    main()
