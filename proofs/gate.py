#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gate.py BUILD LEAST_GOALS: reads what WP reported and says whether everything is proven; exit status 1 if not.

It reads WP's report (wp.json) and log (wp.log), and passes nothing that they do not say."""
import glob
import json
import re
import sys

build, least_file = sys.argv[1:3]
problems = []
functions = open(f"{build}/functions").read().split()
least = int(open(least_file).read().split()[0])


def goals_of(report, function):
    total = valid = 0
    for prop in report.get("wp:functions", {}).get(function, {}).values():
        main = prop.get("wp:main")
        if main:
            total += main.get("total", 0)
            valid += main.get("valid", 0)
    return total, valid


text = open(f"{build}/wp.log").read()
for line in text.splitlines():
    if re.search(r"\[Failed\]|Goal .* : not tried|User Error|Warning:|\[ERROR|Doomed", line):
        problems.append(line.strip())
if not text.rstrip().endswith("exit 0"):
    problems.append(f"Frama-C ended with {text.rstrip().splitlines()[-1]}")
proved = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
if not proved or proved[1] != proved[2]:
    problems.append(proved[0] if proved else "no goal was proved")
try:
    report = json.load(open(f"{build}/wp.json"))
except (OSError, ValueError) as e:
    report = {}
    problems.append(f"no report: {e}")

total = valid = 0
    for prop in report.get("wp:functions", {}).get(function, {}).values():
        main = prop.get("wp:main")
        if main:
            total += main.get("total", 0)
            valid += main.get("valid", 0)
    return total, valid


reports = {}
for log in sorted(glob.glob(f"{build}/part?.log")):
    text = open(log).read()
    name = log.rsplit("/", 1)[1]
    for line in text.splitlines():
        if re.search(r"\[Failed\]|Goal .* : not tried|User Error|Warning:|Parsing error|\[ERROR", line):
            problems.append(f"{name}: {line.strip()}")
    if not text.rstrip().endswith("exit 0"):
        problems.append(f"{name}: Frama-C ended with {text.rstrip().splitlines()[-1]}")
    m = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
    if not m or m[1] != m[2]:
        problems.append(f"{name}: proved {m[0] if m else 'nothing'}")
    try:
        reports[name] = json.load(open(log[:-4] + ".json"))
    except (OSError, ValueError) as e:
        problems.append(f"{name}: no report: {e}")

total = valid = proven = 0
for function in functions:
    t, v = goals_of(report, function)
    if t == 0:
        problems.append(f"{function}: no goals: nothing was proven about it")
    elif t != v:
        problems.append(f"{function}: {v} of {t} goals proved")
    print(f"{'ok  ' if t and t == v else 'FAIL'}  {function:24} {v:4} / {t}")
    total, valid, proven = total + t, valid + v, proven + (0 < t == v)
if total < least:
    problems.append(f"{total} goals where {least} were recorded: a contract or a check has gone; if that is meant, "
                    "record the new number in proofs/least_goals")

# A contract that contradicts itself proves anything, so WP also tries, and must fail, to derive false from it.
smoke = len(re.findall(r"\[Passed\] Smoke-test", text))
if smoke < len(functions):
    problems.append(f"{smoke} smoke tests passed in {len(functions)} functions: at least one a function is expected")

for p in problems:
    print("FAIL  " + p)
print(f"prove: {valid} of {total} goals proven, {smoke} smoke tests passed")
print(f"prove: {proven} passed, {len(functions) - proven + len(problems)} failed")
sys.exit(1 if problems or not total else 0)
