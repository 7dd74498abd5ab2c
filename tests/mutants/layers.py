# SPDX-License-Identifier: GPL-2.0-or-later
"""What may find a mutant: the project's own checks, one a layer, each on one mutant.

A layer is asked in a folder that has the mutant's sources: c/driver/core_gen.[ch], and for a mutant of the spec
also spec/ and model/.  Its answer is one of the words below and what it rests on.  Only positive evidence kills:
a counterexample, a failed test, or a goal that both provers have answered and neither proved.  Provers are bounded by steps,
processes by processor time, and what ends by a bound is undecided."""
import hashlib
import inspect
import os
import re
import resource
import signal
import subprocess
import threading

KILLED, SURVIVES, UNDECIDED, BROKEN = "killed", "survives", "undecided", "broken"

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(os.path.dirname(here))


def lines_of(command, folder, seconds, patience=3600):
    """The command's lines as they come.  "time is up" is the last one if one of its processes has taken so many seconds of a
    processor, or if it does not end in so many seconds of patience, which only what hangs takes.  Leaving early ends it."""
    env = {**os.environ, "PWD": folder}	# Frama-C believes PWD
    child = subprocess.Popen(command, cwd=folder, env=env, text=True, errors="replace", start_new_session=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5)))
    late = threading.Event()

    def end():
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    timer = threading.Timer(patience, lambda: (late.set(), end()))
    timer.start()
    try:
        for line in child.stdout:
            yield line.rstrip("\n")
        if late.is_set() or child.wait() in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
            yield "time is up"
    finally:
        timer.cancel()
        end()
        child.stdout.close()
        child.wait()


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as f:
        return f.read()


def without_banner(text):
    return re.sub(r"\(SHA-256 \w+\)", "", text)


class Layer:
    seconds, patience = 300, 3600

    def __init__(self, versions):
        self.versions = versions

    def fits(self, mutant):
        return True

    def lines(self, command, folder):
        return lines_of(command, folder, self.seconds, self.patience)


class Wp(Layer):
    """Frama-C's WP on the mutated function alone, with the options that proofs/prove.sh has."""
    name = "wp"
    gave_up = {"Unknown", "Step limit", "Invalid"}

    def __init__(self, versions):
        super().__init__(versions)
        # fewer steps than prove.sh allows: what is true is proven well within them, what is false needs them all
        self.options = [*read(root, "proofs", "options").split(), "-wp-prover", "cvc4,z3", "-wp-steps", "400000", "-wp-timeout", str(self.patience)]

    def key(self, mutant):
        """The function, the header without the contracts of what it does not call, and the tools."""
        c = without_banner(read(mutant.folder, "c/driver/core_gen.c"))
        function = re.search(r"(/\*@[^/]*\*/\n)?^[a-z][^\n]*\b%s\([^;{]*\{.*?^\}" % mutant.function, c, re.M | re.S)[0]
        words = set(re.findall(r"\w+", function))

        def contract(found):
            return found[0] if found[1] in words else ""

        header = re.sub(r"/\*@ requires(?:(?!\*/).)*\*/\n[a-z][^;(]*?(\w+)\([^;]*;", contract,
                        without_banner(read(mutant.folder, "c/driver/core_gen.h")), flags=re.S)
        callees = re.findall(r"/\*@ requires(?:(?!\*/).)*\*/\nstatic inline \w+ (\w+)\(.*?^\}", c, re.M | re.S)
        if words & set(callees) - {mutant.function}:
            header += c[c.index("/*@ requires"):c.index("void wire_")]
        return digest(function, header, self.versions, *self.options)

    def ask(self, mutant):
        """The contract first, then the runtime errors, which the contract's goals take for granted."""
        proved = 0
        for part in "-@assert", "@assert":
            verdict, why, goals = self.ask_part(mutant, part)
            proved += goals
            if verdict != SURVIVES:
                return verdict, why
        return (SURVIVES, f"{proved} goals") if proved else (BROKEN, "no goals")

    def ask_part(self, mutant, part):
        command = ["frama-c", *self.options, "-wp-par", "1", "-wp-fct", mutant.function, f"-wp-prop={part}", "core_gen.c"]
        return self.judge(self.lines(command, os.path.join(mutant.folder, "c/driver")))

    def judge(self, lines):
        """From what Frama-C says: a verdict, its reason, and how many goals were proved."""
        goal, answers, open_goals, last = None, [], [], ""
        for line in lines:
            last = line or last
            failed = re.match(r"\[wp\] \[\w+\] Goal (\S+)$", line)
            answer = re.match(r"  \S+ \S+: (\w+(?: \w+)?)", line)
            proved = re.match(r"\[wp\] Proved goals: +(\d+) / (\d+)", line)
            if failed:
                goal, answers = failed[1], []
                open_goals.append(goal)
            elif goal and answer:
                answers.append(answer[1])
                if len(answers) == 2 and self.gave_up.issuperset(answers):
                    return KILLED, goal, 0
            elif proved:
                goal = None
                if proved[1] == proved[2]:
                    return SURVIVES, f"{proved[1]} goals", int(proved[1])
                return UNDECIDED, "no answer in time: " + ", ".join(open_goals), 0
            elif line == "[wp] Warning: No goal generated":
                return SURVIVES, "", 0
        if last == "time is up":
            return UNDECIDED, "Frama-C did not end in time", 0
        return BROKEN, f"Frama-C: {last}", 0


class Spin(Layer):
    """SPIN on the mutated spec, as model/check.sh does it; small configurations only."""
    name = "spin"
    configs = ["base", "forget", "base-live", "stats-live", "operator"]

    def fits(self, mutant):
        return mutant.of_spec

    def key(self, mutant):
        names = [os.path.join(folder, name) for folder in ("spec", "model")
                 for name in sorted(os.listdir(os.path.join(mutant.folder, folder)))]
        return digest(self.versions, *self.configs, *(without_banner(read(mutant.folder, n)) for n in names
                                                      if os.path.isfile(os.path.join(mutant.folder, n))))

    def ask(self, mutant):
        for config in self.configs:
            command = [os.path.join(mutant.folder, "model/check.sh"), "-1", os.path.join(mutant.folder, "pan"), config]
            verdict, why = self.judge(self.lines(command, mutant.folder))
            if verdict != SURVIVES:
                return verdict, why
        return SURVIVES, f"{len(self.configs)} configurations"

    def judge(self, lines):
        """From what check.sh says.  A violation kills; if there is none, so does a world that has lost states."""
        last = lost = late = ""
        for line in lines:
            last = line if re.match(r"1\.\.\d+$|Bail out!", line) else last
            said = re.match(r"not ok \d+ - (.*)", line)
            fault = said and re.match(r"(\S+): +(\S+) (is violated|holds, but over \d+ states)", said[1])
            if fault and fault[3] == "is violated":
                return KILLED, f"{fault[1]}: {fault[2]} is violated"
            if fault:
                lost = lost or f"{fault[1]}: {fault[2]} {fault[3]}"
            elif line == "time is up" or said and "the search did not end" in said[1]:
                late = late or line
            elif said:
                return BROKEN, said[1]
        if late or lost:
            return (UNDECIDED, late) if late else (KILLED, lost)
        return (SURVIVES, "") if re.match(r"1\.\.[1-9]", last) else (BROKEN, f"check.sh: {last or 'no plan'}")


class Test(Layer):
    """tests/gen/core_test.c on the mutated C, as tests/gen/run.sh does it."""
    name = "test"
    seconds = 60
    flags = ["-std=gnu11", "-O1", "-g", "-w", "-fsanitize=address,undefined"]

    def __init__(self, versions):
        super().__init__(versions)
        self.source = os.path.join(root, "tests/gen/core_test.c")

    def key(self, mutant):
        return digest(self.versions, read(self.source), read(root, "tests/gen/test.h"), read(root, "tests/tap.h"), *self.flags,
                      *(without_banner(read(mutant.folder, "c/driver/core_gen" + end)) for end in (".c", ".h")))

    def ask(self, mutant):
        binary = os.path.join(mutant.folder, "core_test")
        core = os.path.join(mutant.folder, "c/driver")
        compiled = list(self.lines(["gcc", *self.flags, f"-I{core}", "-o", binary, self.source, core + "/core_gen.c"], core))
        if compiled:
            return (UNDECIDED if compiled[-1] == "time is up" else BROKEN), f"gcc: {compiled[0]}"
        return self.judge(self.lines([binary], core))

    def judge(self, lines):
        last = ""
        for line in lines:
            last = line
            if line.startswith("not ok "):
                return KILLED, re.sub(r"^not ok \d+ - ", "", line)
        if last == "time is up":
            return UNDECIDED, "the test did not end in time"
        return (SURVIVES, "every check passes") if re.match(r"1\.\.[1-9]", last) else (KILLED, f"the test broke off: {last}")


def made(layer, *commands):
    """The layer, for answers that are good only for its code here and for these versions of its tools."""
    said = [subprocess.run(c.split(), capture_output=True, text=True, check=True).stdout for c in commands]
    return layer(digest(inspect.getsource(layer), inspect.getsource(Layer), inspect.getsource(lines_of), *said))


def all_layers(build):
    """From cheap to dear."""
    os.environ["WHY3CONFIG"] = os.path.join(build, "why3.conf")
    found = subprocess.run(["why3", "config", "detect"], capture_output=True, text=True)
    for prover in "Z3", "CVC4":
        if not re.search(f"Found prover {prover} .*OK", found.stdout + found.stderr):
            raise SystemExit(f"mutants: Why3 does not find {prover}; install the packages z3 and cvc4")
    gcc = "gcc --version"
    return [made(Wp, "frama-c -version", "z3 --version", "cvc4 --version"), made(Spin, "spin -V", gcc), made(Test, gcc)]
