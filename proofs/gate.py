#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gate.py plan|judge BUILD [FUNCTION...]: what is to be proven, and whether it has been.

plan   takes the normalised files (BUILD/UNIT.normal) apart and writes BUILD/jobs: unit, function, key, and whether the
       result is `kept`, that is, BUILD/UNIT.FUNCTION.log says that these very inputs were proven.
judge  reads the logs of all jobs and says what is proven, exit status 1 if not everything.  With QUICK set, the
       numbers of goals are not compared; with RESULTS set, RESULTS/prove.tsv has a line for each check.

Nothing passes but by what WP's text says: the tools' exit statuses are 0 in any case."""
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import read_once
from normal import Normal

here = os.path.dirname(os.path.abspath(__file__))
FAULT = re.compile(r"\[Failed\]|Goal .* : not tried|User Error|Warning:|Doomed")
# Two declarations of one function, the derived contract in one of them: wanted, and nowhere else.
MERGED = re.compile(r"\[kernel\] \S*\brelation_gen\.h:\d+: Warning: \n  found two contracts \(old location: "
                    r"\S*\bcore_gen\.h:\d+\)\. Merging them\n")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Result:
    """What a log says: goals and smoke tests passed, who proved, and every reason not to believe it."""
    def __init__(self, text):
        text = MERGED.sub("", text)
        self.problems = [line.strip() for line in text.splitlines() if FAULT.search(line)]
        self.smoke = len(re.findall(r"\[Passed\] Smoke-test", text))
        self.by = {who: len(re.findall(rf"\[wp\] \[{name}[^]]*\] Goal .* : Valid", text))
                   for who, name in (("qed", "Qed"), ("cvc4", "CVC4"), ("z3", "Z3"))}
        end = re.search(r"^exit (\d+) after (\d+) s$", text, re.M)
        self.seconds = int(end[2]) if end else 0
        if not end or end[1] != "0":
            self.problems.append("Frama-C ended with " + (text.rstrip().splitlines() or ["nothing"])[-1])
        proved = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
        self.goals = int(proved[2]) - len(re.findall(r"\] Smoke-test", text)) if proved else 0
        if not proved or proved[1] != proved[2]:
            self.problems.append(proved[0] if proved else "no goal was proved")
        elif self.goals <= 0:
            self.problems.append("no goals: nothing was proven about it")
        elif sum(self.by.values()) != self.goals:
            self.problems.append(f"{self.goals} goals, but {sum(self.by.values())} say who proved them")


def proven(log, key):
    """Does this log show a proof of the inputs that have this key?"""
    text = read(log) if os.path.exists(log) else ""
    return text.startswith(f"key {key}\n") and not Result(text).problems


def key_of(*texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def units(build):
    return read(f"{build}/units").split()


def inputs_of(normal):
    """By function, and by @lemma for the lemmas: the text that its proof depends on."""
    inputs = {f.name: normal.dependencies(f) for f in normal.defined()}
    if normal.lemmas():
        inputs["@lemma"] = "\n".join(normal.rest)
    return inputs


def plan(build, only):
    means, least, jobs = read(f"{build}/means"), recorded(), []
    for unit in units(build):
        for name, text in inputs_of(Normal(read(f"{build}/{unit}.normal"))).items():
            key = key_of(means, name, text)
            kept = proven(f"{build}/{unit}.{name}.log", key)
            if not only or name in only:
                jobs.append((unit, name, key, "kept" if kept else "new"))
    # a name that no file knows becomes a job too: it fails, and says so
    jobs += [(unit, name, "none", "new") for name in sorted(set(only) - {j[1] for j in jobs})]
    jobs.sort(key=lambda j: -least.get(j[:2], (999, 0))[0])	# the long ones first
    with open(f"{build}/jobs", "w", encoding="utf-8") as f:
        f.writelines("\t".join(j) + "\n" for j in jobs)


def recorded():
    """least_goals: by unit and function, how many goals and smoke tests there are at least."""
    lines = [line.split() for line in read(f"{here}/least_goals").splitlines() if not line.startswith("#")]
    return {(unit, name): (int(goals), int(smoke)) for unit, name, goals, smoke in lines}


class Report:
    """Counts, prints, and keeps the lines for build/results."""
    def __init__(self):
        self.passed, self.failed, self.lines = 0, 0, []

    def check(self, name, problems, figures="", cached="new"):
        self.passed += not problems
        self.failed += bool(problems)
        print(f"{'FAIL' if problems else 'ok  '}  {name}  {figures}{' (unchanged)' if cached == 'kept' else ''}")
        for p in problems:
            print(f"FAIL  {name}: {p}")
        self.lines.append(f"{name}\t{'FAIL' if problems else 'ok'}\t{figures}\t{cached}\n")


def fewer(unit, name, goals, smoke, least):
    now = f"{unit} {name} {goals} {smoke}"
    if (unit, name) not in least:
        yield f"is not recorded: add `{now}` to proofs/least_goals"
    elif goals < least[unit, name][0] or smoke < least[unit, name][1]:
        yield (f"{goals} goals and {smoke} smoke tests where {least[unit, name][0]} and {least[unit, name][1]} were "
               f"recorded: a contract or a check has gone; if that is meant, record `{now}` in proofs/least_goals")


def judge_functions(build, report, jobs, least, quick):
    goals = smoke = 0
    for unit, name, key, cached in sorted(jobs):
        log = f"{build}/{unit}.{name}.log"
        text = read(log) if os.path.exists(log) else ""
        r = Result(text)
        if not text.startswith(f"key {key}\n"):
            r.problems.append(f"{log} is of other inputs")
        if not quick:
            r.problems.extend(fewer(unit, name, r.goals, r.smoke, least))
        who = " ".join(f"{k}={n}" for k, n in r.by.items())
        report.check(name, r.problems, f"goals={r.goals} smoke={r.smoke} {who} seconds={r.seconds}", cached)
        goals += r.goals
        smoke += r.smoke
    return goals, smoke


def judge_trust(build, report, unit, least_trust):
    """What the proofs of a file lean on unproven; more than recorded is a failure."""
    normal = Normal(read(f"{build}/{unit}.normal"))
    print_log = MERGED.sub("", read(f"{build}/{unit}.normal"))
    found = normal.trusted()
    found["ignored"] = [line for line in print_log.splitlines() if "Warning:" in line or "User Error" in line]
    problems = [f"{kind}: {len(what)} where {least_trust.get(kind, 0)} are recorded in proofs/most_trusted: " +
                "; ".join(what) for kind, what in found.items() if len(what) > least_trust.get(kind, 0)]
    figures = " ".join(f"{kind}={len(what)}" for kind, what in found.items())
    report.check(f"{unit}: trusted", problems, f"{figures} lemmas={len(normal.lemmas())}")


def judge_reads(build, report, unit, least):
    results = list(read_once.check(Normal(read(f"{build}/{unit}.inlined"))))
    problems = [f"{name} {what}" for name, what in results if what]
    if results or (unit, "read_once") in least:
        problems.extend(fewer(unit, "read_once", len(results), 0, least))
        report.check(f"{unit}: each byte is read once", problems, f"decoders={len(results)}")


def judge(build, only):
    quick = bool(os.environ.get("QUICK"))
    jobs = [tuple(line.split("\t")) for line in read(f"{build}/jobs").splitlines()]
    least, report = recorded(), Report()
    trust = {kind: int(n) for kind, n in (line.split() for line in read(f"{here}/most_trusted").splitlines()
                                          if not line.startswith("#"))}
    goals, smoke = judge_functions(build, report, jobs, least, quick)
    for unit in units(build):
        judge_trust(build, report, unit, trust)
        judge_reads(build, report, unit, least)
    gone = {(unit, name) for unit, name in least if unit in units(build) and name != "read_once"} - {j[:2] for j in jobs}
    if not only and gone:
        report.check("recorded", [f"{unit}: {name} is recorded in proofs/least_goals and is not there"
                                  for unit, name in sorted(gone)])
    if os.environ.get("RESULTS"):
        os.makedirs(os.environ["RESULTS"], exist_ok=True)
        with open(os.environ["RESULTS"] + "/prove.tsv", "w", encoding="utf-8") as f:
            f.writelines(report.lines)
    kept = sum(j[3] == "kept" for j in jobs)
    print(f"prove: {goals} goals in {len(jobs)} functions ({kept} unchanged), {smoke} smoke tests passed")
    print(f"prove: {report.passed} passed, {report.failed} failed")
    return 1 if report.failed or not goals else 0


if __name__ == "__main__":
    what, build, *only = sys.argv[1:]
    sys.exit(plan(build, only) if what == "plan" else judge(build, only))
