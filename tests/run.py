#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""run.py [--again] TARGET|KIND|SUITE...: runs suites of tests/suites.tsv, with what they need, and counts.

TARGETs are verify, verify-quick, check, long, mutants, all, and ci, which is what .ci/run does (slices.py says which long suites).
prove(1) runs a suite and judges its TAP; Tally.pm passes on what it finds.  By hand is only what prove lacks: the choice, the
packages and builds, what need not be run again, what is done with a check that fails, and the last lines.

With HOSTS="a b ..." the suites that need no VM run on those machines as well (spread.sh), each by this program there.

A suite that has passed on the same inputs is not run again, except by ci or with --again.
A suite with failed checks is run a second time, except in verify and verify-quick, which have no chance in them.  A check that
failed once and passed once is UNSTABLE: it counts as neither.
What each suite said is in build/logs/NAME.tap, all of it for other tools in build/junit.xml.
The last line is "TARGET: N passed, N failed"; ci's has no word before."""
import argparse
import collections
import concurrent.futures
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as xml

sys.dont_write_bytecode = True
import slices
import suites
from suites import HERE, ROOT

LOGS = os.path.join(ROOT, "build/logs")
ALL = ("verify", "check", "long", "mutants")
STEADY = ("verify", "generated", "verify-quick")      # what fails there fails again
FIRST_FAULT_ENDS = ("verify", "verify-quick")      # the counterexample first: the proofs take minutes
NO_LONGER = 48 * 60     # seconds after which ci begins no further long suite: the next run does
TOO_LATE = "the time was up"
Check = collections.namedtuple("Check", "what command name notes")


def say(*words):
    print(*words, flush=True)


class Suite:
    """One row that is run: its checks, and what became of them."""

    def __init__(self, row):
        self.row, self.seconds, self.cpu = row, 0, 0
        self.checks, self.unstable = [], []
        self.kept = None        # or (passed, skipped) of an earlier run

    def path(self, end):
        return os.path.join(LOGS, f"{self.row.name}.{end}")

    def of(self, what):
        return [c for c in self.checks if c.what == what]

    @property
    def count(self):
        return self.kept if self.kept else (len(self.of("pass")), len(self.of("skip")))

    def prove(self):
        """Runs it; all checks that prove has seen."""
        for end in "tap", "tally", "junit.xml":
            if os.path.exists(self.path(end)):
                os.remove(self.path(end))
        open(self.path("tally"), "w").close()
        env = {**os.environ, "PERL5LIB": HERE, "TALLY": self.path("tally"), "LOG": self.path("tap")}
        asked = suites.commands(self.row)
        with open(self.path("junit.xml"), "wb") as junit, open(self.path("prove"), "wb") as said:
            child = subprocess.Popen(
                ["prove", "--harness", "Tally", "--formatter", "TAP::Formatter::JUnit", "--exec", os.path.join(HERE, "tee.sh"), *asked],
                cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=junit, stderr=said, start_new_session=True)
            children.add(child)
            _, status, used = os.wait4(child.pid, 0)
            status = child.returncode = os.waitstatus_to_exitcode(status)
            children.discard(child)
        self.cpu += used.ru_utime + used.ru_stime
        checks, ended = self.tally()
        for command in asked:
            if command not in ended:
                checks.append(Check("fail", command, "it did not end", []))
        if status and not any(c.what == "fail" for c in checks):
            checks.append(Check("fail", asked[0], f"prove fails with {status}", [open(self.path("prove")).read().strip()]))
        return checks

    def tally(self):
        checks, ended = [], set()
        with open(self.path("tally"), encoding="utf-8", errors="replace") as f:
            for line in f:
                what, command, text = line.rstrip("\n").split("\t")
                if what == "end":
                    ended.add(command)
                elif what == "note" and checks:
                    checks[-1].notes.append(text)
                elif what == "note":
                    pass
                else:
                    checks.append(Check("fail" if what == "bad" else what, command, text, []))
        return checks, ended

    def run(self, again=True):
        begin = time.monotonic()
        self.checks = self.prove()
        if again and self.of("fail"):
            say(f"   {self.row.name}: {len(self.of('fail'))} failed, and it is run a second time")
            for end in "tap", "tally", "junit.xml":
                if os.path.exists(self.path(end)):
                    os.replace(self.path(end), self.path("first." + end))
            self.checks, self.unstable = both(self.checks, self.prove())
        self.seconds = time.monotonic() - begin

    def leave(self):
        """What another machine wants to know."""
        with open(self.path("result"), "w", encoding="utf-8") as f:
            json.dump([self.seconds, self.cpu, self.checks, self.unstable], f)

    def fetch(self):
        """What another machine has left, or this one for another job: is it there?"""
        try:
            with open(self.path("result"), encoding="utf-8") as f:
                self.seconds, self.cpu, *checks = json.load(f)
        except (OSError, ValueError):
            return False
        self.checks, self.unstable = ([Check(*c) for c in some] for some in checks)
        return True

    def so_far(self):
        try:
            with open(self.path("tally"), encoding="utf-8", errors="replace") as f:
                return sum(line.startswith("pass\t") for line in f)
        except OSError:
            return 0


def both(first, second):
    """(checks, those that failed once and passed once).  What failed and does not appear in the other run is failed."""
    def numbered(checks, name):
        seen = collections.Counter()
        for c in checks:
            seen[name(c)] += 1
            yield (*name(c), seen[name(c)]), c

    def exact(c):
        return c.command, c.name

    def rough(c):   # figures differ from run to run
        return c.command, re.sub(r"\d+", "0", c.name)

    once, twice = dict(numbered(first, exact)), dict(numbered(second, exact))
    only_once = [c for key, c in once.items() if key not in twice]
    only_twice = [c for key, c in twice.items() if key not in once]
    pairs = [(once[key], twice[key]) for key in once if key in twice]
    for c in only_once[:]:
        like, other = ([x for x in some if rough(x) == rough(c)] for some in (only_once, only_twice))
        if len(like) == len(other) == 1:
            pairs.append((c, other[0]))
            only_once.remove(c)
            only_twice.remove(other[0])
    unstable = [a if a.what == "fail" else b for a, b in pairs if {a.what, b.what} == {"pass", "fail"}]
    settled = [b for a, b in pairs if {a.what, b.what} != {"pass", "fail"}]
    return settled + [c for c in only_once if c.what == "fail"] + only_twice, unstable


children = set()    # what must not outlive this program


def end_children(*_):
    for child in list(children):
        try:
            os.killpg(child.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
    os._exit(143)       # whatever else this program would still begin


class Run:
    def __init__(self, name, rows, again):
        self.name, self.rows, self.again = name, rows, again
        self.keys = suites.Keys(rows)
        self.begin = time.monotonic()
        self.done, self.missed = [], []     # Suites; (name, reason)
        self.built = {}     # a group or a build: did it succeed?
        self.faults = []    # what failed beside checks: (name, what, command)
        os.makedirs(LOGS, exist_ok=True)

    def seconds(self):
        return time.monotonic() - self.begin

    # packages and builds

    def step(self, name, command):
        """What suites need; it counts only when it fails."""
        begin = time.monotonic()
        say(f"\n== {name}: {command}")
        log = os.path.join(LOGS, name + ".log")
        child = subprocess.Popen(["bash", "-c", 'eval "$1" 2>&1 | tee "$2"; exit "${PIPESTATUS[0]}"', "step", command, log], cwd=ROOT,
                                 stdin=subprocess.DEVNULL, start_new_session=True)
        children.add(child)
        status = child.wait()
        children.discard(child)
        say(f"-- {name}: {time.monotonic() - begin:.0f} s")
        if status:
            self.faults.append((name, f"exit status {status}, see {os.path.relpath(log, ROOT)}", command))
        return not status

    def provide(self, wanted):
        """Installs and builds what these rows need.  Another job of spread.sh may want the same."""
        with open(os.path.join(LOGS, "provide.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.provide_alone(wanted)

    def provide_alone(self, wanted):
        groups, builds = suites.needed(self.rows, wanted)
        groups = [g for g in groups if g not in self.built]
        if groups:
            self.built.update(dict.fromkeys(groups, self.step("packages", "tests/need.sh " + " ".join(groups))))
        for name in builds:
            if name not in self.built:
                self.built[name] = self.has(self.rows[name]) and self.step(name, self.rows[name].command)

    def lacks(self, row):
        groups, builds = suites.needed(self.rows, [row])
        return [need for need in groups + builds if not self.built.get(need)]

    def has(self, row):
        return not self.lacks(row)

    # suites

    def keep(self, suite, key):
        if key and not suite.of("fail") and not suite.unstable:
            with open(suite.path("passed"), "w", encoding="utf-8") as f:
                print(key, *suite.count, file=f)

    def is_kept(self, suite, key):
        if self.again or suite.row.how == "always":
            return False
        try:
            with open(suite.path("passed"), encoding="utf-8") as f:
                had, passed, skipped = f.read().split()
        except (OSError, ValueError):
            return False
        if had == key:
            suite.kept = int(passed), int(skipped)
            say(f"\n== {suite.row.name}: {passed} passed, 0 failed (unchanged since; --again runs it again)")
        return had == key

    def reason_against(self, row, late):
        """Why this suite cannot run, or is not worth it; "" if nothing is in the way."""
        if late():
            return TOO_LATE
        if self.lacks(row):
            return "it needs " + " ".join(self.lacks(row))
        if row.target in FIRST_FAULT_ENDS and any(s.row.target == row.target and s.of("fail") for s in self.done):
            return "something before it has failed"
        return ""

    def one(self, row, late):
        reason = self.reason_against(row, late)
        if reason:
            self.missed.append((row.name, reason))
            return
        suite, key = Suite(row), self.keys.key(row)
        if not self.is_kept(suite, key):
            if os.path.exists(suite.path("passed")):
                os.remove(suite.path("passed"))
            say(f"\n== {row.name}: {row.command}")
            ended = threading.Event()
            threading.Thread(target=self.tell, args=(suite, ended), daemon=True).start()
            try:
                suite.run(again=row.target not in STEADY)
            finally:
                ended.set()
            if self.keys.key(row) == key:       # nothing has changed meanwhile
                self.keep(suite, key)
            self.show(suite)
        self.done.append(suite)

    @staticmethod
    def tell(suite, ended):
        begin = time.monotonic()
        while not ended.wait(60):
            say(f"   {suite.row.name}: {time.monotonic() - begin:.0f} s, {suite.so_far()} checks passed so far")

    @staticmethod
    def show(suite):
        passed, skipped = suite.count
        lines = [f"-- {suite.row.name}: {passed} passed, {len(suite.of('fail'))} failed"
                 + (f", {len(suite.unstable)} unstable" if suite.unstable else "") + (f", {skipped} skipped" if skipped else "")
                 + f"; {suite.seconds:.0f} s, {suite.cpu:.0f} s of a processor"]
        for c in suite.checks:
            if c.what == "fail":
                lines += [f"   not ok  {c.name}", *(f"      {note}" for note in c.notes[:30])]
        lines += [f"   UNSTABLE  {c.name}" for c in suite.unstable]
        if suite.row.how == "always":
            with open(suite.path("tap"), encoding="utf-8", errors="replace") as f:
                lines += ["   " + line[2:].rstrip() for line in f if line.startswith("# ")]
        say("\n".join(lines))

    def suites(self, wanted, late=lambda: False):
        """Runs these: first two at a time those that may run beside others, the longest first; then the rest, in their order."""
        self.provide(wanted)
        beside = sorted((r for r in wanted if r.how == "beside"), key=lambda r: -r.warm)
        if os.environ.get("HOSTS"):
            beside += [r for r in wanted if r.target == "mutants"]
            self.spread([r for r in beside if not self.reason_against(r, late)])
        rest = [r for r in wanted if not any(s.row is r for s in self.done)]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda row: self.one(row, late), [r for r in beside if r in rest]))
        for row in rest:
            if row not in beside:
                self.one(row, late)

    def spread(self, wanted):
        """Runs these here and on the machines in HOSTS."""
        found = []
        for suite in (Suite(row) for row in wanted if "hosts" not in row.needs):
            (self.done if self.is_kept(suite, self.keys.key(suite.row)) else found).append(suite)
        for suite in found:
            for end in "result", "passed", "tap", "first.tap", "junit.xml":
                if os.path.exists(suite.path(end)):
                    os.remove(suite.path(end))
        back = [word for end in ("result", "tap", "first.tap", "junit.xml") for word in ("-r", f"build/logs/{{}}.{end}")]
        keys = [self.keys.key(s.row) for s in found]
        if found:
            say(f"\n== on this machine and {os.environ['HOSTS']}: {' '.join(s.row.name for s in found)}")
            child = subprocess.Popen(["tests/spread.sh", "-j", "2", *back, "tests/run.py", "--leave", "{}"], cwd=ROOT, text=True,
                                     stdin=subprocess.PIPE, start_new_session=True)
            children.add(child)
            child.communicate("".join(s.row.name + "\n" for s in found))
            children.discard(child)
        for suite, key in zip(found, keys):
            if suite.fetch():       # else it is run here
                self.keep(suite, key)
                self.show(suite)
                self.done.append(suite)

    # the end

    def junit(self):
        whole = xml.Element("testsuites")
        for suite in self.done:
            if suite.kept or not os.path.exists(suite.path("junit.xml")):
                continue
            try:
                parts = xml.parse(suite.path("junit.xml")).getroot()
            except xml.ParseError:
                continue
            for part in parts:
                part.set("name", f"{suite.row.name}: {part.get('name')}")
                for case in part.iter("testcase"):      # which the formatter does not mark
                    if any(re.fullmatch(r"\d+ - " + re.escape(c.name.rsplit(": ", 1)[0]), case.get("name")) for c in suite.of("skip")):
                        xml.SubElement(case, "skipped")
                whole.append(part)
        xml.ElementTree(whole).write(os.path.join(ROOT, "build/junit.xml"), encoding="utf-8", xml_declaration=True)

    def end(self):
        """Says what became of it all; the exit status."""
        self.junit()
        counts = [s.count for s in self.done]
        passed, skipped = sum(c[0] for c in counts), sum(c[1] for c in counts)
        failed = len(self.faults) + sum(len(s.of("fail")) for s in self.done)
        say()
        for name, what, command in self.faults:
            say(f"FAIL  {name}: {what}; again: {command}")
        for suite in self.done:
            for c in suite.of("fail"):
                say(f"FAIL  {suite.row.name}: {c.name}; see build/logs/{suite.row.name}.tap; again: {c.command}"[:400])
        reasons = collections.defaultdict(list)
        for name, reason in self.missed:
            reasons[reason].append(name)
        for reason, names in reasons.items():
            say(f"NOT RUN, {reason}: {' '.join(names)}")
        say(f"{self.name} took {self.seconds():.0f} s: " +
            ", ".join(f"{s.row.name} {s.seconds:.0f}" for s in sorted(self.done, key=lambda s: -s.seconds)[:12] if s.seconds >= 1))
        if skipped:
            say(f"{skipped} skipped: they cannot run here")
        for suite in self.done:
            for c in suite.unstable:
                name = suite.row.name
                say(f"UNSTABLE  {name}: {c.name}; see build/logs/{name}.first.tap and {name}.tap; again: {c.command}"[:400])
        say(f"{'' if self.name == 'ci' else self.name + ': '}{passed} passed, {failed} failed")
        return 0 if passed and not failed else 1


def ci(run):
    """What .ci/run does; a clean checkout knows nothing of earlier runs, and neither does this."""
    run.again = True
    for target in "verify", "generated", "check":
        run.suites([r for r in run.rows.values() if r.target == target])
    choice = slices.choose(run.rows)
    say(f"\n== {choice.says}")
    for part in choice.touched, choice.rest:
        run.suites(part, late=lambda: run.seconds() > NO_LONGER)
    for name in choice.left:
        run.missed.append((name, "their turn comes in other runs; make all runs everything"))
    slices.note(choice, [name for name, reason in run.missed if reason == TOO_LATE])


def main():
    parser = argparse.ArgumentParser(usage="run.py [--again] TARGET|KIND|SUITE...")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--leave", action="store_true", help="leaves the result for another machine")
    parser.add_argument("names", nargs="+")
    args = parser.parse_args()
    for interrupt in signal.SIGTERM, signal.SIGINT, signal.SIGHUP:
        signal.signal(interrupt, end_children)
    os.environ.update(PATH="/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL="C", PYTHONDONTWRITEBYTECODE="1")
    rows = suites.table()
    run = Run(args.names[0] if len(args.names) == 1 else "run", rows, args.again)
    run.provide([suites.Row("runner", *[None] * 6, ["run"] + ["hosts"] * bool(os.environ.get("HOSTS")), [], "")])
    if args.names == ["ci"]:
        ci(run)
        args.names = []
    if args.leave:
        os.environ.pop("HOSTS", None)
    for name in [n for word in args.names for n in (ALL if word == "all" else [word])]:
        wanted = [r for r in rows.values() if name in (r.target, r.name, r.kind) and r.target != "build"]
        if not wanted:
            raise SystemExit(f"run.py: {name} is no target, kind or suite of tests/suites.tsv")
        run.suites(wanted)
    if args.leave:
        for suite in run.done:
            suite.leave()
        return 0
    return run.end()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except suites.Fault as fault:
        sys.exit(f"run.py: {fault}")
