#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gate.py BUILD LEAST_GOALS: reads what WP reported and says whether everything is proven; exit status 1 if not.

It reads WP's reports (part*.json) and logs (part*.log), and passes nothing that they do not say."""
import glob
import json
import re
import sys

build, least_file = sys.argv[1:3]
functions = open(f"{build}/functions").read().split()
least = int(open(least_file).read().split()[0])
problems = []


def goals_of(report, function):
    """How many goals, smoke tests apart, WP had about a function, and how many it proved."""
    goals = proven = 0
    for name, prop in report.get(function, {}).items():
        main = prop.get("wp:main")
        if main and "_wp_smoke_" not in name:
            goals += main.get("total", 0)
            proven += main.get("valid", 0)
    return goals, proven


report = {}
goals = smoke = 0
for log in sorted(glob.glob(f"{build}/part*.log")):
    text = open(log).read()
    for line in text.splitlines():
        if re.search(r"\[Failed\]|Goal .* : not tried|User Error|Warning:|Doomed", line):
            problems.append(line.strip())
    if not text.rstrip().endswith("exit 0"):
        problems.append(f"{log}: Frama-C ended with {text.rstrip().splitlines()[-1]}")
    proved = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
    if not proved or proved[1] != proved[2]:
        problems.append(f"{log}: {proved[0] if proved else 'no goal was proved'}")
    goals += int(proved[2]) - len(re.findall(r"\] Smoke-test", text)) if proved else 0
    smoke += len(re.findall(r"\[Passed\] Smoke-test", text))
    try:
        functions_of = open(log[:-4] + ".functions").read().split()
        report.update({f: g for f, g in json.load(open(log[:-4] + ".json"))["wp:functions"].items() if f in functions_of})
    except (OSError, ValueError, KeyError) as e:
        problems.append(f"{log}: no report: {e!r}")

proven = 0
for function in functions:
    g, v = goals_of(report, function)
    if g == 0:
        problems.append(f"{function}: no goals: nothing was proven about it")
    print(f"{'ok  ' if 0 < g == v else 'FAIL'}  {function}")
    proven += 0 < g == v
# A contract that contradicts itself proves anything, so WP also tries, and must fail, to derive false from it.
if smoke < len(functions):
    problems.append(f"{smoke} smoke tests passed in {len(functions)} functions: at least one a function is expected")
if goals < least:
    problems.append(f"{goals} goals where {least} were recorded: a contract or a check has gone; if that is meant, "
                    "record the new number in proofs/least_goals")

for p in problems:
    print("FAIL  " + p)
print(f"prove: {goals} goals in {len(functions)} functions, {smoke} smoke tests passed, {len(problems)} problems")
print(f"prove: {proven} passed, {len(functions) - proven + len(problems)} failed")
sys.exit(1 if problems or not goals else 0)
