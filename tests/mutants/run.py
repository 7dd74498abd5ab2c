#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""run.py [-a] [-f] [--part K/N] [NAME...]: every mutant of spec/ and of the generated C must be found by one of the project's checks.

First the checks are shown the code without a fault: it must pass, with the same commands and limits.  A mutant that no
layer (layers.py) kills must stand in the list `equivalent` with the reason why no run can tell it apart; one that stands there
and is killed, or is no mutant any more, is a failure as well.  -a asks every layer about every mutant, to see what each finds
alone.  --part: the K-th of N parts, in which all mutants of a function are together.  NAMEs: only mutants whose name begins so.
Answers are kept by the hash of what they depend on; -f asks again."""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zlib

sys.dont_write_bytecode = True
import faults_c
from layers import BROKEN, KILLED, SURVIVES, UNDECIDED, all_layers, here, read, root

sys.path.append(os.path.dirname(here))
from tap import Tap

tap = Tap()


class Mutant:
    """The sources with one fault, in a folder of their own; name "control" has none."""

    def __init__(self, name, what, function, of_spec=True, c=None):
        self.name, self.what, self.function, self.of_spec, self.c = name, what, function, of_spec, c
        self.folder = None
        self.answers = {}	# layer: verdict, reason, seconds, kept

    @property
    def killers(self):
        return [layer for layer, answer in self.answers.items() if answer[0] == KILLED]


class Run:
    def __init__(self, build, again=False, every_layer=False):
        self.build, self.every_layer = build, every_layer
        self.gen = os.path.join(root, "build/gen/gen")
        self.kept_path = os.path.join(build, "kept.json")
        os.makedirs(build, exist_ok=True)
        subprocess.run([os.path.join(root, "gen/build.sh"), os.path.dirname(self.gen)], check=True)
        self.old = json.loads(read(self.kept_path)) if os.path.exists(self.kept_path) and not again else {}
        self.new = {}	# what this run has asked or looked up
        self.layers = all_layers(build)

    def script(self, folder, *args):
        return subprocess.run([os.path.join(folder, "gen/gen.sh"), self.gen, *args], check=True, text=True,
                              capture_output=True).stdout

    def spec_mutants(self):
        """What gen lists: those it chose, and how many of the others there are of each kind."""
        chosen, others = [], {}
        for line in self.script(root, "-M").splitlines():
            fate, name, what = line.split("\t")
            if fate == "chosen":
                chosen.append(Mutant(name, what, name.split(".")[0]))
            else:
                others[fate] = others.get(fate, 0) + 1
        return chosen, others

    def core(self):
        """The C that gen makes of spec/ today."""
        folder = os.path.join(self.build, "core")
        self.script(root, folder)
        return read(folder, "driver/core_gen.c")

    def lay_out(self, mutant):
        """The mutant's sources, as the layers want them."""
        mutant.folder = os.path.join(self.build, "work", mutant.name)
        shutil.rmtree(mutant.folder, ignore_errors=True)
        if mutant.of_spec:
            for part in "gen/gen.sh", "gen/lib", "model", "spec/props.ltl", "tests/tap.sh":
                target = os.path.join(mutant.folder, part)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                (shutil.copytree if os.path.isdir(os.path.join(root, part)) else shutil.copy)(os.path.join(root, part), target)
            self.script(root, "-m", "none" if mutant.name.startswith("control") else mutant.name, mutant.folder)
            self.script(mutant.folder, os.path.join(mutant.folder, "c"))
        else:
            core = os.path.join(mutant.folder, "c/driver")
            os.makedirs(core)
            shutil.copy(os.path.join(self.build, "core/driver/core_gen.h"), core)
            with open(os.path.join(core, "core_gen.c"), "w", encoding="utf-8") as f:
                f.write(mutant.c)

    def ask(self, layer, mutant):
        """Asks a layer, unless its answer on these very inputs is known."""
        key = f"{layer.name} {layer.key(mutant)}"
        known = self.new.get(key) or self.old.get(key)
        if known:
            self.new[key] = known
            return *known, True
        begin = time.monotonic()
        verdict, why = layer.ask(mutant)
        answer = verdict, why, round(time.monotonic() - begin, 1)
        if verdict in (KILLED, SURVIVES):
            self.new[key] = answer
        return *answer, False

    def judge(self, mutant):
        self.lay_out(mutant)
        for layer in self.layers:
            if layer.fits(mutant):
                mutant.answers[layer.name] = self.ask(layer, mutant)
                if mutant.killers and not self.every_layer:
                    break
        if mutant.killers:
            shutil.rmtree(mutant.folder)
        return mutant

    def save(self, all_asked=False):
        """Keeps the answers; when all have been asked, without those that nothing has asked for."""
        with open(self.kept_path + ".new", "w", encoding="utf-8") as f:
            json.dump({**({} if all_asked else self.old), **self.new}, f, indent=0, sort_keys=True)
        os.rename(self.kept_path + ".new", self.kept_path)

    def judge_all(self, mutants, what):
        """Two at a time, with a word every ten seconds."""
        begin = said = time.monotonic()
        killed, done = {}, 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for future in concurrent.futures.as_completed([pool.submit(self.judge, m) for m in mutants]):
                mutant, done = future.result(), done + 1
                for layer in mutant.killers[:1]:
                    killed[layer] = killed.get(layer, 0) + 1
                if time.monotonic() - said >= 10:
                    said = time.monotonic()
                    by = ", ".join(f"{layer} {n}" for layer, n in killed.items()) or "none"
                    tap.note(f"{done} of {len(mutants)} {what}, killed: {by}; {said - begin:.0f} s")
                    self.save()
        self.save()


def controls(core, mutants):
    """The code without a fault: as C of each function that is mutated, and as spec."""
    plain = [Mutant(f"control.{name}", "no fault", name, of_spec=False, c=core)
             for name in sorted({m.function for m in mutants})]
    return plain + [Mutant("control", "no fault", mutants[0].function)]


def not_passing(faultless):
    return [m for m in faultless if any(a[0] != SURVIVES for a in m.answers.values())]


def equivalents():
    """name: (what, reason), from the list."""
    table = {}
    for line in read(here, "equivalent").splitlines():
        if line and not line.startswith("#"):
            name, what, reason = line.split("\t")
            table[name] = what, reason
    return table


def outcome(mutant, listed):
    """("ok" or "FAIL", why)"""
    what, reason = listed.get(mutant.name, (None, None))
    broken = [f"{layer}: {a[1]}" for layer, a in mutant.answers.items() if a[0] == BROKEN]
    undecided = [f"{layer}: {a[1]}" for layer, a in mutant.answers.items() if a[0] == UNDECIDED]
    if broken:
        return "FAIL", "could not be judged: " + "; ".join(broken)
    if mutant.killers:
        layer = mutant.killers[0]
        return ("FAIL", f"is listed as equivalent, and killed by {layer}: {mutant.answers[layer][1]}") if what else \
               ("ok", f"killed by {layer}: {mutant.answers[layer][1]}")
    if what and what != mutant.what:
        return "FAIL", f"is another mutant than the one listed as equivalent ({what}); look at it again"
    if what:
        return "ok", f"equivalent: {reason}"
    return "FAIL", "survives: a contract, a property or a test is missing, or it belongs into tests/mutants/equivalent" + \
                   "".join(f"; {u}" for u in undecided)


def write_results(mutants, listed):
    os.makedirs(os.path.join(root, "build/results"), exist_ok=True)
    with open(os.path.join(root, "build/results/mutants.tsv"), "w", encoding="utf-8") as f:
        for m in mutants:
            seconds = sum(a[2] for a in m.answers.values())
            kept = "kept" if all(a[3] for a in m.answers.values()) else "new"
            by = ",".join(m.killers) or ("equivalent" if m.name in listed else "nothing")
            print(m.name, outcome(m, listed)[0], f"killed-by={by} seconds={seconds:.1f}", kept, sep="\t", file=f)


def table(mutants, layers):
    spec, c = [m for m in mutants if m.of_spec], [m for m in mutants if not m.of_spec]
    tap.note(f"{'layer':24}{'spec':>8}{'C':>8}{'alone':>8}")
    for layer in layers:
        row = [sum(m.killers[:1] == [layer.name] for m in part) for part in (spec, c)]
        asked = [m for m in mutants if layer.name in m.answers]
        tap.note(f"{layer.name:24}{row[0]:8}{row[1]:8} {sum(layer.name in m.killers for m in asked):4} of {len(asked)} asked")
    for title, test in ("by nothing", lambda m: not m.killers), ("all", lambda m: True):
        tap.note(f"{title:24}{sum(map(test, spec)):8}{sum(map(test, c)):8}")


def part_of(function, n):
    """Which part this function's mutants are in, whatever other functions there are.  With 17 six parts are even."""
    return zlib.crc32(f"17 {function}".encode()) % n


def arguments():
    parser = argparse.ArgumentParser(usage="tests/mutants/run.py [-a] [-f] [--part K/N] [NAME...]")
    parser.add_argument("-a", action="store_true", dest="every_layer")
    parser.add_argument("-f", action="store_true", dest="again")
    parser.add_argument("--part", default="1/1", metavar="K/N")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    found = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", args.part)
    if not found or int(found[1]) > int(found[2]):
        parser.error(f"{args.part} is no part")
    args.k, args.n = int(found[1]), int(found[2])
    return args


def all_mutants(run):
    """All of them, in an order that has nothing to do with what they are, and the C without a fault."""
    spec, others = run.spec_mutants()
    core = run.core()
    c = [Mutant(name, what, function, False, text) for name, what, function, text in faults_c.mutants(core)]
    tap.note(f"{len(spec)} mutants of the spec, {len(c)} of the C; left out: {others.get('spare', 0)} more of the spec, "
             f"{others.get('refused', 0)} refused by gen, {others.get('same', 0)} that say the same as another")
    return sorted(spec + c, key=lambda m: zlib.crc32(m.name.encode())), core


def check_controls(run, core, mutants):
    faultless = controls(core, mutants)
    run.judge_all(faultless, "controls")
    wrong = not_passing(faultless)
    if not tap.check("the code without a fault passes every layer", not wrong, "\n".join(f"{m.name}: {m.answers}" for m in wrong)):
        tap.bail_out("as long as the code without a fault does not pass, no mutant means anything; next step: make verify")


def main():
    args = arguments()
    run = Run(os.path.join(root, "build/mutants"), args.again, args.every_layer)
    mutants, core = all_mutants(run)
    whole = not args.names and args.n == 1
    listed = equivalents()
    gone = sorted(set(listed) - {m.name for m in mutants})
    if args.names:
        mutants = [m for m in mutants if m.name.startswith(tuple(args.names))]
    mutants = [m for m in mutants if part_of(m.function, args.n) == args.k - 1]
    if not mutants:
        tap.bail_out("no mutant's name begins so; gen/gen.sh build/gen/gen -M lists those of the spec")
    check_controls(run, core, mutants)
    run.judge_all(mutants, "mutants")
    if whole:
        write_results(mutants, listed)
        run.save(all_asked=True)
    tap.equal("what stands in tests/mutants/equivalent is a mutant", gone, [])
    for m in mutants:
        verdict, why = outcome(m, listed)
        if verdict == "ok":
            tap.ok(f"{m.name} ({m.what}) {why}")
        else:
            tap.not_ok(f"{m.name} ({m.what})", why)
    table(mutants, run.layers)
    tap.done(" ".join(["tests/mutants/run.py", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
