#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts known faults into copies of the sources, one after the other, and expects a test to see each.

    run.py [-p K/N] TABLE [REGEXP]      the faults of TABLE.tsv whose words, or whose test, match; -p: the K-th of N parts
    run.py -n [TABLE...]                no test: does every edit of these tables, or of all, still apply?

README.md says what stands in a table and in seers.tsv.  A test runs without a fault first and must pass.  Only what the test
then says of the fault counts: neither an exit status nor a time does.  The work is in build/faults/TABLE/, or TABLE-K-N/.
"""
import argparse
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
from tap import Tap

SOURCES = ("spec", "gen", "model", "proofs", "driver", "device", "tests", "Makefile")
report = Tap()


class Wrong(Exception):
    """A line of a table that cannot be carried out."""


def lines_of(name):
    """The fields of each line of a table, and TABLE:LINE; a line that begins with # says something to people."""
    with open(os.path.join(HERE, name + ".tsv"), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.strip() and not line.startswith("#"):
                yield f"{name}.tsv:{number}", line.rstrip("\n").split("\t")


def literal(field):
    """\\t, \\n and \\\\ stand for a tab, a newline and a backslash."""
    return re.sub(r"\\(.)", lambda m: {"t": "\t", "n": "\n"}.get(m[1], m[1]), field)


class Fault:
    """One copy of the sources: its edits, as (TABLE:LINE, file, old, new), and what must be seen, as (words, seer, says)."""

    def __init__(self):
        self.edits, self.seen = [], []


def faults_of(table):
    faults = []
    for at, fields in lines_of(table):
        words, file, old, new, seer, says = (fields + [""] * 6)[:6]
        if len(fields) > 6:
            raise Wrong(f"{at}: more than six fields")
        if words and not words.startswith("& "):
            faults.append(Fault())
        if not faults:
            raise Wrong(f"{at}: belongs to no fault")
        fault = faults[-1]
        if file:
            fault.edits.append((at, file, literal(old), literal(new)))
        if words:
            seer = seer or (fault.seen[-1][1] if fault.seen else "")
            if not seer:
                raise Wrong(f"{at}: no test is named")
            fault.seen.append((words.removeprefix("& "), seer, says))
        elif seer or says:
            raise Wrong(f"{at}: a test without words for the fault")
    return faults


def text_of(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def apply(fault, folder):
    """Checks all before the first is written: text by file."""
    texts = {}
    for at, file, old, new in fault.edits:
        path = os.path.join(folder, file)
        if file not in texts:
            if not os.path.isfile(path):
                raise Wrong(f"{at}: there is no {file}")
            texts[file] = text_of(path)
        if not old or texts[file].count(old) != 1:
            raise Wrong(f"{at}: {file} does not hold this text once, it holds it {texts[file].count(old) if old else 'any'} times: {old}")
        if old == new:
            raise Wrong(f"{at}: changes nothing in {file}")
        texts[file] = texts[file].replace(old, new)
    return texts


class Seers:
    """What a test's name stands for: NAME ARG...: the command, what it brings along, and how it says that it sees something."""

    def __init__(self):
        self.rows = {fields[0]: fields[1:] for _, fields in lines_of("seers")}

    def get(self, seer):
        name, *args = seer.split(" ")
        if name not in self.rows:
            raise Wrong(f"seers.tsv has no {name}")
        says, brings, command = self.rows[name]
        return command, brings, says.replace("{args}", re.escape(" ".join(args)))


class Copy:
    """A copy of the sources and what is built of them.  What has been built stays while faults come and go, as in a checkout
    that somebody works in."""

    def __init__(self, name, bound_s):
        self.bound_s = bound_s
        base = os.path.join(ROOT, "build/faults")
        self.at, self.clean, self.made, self.logs = (os.path.join(base, name, part) for part in ("copy", "clean", "made", "logs"))
        os.makedirs(base, exist_ok=True)
        self.lock = open(os.path.join(base, name + ".lock"), "w", encoding="utf-8")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        shutil.rmtree(os.path.join(base, name), ignore_errors=True)
        os.makedirs(self.logs)
        for source in SOURCES:
            for folder in (self.clean, self.at):
                path = os.path.join(ROOT, source)
                if os.path.isdir(path):
                    shutil.copytree(path, os.path.join(folder, source), symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy2(path, os.path.join(folder, source))

    def write(self, texts):
        for file, text in texts.items():
            path = os.path.join(self.at, file)
            if not os.path.exists(os.path.join(self.clean, file)):      # not a source: a test has made it
                os.makedirs(os.path.dirname(os.path.join(self.made, file)), exist_ok=True)
                shutil.copy2(path, os.path.join(self.made, file))
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)

    def restore(self):
        """Every source as it was, also what a test has made beside the sources, and what was edited elsewhere."""
        for folder, _, files in os.walk(self.made):
            for file in files:
                path = os.path.join(folder, file)
                shutil.copyfile(path, os.path.join(self.at, os.path.relpath(path, self.made)))
        for source in SOURCES:
            for folder, _, files in os.walk(os.path.join(self.at, source)):
                for file in files:
                    path = os.path.join(folder, file)
                    if "__pycache__" not in folder and not os.path.lexists(os.path.join(self.clean, os.path.relpath(path, self.at))):
                        os.unlink(path)
        for folder, _, files in os.walk(self.clean):
            for file in files:
                before = os.path.join(folder, file)
                path = os.path.join(self.at, os.path.relpath(before, self.clean))
                if not os.path.islink(before) and not same(path, before):
                    shutil.copyfile(before, path)

    def run(self, seer, log):
        """What the test says, and its exit status; None if it did not end."""
        command, brings, _ = seers.get(seer)
        source, target = os.path.join(ROOT, brings), os.path.join(self.at, brings)
        if os.path.isdir(source) and not os.path.exists(target):
            shutil.copytree(source, target, symlinks=True)
        path = os.path.join(self.logs, log)
        with open(path, "w+", encoding="utf-8", errors="replace") as f:
            child = subprocess.Popen(["bash", "-euc", command, *seer.split(" ")], cwd=self.at, env={**os.environ, "ROOT": ROOT, "PWD": self.at},
                                     stdin=subprocess.DEVNULL, stdout=f, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                status = child.wait(self.bound_s)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                try:
                    os.killpg(child.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                child.wait()
            f.seek(0)
            return f.read(), status


def same(path, other):
    if not os.path.exists(path):
        return False
    with open(path, "rb") as f, open(other, "rb") as g:
        return f.read() == g.read()


def says_it(text, pattern):
    """A pattern that begins with "not ok - " is for a line of TAP with a number."""
    pattern = re.sub(r"^not ok - ", r"^not ok \\d+ - ", pattern)
    return re.search(pattern, text, re.M) is not None


def end_of(text):
    return "\n".join(text.splitlines()[-15:])


class Table:
    def __init__(self, name, faults, copy):
        self.name, self.faults, self.copy = name, faults, copy
        self.controls = {}

    def pattern(self, seer, says):
        return says or seers.get(seer)[2]

    def control(self, seer):
        """Runs the test without a fault, the first time.  "" if it passes, else why nothing can be judged by it."""
        if seer not in self.controls:
            text, status = self.copy.run(seer, f"control-{len(self.controls)}.log")
            results = re.findall(r"^ok\b.*", text, re.M)
            ran = [line for line in results if "# SKIP" not in line]
            seen = [words for fault in self.faults for words, by, says in fault.seen
                    if by == seer and not keeps(says) and says_it(text, self.pattern(seer, says))]
            if results and not ran and status == 0:
                self.controls[seer] = "SKIP " + results[0].partition("# SKIP")[2].strip()
                report.skip(f"{seer} passes without a fault", self.controls[seer][5:])
            elif report.check(f"{seer} passes without a fault", ran and status == 0 and not seen,
                              f"exit status {status}; of a fault that is not there it says: {seen}\n{end_of(text)}"):
                self.controls[seer] = ""
            else:
                self.controls[seer] = "it does not pass without a fault"
        return self.controls[seer]

    def judge(self, fault, number):
        names = [f"seen by {seer}: {words}" for words, seer, _ in fault.seen]
        try:
            # seers prepare what some edits are for: the controls come first
            hindered = [self.control(seer) for _, seer, _ in fault.seen]
            if any(hindered):
                for name, why in zip(names, hindered):
                    if why.startswith("SKIP "):
                        report.skip(name, why[5:])
                    else:
                        report.not_ok(name, "not judged: " + (why or "another test of it does not pass without a fault"))
                return
            self.copy.write(apply(fault, self.copy.at))
        except Wrong as e:
            for name in names:
                report.not_ok(name, e)
            return
        said = {}
        for name, (_, seer, says) in zip(names, fault.seen):
            if seer not in said:
                said[seer] = self.copy.run(seer, f"{number}-{len(said)}.log")
            text, status = said[seer]
            if says_it(text, self.pattern(seer, says)):
                report.ok(name)
            elif status is None:
                report.not_ok(name, f"could not be judged: the test did not end in {self.copy.bound_s} s\n{end_of(text)}")
            else:
                report.not_ok(name, f"it does not say: {self.pattern(seer, says)}\nexit status {status}\n{end_of(text)}")
        self.copy.restore()


def keeps(says):
    """Words that also stand where there is no fault: what must still pass with it."""
    return says.startswith("^ok ")


def check_edits(tables):
    for name in tables:
        wrong, count = [], 0
        try:
            for fault in faults_of(name):
                count += len(fault.seen)
                try:
                    for _, seer, _ in fault.seen:
                        seers.get(seer)
                    if not any(file.startswith("build/") for _, file, _, _ in fault.edits):     # made by the test
                        apply(fault, ROOT)
                except Wrong as e:
                    wrong.append(str(e))
        except Wrong as e:
            wrong.append(str(e))
        report.check(f"{name}.tsv: {count} faults, and every edit applies", count and not wrong, "\n".join(wrong))


def part_of(faults, part):
    """Those of one test stay together, so that few tests are run without a fault in more than one part."""
    k, n = (int(x) for x in part.split("/"))
    if not 1 <= k <= n:
        raise Wrong(f"-p {part}: no such part")
    tests = [fault.seen[0][1] for fault in faults]
    order = sorted(faults, key=lambda fault: tests.index(fault.seen[0][1]))
    return order[(k - 1) * len(order) // n:k * len(order) // n]


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))     # whoever ends this ends the test that it runs
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-p", metavar="K/N", default="1/1", help="only the K-th of N parts")
    parser.add_argument("-n", action="store_true", help="no test: do the edits apply?")
    parser.add_argument("-b", metavar="S", type=float, default=3600, help="a test that runs for so long could not be judged (3600)")
    parser.add_argument("words", nargs="*", metavar="TABLE [REGEXP]")
    options = parser.parse_args()
    if options.n:
        every = sorted(name[:-4] for name in os.listdir(HERE) if name.endswith(".tsv") and name != "seers.tsv")
        check_edits(options.words or every)
        report.done("tests/faults/run.py -n")
    if not 1 <= len(options.words) <= 2:
        parser.error("name a table")
    name, only = (options.words + ["."])[:2]
    try:
        chosen = [fault for fault in faults_of(name) if any(re.search(only, f"{words} {seer}") for words, seer, _ in fault.seen)]
        chosen = part_of(chosen, options.p)
        copy = Copy(name if options.p == "1/1" else f"{name}-{options.p.replace('/', '-')}", options.b)
        table = Table(name, chosen, copy)
    except (Wrong, OSError) as e:
        report.bail_out(str(e))
    for number, fault in enumerate(chosen, 1):
        table.judge(fault, number)
    report.done(f"tests/faults/run.py {name}{'' if options.p == '1/1' else ' (-p ' + options.p + ')'}; what was said: {os.path.relpath(copy.logs, ROOT)}/")


seers = Seers()
main()
