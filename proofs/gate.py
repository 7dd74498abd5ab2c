#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gate.py plan|share|judge BUILD [FUNCTION...]: what is to be proven, and whether it has been.

plan   takes the normalised files (BUILD/UNIT.normal) apart and writes BUILD/jobs: unit, function, key, and whether the
       result is `kept`, that is, BUILD/UNIT.FUNCTION.log says that these very inputs were proven.  What is new goes to
       BUILD/runs, a line for each run of Frama-C: its name, by its functions' keys, its unit, steps, provers and
       functions.  There is a run of the smoke tests and one of the goals for the same functions.
share  gives each function of BUILD/runs what its runs' outputs (BUILD/RUN.out) say of it, as BUILD/UNIT.FUNCTION.log.
judge  reads the logs of all jobs and says as TAP what is proven, exit status 1 if not everything.  With QUICK set, the
       numbers of goals are not compared; with RESULTS set, RESULTS/prove.tsv has a line for each check.

Nothing passes except by what WP's text says: the tools' exit statuses are 0 in any case."""
import hashlib
import os
import re
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(os.path.dirname(here), "tests")]
import read_once
from normal import Normal
from tap import Tap

# Provers are bounded by steps.  A goal has all of them; 559,128 are used at most (Z3, wire_commit_encode).  A smoke test ends only
# when its steps are used up, so it has few: 0.4 s of CVC4.  (What was one second of the clock, six provers shared.)
SMOKE_STEPS, ALL_STEPS = 60000, 1000000
RUN_GOALS = 150		# goals and smoke tests in one run of Frama-C, which reads the file once for all of them
HOUR = 3600		# the provers' -wp-timeout, which steps are to end before
FAULT = re.compile(r"\[Failed\]|Goal \S+ : (?!Valid)|User Error|Warning:|Doomed|could not be judged")
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
        late = set(re.findall(r"^(\[wp\] .*)(?:\n  .*)*\n  \S+ \S+: Timeout", text, re.M))
        self.problems = [("could not be judged: time: " if line in late or ": Timeout" in line else "") + line.strip()
                         for line in text.splitlines() if FAULT.search(line)]
        self.smoke = len(re.findall(r"\[Passed\] Smoke-test", text))
        self.by = {who: len(re.findall(rf"\[wp\] \[{name}[^]]*\] Goal .* : Valid", text))
                   for who, name in (("qed", "Qed"), ("cvc4", "CVC4"), ("z3", "Z3"))}
        self.steps = {who: max(map(int, re.findall(rf"\[{name} [^]]*\] Goal \S+ : Valid .*\((\d+)\)$", text, re.M)), default=0)
                      for who, name in (("cvc4", "CVC4"), ("z3", "Z3"))}
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
    means, least, jobs, alone = read(f"{build}/means"), recorded(), [], {"@lemma", *only}
    for unit in units(build):
        normal = Normal(read(f"{build}/{unit}.normal"))
        alone.update(f.name for f in normal.defined() if f.callees(normal.functions))
        for name, text in inputs_of(normal).items():
            key = key_of(means, name, text)
            kept = proven(f"{build}/{unit}.{name}.log", key)
            if not only or name in only:
                jobs.append((unit, name, key, "kept" if kept else "new"))
    # a name that no file knows becomes a job too: it fails, and says so
    jobs += [(unit, name, "none", "new") for name in sorted(set(only) - {j[1] for j in jobs})]
    with open(f"{build}/jobs", "w", encoding="utf-8") as f:
        f.writelines("\t".join(j) + "\n" for j in jobs)
    new = [(sum(least.get(j[:2], (RUN_GOALS, 0))[:2]), *j[:2]) for j in jobs if j[3] == "new"]
    needs_z3 = {of for of, numbers in least.items() if numbers[2]}
    write_runs(build, packed(sorted(new, key=lambda n: -n[0]), alone, needs_z3), needs_z3)


def packed(functions, alone, needs_z3):
    """The functions in runs, the long ones first.  A goal's name must tell its function.  So no name in a run begins
    another one, and a function that calls others has a run of its own: the smoke test of a call has the callee's name."""
    runs = []
    for goals, unit, name in functions:
        for run in runs:
            clash = any((a + "_").startswith(b + "_") for f in run["names"] for a, b in ((f, name), (name, f)))
            same = ((unit, name) in needs_z3) == ((unit, run["names"][0]) in needs_z3)
            if run["unit"] == unit and same and run["goals"] + goals <= RUN_GOALS and not clash and not alone & {name, *run["names"]}:
                break
        else:
            run = {"unit": unit, "goals": 0, "names": []}
            runs.append(run)
        run["goals"] += goals
        run["names"].append(name)
    return [(run["unit"], run["names"]) for run in runs]


def keys_of(build):
    """By unit and function."""
    return {tuple(j[:2]): j[2] for j in (line.split("\t") for line in read(f"{build}/jobs").splitlines())}


def write_runs(build, runs, needs_z3):
    keys = keys_of(build)
    with open(f"{build}/runs", "w", encoding="utf-8") as f:
        for unit, names in runs:
            for kind, steps in ("smoke", SMOKE_STEPS), ("all", ALL_STEPS):
                if kind == "smoke" and os.environ.get("QUICK"):
                    continue
                provers = "cvc4" if kind == "all" and not needs_z3 & {(unit, n) for n in names} else "cvc4,z3"
                name = key_of(kind, str(steps), provers, unit, *(f"{n} {keys[unit, n]}" for n in names))
                f.write(f"{kind}-{name} {unit} {steps} {provers} {','.join(names)}\n")


def share(build):
    """Every line of a run's output goes to the log of the function whose goal it is about, or to all of its logs."""
    keys = keys_of(build)
    for run, unit, steps, _, names in (line.split() for line in read(f"{build}/runs").splitlines()):
        names = names.split(",")
        text = read(f"{build}/{run}.out") if os.path.exists(f"{build}/{run}.out") else "did not run\n"
        logs = shared(text, names)
        for name in names:
            if int(steps) == ALL_STEPS and not os.environ.get("QUICK"):
                logs[name] = with_smoke(read(f"{build}/{unit}.{name}.log"), logs[name])
            log = "".join(logs[name])
            with open(f"{build}/{unit}.{name}.log", "w", encoding="utf-8") as f:
                f.write(f"key {keys[unit, name]}\n{log}")


def with_smoke(before, lines):
    """The lines of a run without smoke tests, with those of the run before that had nothing else."""
    smoke = re.findall(r"^\[wp\] .*Smoke-test.*\n(?:  .*\n)*", before, re.M)
    passed = sum("[Passed]" in s for s in smoke)

    def counted(m):
        return f"[wp] Proved goals: {int(m[1]) + passed:4} / {int(m[2]) + len(smoke)}\n"
    return smoke + [re.sub(r"^\[wp\] Proved goals:\s+(\d+) / (\d+)\n", counted, line) for line in lines]


def shared(text, names):
    """By function, the lines of a run's output.  A goal that is nobody's makes the run worthless."""
    logs = {name: [] for name in names}
    proved, told = {name: set() for name in names}, {name: set() for name in names}	# WP may tell a goal twice
    strange, of = [], names
    for line in text.splitlines(keepends=True):
        goal = re.match(r"\[wp\] \[([^]]+)\] (?:Goal|Smoke-test) typed_(\S+)( : Valid)?", line)
        if goal:
            of = names if len(names) == 1 else [n for n in names if goal[2].startswith(n + "_")]
            if len(of) == 1:
                told[of[0]].add(goal[2])
                if goal[3] or goal[1] == "Passed":
                    proved[of[0]].add(goal[2])
            else:
                strange.append(goal[2])
        elif not line.startswith("  "):	# what follows a goal is about it
            of = names
        if not re.match(r"\[wp\] Proved goals:|exit \d", line):
            for name in of:
                logs[name].append(line)
    total = re.search(r"Proved goals:\s+(\d+) / (\d+)", text)
    end = re.search(r"^exit (\d+) after (\d+) s$", text, re.M)
    if end and int(end[2]) >= HOUR:
        strange.append(f"could not be judged: time: Frama-C took {end[2]} s")
    all_proved, all_told = (sum(map(len, sets.values())) for sets in (proved, told))
    if total and (int(total[1]), int(total[2])) != (all_proved, all_told):
        strange.append(f"{total[0]}, but {all_proved} / {all_told} are told")
    for name in names:
        logs[name] += [f"[gate] User Error: {s}\n" for s in strange]
        if total:
            logs[name].append(f"[wp] Proved goals: {len(proved[name]):4} / {len(told[name])}\n")
        if end:
            seconds = round(int(end[2]) * len(told[name]) / (all_told or 1))
            logs[name].append(f"exit {end[1]} after {seconds} s\n")
    return logs


def recorded():
    """least_goals: by unit and function, how many goals and smoke tests there are at least, and whether a goal needs Z3."""
    lines = [line.split() for line in read(f"{here}/least_goals").splitlines() if not line.startswith("#")]
    return {(unit, name): (int(goals), int(smoke), z3 == ["z3"]) for unit, name, goals, smoke, *z3 in lines}


class Report:
    """Prints TAP, and keeps the lines for build/results."""
    def __init__(self):
        self.tap, self.lines = Tap(), []

    def check(self, name, problems, figures="", cached="new"):
        for p in dict.fromkeys(problems):
            self.tap.not_ok(f"{name}: {p}")
        if not problems:
            self.tap.ok(f"{name} {figures}{' (unchanged)' if cached == 'kept' else ''}")
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
    most = {"cvc4": (0, ""), "z3": (0, "")}
    for unit, name, key, cached in sorted(jobs):
        log = f"{build}/{unit}.{name}.log"
        text = read(log) if os.path.exists(log) else ""
        r = Result(text)
        if not text.startswith(f"key {key}\n"):
            r.problems.append(f"{log} is of other inputs")
        if not quick:
            r.problems.extend(fewer(unit, name, r.goals, r.smoke, least))
        who = " ".join(f"{k}={n}" for k, n in r.by.items())
        steps = " ".join(f"{k}_steps={n}" for k, n in r.steps.items())
        for k, n in r.steps.items():
            most[k] = max(most[k], (n, name))
        report.check(name, r.problems, f"goals={r.goals} smoke={r.smoke} {who} {steps} seconds={r.seconds}", cached)
        goals += r.goals
        smoke += r.smoke
    report.tap.note("prove: the most steps for a goal: " + ", ".join(f"{who} {n} ({name})" for who, (n, name) in most.items()) +
                    f"; {ALL_STEPS} are allowed")
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
    report.tap.note(f"prove: {goals} goals in {len(jobs)} functions ({kept} unchanged), {smoke} smoke tests passed")
    if not goals:
        report.tap.not_ok("no goal was proven")
    report.tap.done("proofs/prove.sh " + os.path.relpath(build))


if __name__ == "__main__":
    what, build, *only = sys.argv[1:]
    {"plan": plan, "share": lambda build, _: share(build), "judge": judge}[what](build, only)
