#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the runner: of what it makes of suites that pass, fail, break off and change their minds (run.py), and of which long
suites .ci/run runs (slices.py).  It runs none of the project's own suites."""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import slices
import suites
import table
from suites import HERE, ROOT
from tap import Tap

tap = Tap()


# --- the choice of long suites ---

def long_of(rows):
    return [r for r in rows.values() if r.target in slices.LONG]


def runs_in_a_row(rows, steps, with_journal):
    """What each of these runs would run; steps: how many commits lie before each."""
    runs, commits, ran = [], 100, []
    for step in steps:
        commits += step
        turn, first, rest, _ = slices.pick(rows, runs, commits, {})
        ran.append({r.name for r in first + rest})
        if with_journal:
            runs.append(slices.Run(str(commits), str(commits), turn))
    return ran


def missing(rows, steps, with_journal):
    """Suites that some six runs in a row leave out."""
    everything, ran = {r.name for r in long_of(rows)}, runs_in_a_row(rows, steps, with_journal)
    return sorted({name for i in range(len(ran) - 5) for name in everything - set().union(*ran[i:i + 6])})


def without_slice(rows):
    return [r.name for r in rows.values() if (r.target in slices.LONG) != (1 <= r.slice <= slices.SLICES)]


def over_budget(rows):
    """Slices that take too long, and choices of random changes that do."""
    found = [f"slice {s}" for s in range(1, slices.SLICES + 1)
             if slices.minutes(rows, [r for r in long_of(rows) if r.slice == s]) > slices.BUDGET]
    chance = random.Random(12)
    patterns = sorted({w.lstrip("=") for r in rows.values() for w in r.watches})
    for commits in range(60):
        _, first, rest, _ = slices.pick(rows, [], commits, dict.fromkeys(chance.sample(patterns, 3), False))
        if slices.minutes(rows, first + rest) > slices.BUDGET:
            found.append(f"commit {commits}")
    return found


def touched_and_not_in(rows):
    """Suites whose own files change, that are not run though there is room for them, or that come behind others."""
    found = []
    for row in long_of(rows):
        paths = {row.watches[-1].lstrip("="): False}
        for commits in range(slices.SLICES):
            _, first, rest, too_much = slices.pick(rows, [], commits, paths)
            room = slices.minutes(rows, first + rest + [row]) <= slices.BUDGET
            if row not in first and (room or row not in too_much):
                found.append(f"{row.name} after {commits} commits")
    return found


def with_row(rows, name, **change):
    return {**rows, name: rows[name]._replace(**change)}


class Instead:
    """A planted fault: another function in a module, for a while."""

    def __init__(self, module, name, function):
        self.args, self.was = (module, name), getattr(module, name)
        setattr(module, name, function)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        setattr(*self.args, self.was)


def choices():
    rows = suites.table()
    chance = random.Random(6)
    for steps in *([n] * 20 for n in (1, 2, 3, 5, 6, 7)), [chance.randrange(1, 40) for _ in range(100)]:
        name = f"{steps[0]} commits" if len(set(steps)) == 1 else "any number of commits"
        tap.equal(f"any six runs in a row, {name} between them, run everything", missing(rows, steps, True), [])
    tap.equal("without a journal any six runs in a row do so on commits that follow each other", missing(rows, [1] * 40, False), [])
    tap.equal("each long suite has a slice, and no other", without_slice(rows), [])
    tap.equal("no slice and no choice takes more minutes than there are", over_budget(rows), [])
    tap.equal("what a change touches is in if there is room", touched_and_not_in(rows), [])
    kinds = {r.kind for r in long_of(rows)}
    tap.check(f"there are at least 8 kinds of them ({' '.join(sorted(kinds))})", len(kinds) >= 8)

    # each of these checks can fail
    some = long_of(rows)[0].name
    tap.check("seen: a long suite in no slice", missing(with_row(rows, some, slice=0), [1] * 20, True) == [some] and
              without_slice(with_row(rows, some, slice=0)) == [some])
    tap.equal("seen: a short one in a slice", without_slice(with_row(rows, "chart", slice=2)), ["chart"])
    tap.check("seen: a suite that is too long", over_budget(with_row(rows, some, cold=30.0)))
    with Instead(slices, "BUDGET", 60):
        loose = [slices.pick(rows, [], n, {"device": False, "driver": False}) for n in range(6)]
    tap.check("seen: a choice that knows no budget",
              any(slices.minutes(rows, first + rest) > slices.BUDGET for _, first, rest, _ in loose))
    with Instead(slices, "next_slice", lambda runs, commits: commits % 6 + 1):
        tap.check("seen: a choice that does not read the journal", missing(rows, [2] * 20, True) and missing(rows, [6] * 20, True))
    with Instead(slices, "next_slice", lambda runs, commits: commits // 2 % 6 + 1):
        tap.check("seen: a choice that keeps to a slice for two commits", missing(rows, [1] * 40, False))
    with Instead(slices, "touched", lambda rows, paths: []):
        tap.check("seen: a choice that does not look at what has changed", touched_and_not_in(rows))

    journal = [slices.Run("1", "a", n) for n in (3, 1, 2, 3)]
    tap.equal("a slice that was never run comes before all others", slices.next_slice(journal, 3) in (4, 5, 6), True)
    half = slices.pick(rows, journal + [slices.Run("1", "a", 5, ("mutants-3", "no such suite"))], 0, {})
    tap.equal("what a run has left is next, without the rest of its slice", (half[0], [r.name for r in half[1] + half[2]]), (5, ["mutants-3"]))
    tap.equal("then the one that was run longest ago", slices.next_slice(journal + [slices.Run("1", "a", n) for n in (6, 4, 5)], 0), 1)


def tables():
    for file, made in (("README.md", table.targets), ("tests/README.md", table.everything)):
        with open(os.path.join(ROOT, file), encoding="utf-8") as f:
            text = f.read()
        tap.check(f"the table in {file} is that of tests/suites.tsv; if not: tests/table.py", table.with_table(text, made()) == text)
    tap.check("seen: a table that is not", table.with_table(text.replace("minutes", "hours"), table.everything()) != text.replace("minutes", "hours"))
    rows = suites.table()
    asked = "\n".join(command for r in rows.values() for command in suites.commands(r))

    programs = {line.split()[0] for line in asked.splitlines() if "/" in line.split()[0]}
    tap.equal(f"each program that a suite is is there ({len(programs)})", sorted(p for p in programs if not os.access(os.path.join(ROOT, p), os.X_OK)), [])

    def unlisted(words):
        """Of (command, part), those that no row runs."""
        return [f"{command} {part}" for command, part in words
                if not re.search(rf"{re.escape(command)}( .*)? {re.escape(part)}( |$)", asked, re.M)]

    def parts(command):
        said = subprocess.run([*command.split(), "list"], cwd=ROOT, capture_output=True, text=True)
        return [(command, part) for part in said.stdout.split() if part != "faults"]    # which are tables of tests/faults/

    for command in "tests/device/qemus.sh", "tests/device/sanitized.sh", "tests/driver/kernels.sh":
        listed = parts(command)
        tap.check(f"{command}: all of its parts are in the table ({len(listed)})", listed and not unlisted(listed), unlisted(listed))
    with open(os.path.join(HERE, "bench/bench.py"), encoding="utf-8") as f:
        listed = [("tests/bench/bench.py", part) for part in re.findall(r'"(\w+)": test_', f.read())]
    tap.check(f"tests/bench/bench.py: all of its parts are in the table ({len(listed)})", listed and not unlisted(listed), unlisted(listed))
    tap.check("seen: a part that is not", unlisted([("tests/bench/bench.py", "nonsense")]))
    folder = os.path.join(HERE, "faults")
    listed = sorted(name[:-4] for name in os.listdir(folder) if name.endswith(".tsv") and name != "seers.tsv")
    for name in listed + ["mutants"]:
        command = "mutants/run.py --part (.*)" if name == "mutants" else rf"faults/run.py(?: -p (\S+))? {name}"
        got = sorted(re.findall(rf"tests/{command}$", asked, re.M))
        tap.check(f"all parts of {name} are in the table", got == [""] or got and got == [f"{k + 1}/{len(got)}" for k in range(len(got))], got)
    scripts = set()
    for name in os.listdir(os.path.join(HERE, "device")):
        with open(os.path.join(HERE, "device", name), encoding="utf-8") as f:
            if re.search(r"^from runner import .*\bmain\b", f.read(), re.M):
                scripts.add(f"tests/device/{name}")
    tap.check(f"each test of the device in a QEMU is in the table ({len(scripts)})",
              len(scripts) >= 9 and all(s + " stock" in asked and (s + " tree" in asked or "random" in s) for s in scripts), scripts)
    programs = [os.path.relpath(os.path.join(folder, name), ROOT) for folder, _, names in os.walk(HERE) for name in names
                if re.search(r"_test\.(py|sh|c)$", name) and "/kunit" not in folder]
    lacking = sorted(p for p in programs if p not in asked and not re.search(rf"units.sh {os.path.basename(p)[:-2]}$", asked, re.M)
                     and p != "tests/gen/core_test.c")      # which tests/gen/run.sh compiles
    tap.equal(f"so is each program that is called a test ({len(programs)})", lacking, [])
    said = subprocess.run([os.path.join(HERE, "vm/test.py")], capture_output=True, text=True).stderr
    sets = re.match(r"usage: test.py (.*) \| GROUP", said)
    listed = [("tests/vm/test.py", word) for word in (sets[1].split(" | ") if sets else []) + ["built"]]
    tap.check(f"so is each set of groups of tests/vm/test.py ({len(listed)})", len(listed) >= 5 and not unlisted(listed), unlisted(listed))


# --- what a result depends on ---

def meanings():
    def same(name, before, after):
        return suites.meaning(name, before.encode()) == suites.meaning(name, after.encode())

    for name, path, before, after, wanted in (
            ("C: a comment", "a.c", "int a; /* one */\n// two\n", "int a; /* three */\n\n", True),
            ("C: a contract", "a.h", "/*@ requires a; */\nint f();\n", "/*@ requires b; */\nint f();\n", False),
            ("C: a contract of one line", "a.h", "//@ assert a;\n", "//@ assert b;\n", False),
            ("C: what looks like a comment, in a string", "a.c", 's = "/* a */";\n', 's = "/* b */";\n', False),
            ("C: behind an apostrophe", "a.c", "c = '\"'; /* a */ d = 1;\n", "c = '\"'; /* a */ d = 2;\n", False),
            ("C: a case that falls through", "a.c", "f(); /* fall through */\n", "f();\n", False),
            ("Promela: a comment", "a.pml", "x = 1; /* a */\n", "x = 1; /* b */\n", True),
            ("Python: a comment", "a.py", "a = 1  # one\n\n# two\n", "a = 1\n", True),
            ("Python: what looks like one, in a string", "a.py", "a = '# one'\n", "a = '# two'\n", False),
            ("Python: a block", "a.py", "if a:\n    b()\nc()\n", "if a:\n    b()\n    c()\n", False),
            ("shell: a comment", "a.sh", "#!/bin/sh\n# one\na # two\n", "#!/bin/sh\na\n", True),
            ("shell: another shell", "a.sh", "#!/bin/sh\na\n", "#!/bin/bash\na\n", False),
            ("shell: what looks like one, in a here document", "a.sh", "#!/bin/sh\na <<E\n# one\nE\n", "#!/bin/sh\na <<E\n# two\nE\n", False),
            ("shell: what looks like one, in quotes", "a.sh", "#!/bin/sh\na '\n# one\n'\n", "#!/bin/sh\na '\n# two\n'\n", False),
            ("another file", "a.txt", "# one\n", "# two\n", False)):
        tap.equal(f"{name} {'does not matter' if wanted else 'matters'}", same(path, before, after), wanted)
    tap.check("a path below a folder touches it, one beside it does not",
              suites.touches("tests/vm", "tests/vm/a.py") and not suites.touches("tests/vm", "tests/vmx/a.py") and
              suites.touches("driver/*_gen.*", "driver/core_gen.c") and not suites.touches("driver/*_gen.*", "device/core_gen.c"))


# --- the runner itself, on suites of its own ---

SUITES = {
    "good": "echo 'ok 1 - a'; echo 'ok 2 - b # SKIP no b here'; echo 1..2",
    "bad": "echo 'not ok 1 - a'; echo '# because'; echo 1..1; exit 1",
    "planless": "echo 'ok 1 - a'",
    "short": "echo 'ok 1 - a'; echo 1..3",
    "empty": "true",
    "none": "echo 1..0",
    "skipped": "echo '1..0 # SKIP all'",
    "liar": "echo 'ok 1 - a'; echo 1..1; exit 3",
    "smiling": "echo 'not ok 1 - a'; echo 1..1",
    "killed": "sh -c 'echo ok 1 - a; kill -9 $$'",
    "gives-up": "echo 'ok 1 - a'; echo 'Bail out!  no'; exit 255",
    "todo": "echo 'not ok 1 - a # TODO later'; echo 1..1",
    "flaky": "echo 'ok 1 - a'; n=$(cat n 2>/dev/null); echo x >>n; [ -z \"$n\" ] && echo 'not ok 2 - b' || echo 'ok 2 - b'; echo 1..2; [ -n \"$n\" ]",
    "figures": "n=$(cat n2 2>/dev/null); echo x >>n2; [ -z \"$n\" ] && echo 'not ok 1 - took 17 s' || echo 'ok 1 - took 4 s'; echo 1..1; [ -n \"$n\" ]",
    "vanishes": "n=$(cat n3 2>/dev/null); echo x >>n3; [ -z \"$n\" ] && echo 'not ok 1 - b' || echo 'ok 1 - c'; echo 1..1; [ -n \"$n\" ]",
    "both": "./both.sh {one,two}",
}


class Copy:
    """The runner in a folder of its own, with a table of its own."""

    def __init__(self, rows):
        self.top = tempfile.mkdtemp(prefix="run_test.")
        os.mkdir(self.path("tests"))
        for name in "run.py", "suites.py", "slices.py", "Tally.pm", "tee.sh", "need.sh", "tap.sh":
            shutil.copy(os.path.join(HERE, name), self.path("tests"))
        self.write("tests/packages", "run perl python3\n")
        self.write("tests/suites.tsv", "".join("\t".join(r) + "\n" for r in rows))
        self.write("both.sh", "#!/bin/sh\necho \"ok 1 - $1\"; echo 1..1\n")
        os.chmod(self.path("both.sh"), 0o755)

    def path(self, name):
        return os.path.join(self.top, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def run(self, *args, **env):
        """(exit status, lines)"""
        self.child = subprocess.run([self.path("tests/run.py"), *args], cwd=self.top, text=True, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                    env={**os.environ, "AEROSTAT_CACHE": self.path("cache"), **env})
        return self.child.returncode, self.child.stdout.splitlines()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.top)


def row(name, target="check", how="alone", needs="run", watches="-", command=None, slice_="-"):
    return name, target, slice_, "-", how, "1/1", needs, watches, command or SUITES[name]


def verdicts():
    with Copy([row(name) for name in SUITES]) as copy:
        def one(name, last, status, *said):
            got, lines = copy.run(name)
            text = "\n".join(lines)
            tap.check(f"suite {name}: {last.split(': ')[1]}", lines[-1:] == [last] and got == status and
                      all(re.search(pattern, text, re.M) for pattern in said), f"exit status {got}\n{text}")

        one("good", "good: 1 passed, 0 failed", 0, "^1 skipped")
        one("bad", "bad: 0 passed, 1 failed", 1, r"^FAIL  bad: a; see build/logs/bad.tap; again: echo", "^ +because$")
        one("planless", "planless: 1 passed, 1 failed", 1, "No plan found")
        one("short", "short: 1 passed, 1 failed", 1, "planned 3 tests")
        one("empty", "empty: 0 passed, 2 failed", 1, "FAIL  empty: no check", "No plan found")
        one("none", "none: 0 passed, 1 failed", 1, "FAIL  none: no check")
        one("skipped", "skipped: 0 passed, 1 failed", 1, "FAIL  skipped: no check")
        one("liar", "liar: 1 passed, 1 failed", 1, "exit status 3, and no check has failed")
        one("smiling", "smiling: 0 passed, 2 failed", 1, "exit status 0, and a check has failed")
        one("killed", "killed: 1 passed, 1 failed", 1, "No plan found")
        one("gives-up", "gives-up: 1 passed, 1 failed", 1, "gave up: no")
        one("todo", "todo: 0 passed, 1 failed", 1)
        one("both", "both: 2 passed, 0 failed", 0)
        one("flaky", "flaky: 1 passed, 0 failed", 0, r"^UNSTABLE  flaky: b; see build/logs/flaky.first.tap and flaky.tap")
        tap.check("both logs of an unstable suite are kept", "not ok 2 - b" in copy.read("build/logs/flaky.first.tap") and
                  "\nok 2 - b" in copy.read("build/logs/flaky.tap"))
        tap.check("an unstable name stands beside the count", copy.child.stdout.splitlines()[-2].startswith("UNSTABLE  flaky: b"))
        one("flaky", "flaky: 2 passed, 0 failed", 0, r"^== flaky: echo")     # it was not taken for one that has passed
        one("figures", "figures: 0 passed, 0 failed", 1, r"^UNSTABLE  figures: took 17 s")
        one("vanishes", "vanishes: 1 passed, 1 failed", 1, r"^FAIL  vanishes: b")
        tree = copy.read("build/junit.xml")
        tap.check("build/junit.xml has the last run's suites", "vanishes" in tree and "testcase" in tree)
        copy.run("good", "--again")
        tap.check("... and marks what was skipped", "<skipped" in copy.read("build/junit.xml"))
        status, lines = copy.run("nothing")
        tap.check("a suite that is not there is refused", status == 1 and "no target, kind or suite" in lines[-1], "\n".join(lines))
        os.rename(copy.path("tests/tee.sh"), copy.path("tests/tea.sh"))
        status, lines = copy.run("good", "--again")
        tap.check("a suite that prove cannot start has failed", status == 1 and re.fullmatch("good: 0 passed, [1-9] failed", lines[-1]),
                  "\n".join(lines))


def order():
    rows = [row("broken", "build", command="false"), row("made", "build", command="echo made"),
            row("spec", "verify", command=SUITES["bad"]), row("proof", "verify", command=SUITES["good"]),
            row("lacking", needs="run broken", command=SUITES["good"]), row("bad"), row("good", needs="run made")]
    with Copy(rows) as copy:
        status, lines = copy.run("verify")
        tap.check("verify ends where something has failed, and does not try again", lines[-1] == "verify: 0 passed, 1 failed" and
                  "NOT RUN, something before it has failed: proof" in lines and "second time" not in copy.child.stdout, "\n".join(lines))
        status, lines = copy.run("check")
        tap.check("a suite whose build fails is not run, by name, and the build has failed",
                  "NOT RUN, it needs broken: lacking" in lines and lines[-1] == "check: 1 passed, 2 failed" and status == 1 and
                  any(line.startswith("FAIL  broken: exit status 1") for line in lines), "\n".join(lines))
        tap.check("and what has failed is told with the command that repeats it",
                  any(line.startswith("FAIL  bad: a; ") for line in lines), "\n".join(lines))


def keeping():
    with Copy([row("good", watches="src =exact"), row("other", command=SUITES["good"], watches="other.c")]) as copy:
        os.mkdir(copy.path("src"))
        copy.write("src/a.c", "int a; /* one */\n")
        copy.write("exact", "one\n")

        def ran():
            status, lines = copy.run("good")
            return lines[-1] == "good: 1 passed, 0 failed" and status == 0 and "unchanged since" not in copy.child.stdout

        tap.check("a suite is run the first time", ran())
        tap.check("not again when nothing has changed", not ran())
        copy.write("src/a.c", "int a; /* two */\n")
        tap.check("nor when a comment has", not ran())
        copy.write("src/a.c", "int b; /* two */\n")
        tap.check("but when the code has", ran())
        copy.write("src/b.c", "int c;\n")
        tap.check("or a file more is there", ran())
        copy.write("exact", "two\n")
        tap.check("or what counts byte by byte has", ran())
        copy.write("tests/tap.sh", "echo\n")
        tap.check("or what all suites print with has", ran())
        copy.write("src/note", "")
        tap.check("--again runs it in any case", "unchanged" not in "\n".join(copy.run("--again", "good")[1]))
        before = copy.read("tests/suites.tsv")
        copy.write("tests/suites.tsv", before.replace("no b here", "no b there"))
        tap.check("so does another command", ran())


def in_ci():
    rows = [row("spec", "verify", command=SUITES["good"]), row("same", "generated", command=SUITES["good"]), row("good")]
    rows += [row(f"long{n}", "long", slice_=str(n), command=SUITES["good"], watches=f"dir{n}") for n in range(1, 7)]
    rows += [row("mutants", "mutants", slice_="1", command=SUITES["good"])]
    with Copy(rows) as copy:
        def git(*args):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@localhost", "-c", "commit.gpgsign=false", *args],
                           cwd=copy.top, check=True, capture_output=True)

        def commit(name, text):
            os.makedirs(os.path.dirname(copy.path(name)), exist_ok=True)
            copy.write(name, text)
            git("add", "-A")
            git("commit", "-qm", name)

        git("init", "-q")
        copy.write(".gitignore", "build\ncache\n")
        for n in range(12):     # so that the first run has a base
            commit("dir0/a.c", f"{n}\n")
        ran = []
        for n in range(6):
            status, lines = copy.run("ci")
            ran.append(set(re.findall(r"^== ((?:long|mutants)\d*):", copy.child.stdout, re.M)))
        tap.check("ci ends with the count alone", re.fullmatch(r"\d+ passed, 0 failed", lines[-1]) and status == 0, "\n".join(lines))
        tap.check("verify, generated and check are always part of it, however often they have passed",
                  all(f"== {name}: " in copy.child.stdout for name in ("spec", "same", "good")))
        tap.check("what was not run is told by name", any(line.startswith("NOT RUN, their turn") and "long" in line for line in lines))
        tap.equal("six of them run everything", sorted(set().union(*ran)), ["long1", "long2", "long3", "long4", "long5", "long6", "mutants"])
        journal = copy.read("cache/journal").splitlines()
        tap.equal("the journal has a line a run, with the slice and no result", sorted(line.split()[2:] for line in journal), [[str(n)] for n in range(1, 7)])
        next_one = int(journal[0].split()[2])
        commit(f"dir{next_one % 6 + 1}/a.c", "int a; /* one */\n")
        copy.run("ci")
        both = set(re.findall(r"^== (long\d):", copy.child.stdout, re.M))
        tap.equal("what a commit touches is run besides the slice that is next", both, {f"long{next_one}", f"long{next_one % 6 + 1}"})
        commit(f"dir{(next_one + 3) % 6 + 1}/a.c", "int a;\n")
        copy.run("ci")
        commit(f"dir{(next_one + 3) % 6 + 1}/a.c", "int a; /* one */\n")
        copy.run("ci")
        tap.check("a comment touches nothing", len(re.findall(r"^== (long\d):", copy.child.stdout, re.M)) == 1)
        in_time, late = copy.read("tests/run.py"), copy.read("tests/run.py").replace("NO_LONGER = 48 * 60", "NO_LONGER = -1")
        copy.write("tests/run.py", late)
        status, lines = copy.run("ci")
        left = [line for line in lines if line.startswith("NOT RUN, the time was up: ")]
        names = ",".join(left[0].split(": ")[1].split()) if left else None
        tap.check("when the time is up no long suite is begun, by name, and the journal says so",
                  re.search(r"\blong\d", names or "") and copy.read("cache/journal").split()[-1] == names, "\n".join(lines))
        copy.write("tests/run.py", in_time)
        copy.run("ci")
        ran = set(re.findall(r"^== ((?:long|mutants)\d*):", copy.child.stdout, re.M))
        tap.check("the next run has what was left", set(names.split(",")) <= ran, f"{names}; ran: {ran}")
        tap.equal("... and the journal that nothing is", len(copy.read("cache/journal").splitlines()[-1].split()), 3)


def on_hosts():
    """The other machine is a folder of this one; its ssh runs the command there."""
    with Copy([row("one", how="beside", command="hostname; echo 'ok 1 - a'; echo 1..1; pwd >>../where"), row("good", how="beside"),
               row("bad", how="beside"), row("flaky", how="beside"), row("alone", command=SUITES["good"])]) as copy:
        for name in "spread.sh", "tap.sh":
            shutil.copy(os.path.join(HERE, name), copy.path("tests"))
        copy.write("tests/packages", "run perl python3\nhosts parallel rsync\n")
        copy.write("ssh", "#!/bin/sh\nwhile case $1 in -o|-F|-l|-p) shift 2;; -*) shift;; *) false;; esac; do :; done\nshift\n"
                   f"HOME={copy.path('there')}; export HOME; cd $HOME; exec sh -c \"$*\"\n")
        os.chmod(copy.path("ssh"), 0o755)
        os.mkdir(copy.path("there"))
        here = copy.run("check", "--again")[1][-1]
        os.remove(copy.path("n"))
        status, lines = copy.run("check", "--again", HOSTS="other", SSH=copy.path("ssh"), HOME=copy.path("home"))
        tap.equal("with another machine the count is the same", lines[-1], here)
        tap.check("and what is unstable is known", any(line.startswith("UNSTABLE  flaky: b") for line in lines), "\n".join(lines))
        ran = [line for line in copy.child.stdout.splitlines() if line.startswith("== on this machine and other")]
        os.remove(copy.path("n"))
        copy.write("tests/spread.sh", "#!/bin/sh\n")
        tap.equal("what no machine has brought is run here", copy.run("check", "--again", HOSTS="other")[1][-1], here)
        tap.check("what runs there is told", ran and "one" in ran[0] and "alone" not in ran[0], "\n".join(lines))


choices()
tables()
meanings()
verdicts()
order()
keeping()
in_ci()
on_hosts()
tap.done("tests/run_test.py")
