#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gates.py: run.py and its layers are shown what they must not take for a kill, and what they must."""
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
from layers import BROKEN, KILLED, SURVIVES, UNDECIDED, Spin, Test, Wp, lines_of, root
from run import Mutant, Run, not_passing, outcome, part_of, tap

build = os.path.join(root, "build/mutants/gates")

def judged(layer, text):
    return layer.judge(text.splitlines())[0]


GOAL = "[wp] [Failed] Goal typed_guest_done_ensures\n"
WP_SAYS = [
    ("both provers gave up on a goal", GOAL + "  Z3 4.8.12: Unknown (Qed:5ms)\n  CVC4 1.8: Step limit (Qed:5ms) (400000)\n", KILLED),
    ("one prover's time was up", GOAL + "  Z3 4.8.12: Unknown\n  CVC4 1.8: Timeout (60s)\n[wp] Proved goals:    3 / 4\n", UNDECIDED),
    ("a prover failed", GOAL + "  Z3 4.8.12: Failed\n  CVC4 1.8: Unknown\n[wp] Proved goals:    3 / 4\n", UNDECIDED),
    ("one prover said nothing", GOAL + "  Z3 4.8.12: Unknown\n[wp] Proved goals:    3 / 4\n", UNDECIDED),
    ("a goal not proved and not named", "[wp] Proved goals:    3 / 4\n", UNDECIDED),
    ("all goals proved", "[wp] [Qed] Goal typed_guest_done_ensures : Valid\n[wp] Proved goals:    4 / 4\n", SURVIVES),
    ("a part of the goals is empty", "[wp] Warning: No goal generated", SURVIVES),
    ("Frama-C's own time was up", "[wp] 50 goals scheduled\ntime is up", UNDECIDED),
    ("Frama-C refuses the file", "[kernel] core_gen.c:1: User Error: no\n[kernel] Frama-C aborted: invalid user input.", BROKEN),
    ("Frama-C says nothing", "", BROKEN),
]
SPIN_SAYS = [
    ("a claim is violated", "ok 1 - base: x holds in all 7659 states (4 s)\nnot ok 2 - base: not_wiped is violated: counterexample", KILLED),
    ("fewer states than recorded", "not ok 1 - base: not_wiped holds, but over 12 states where 7600 were recorded\n1..1", KILLED),
    ("fewer states, and its time was up", "not ok 1 - base: not_wiped holds, but over 12 states where 7600 were recorded\n"
     "time is up", UNDECIDED),
    ("the search did not end", "not ok 1 - base: not_wiped: the search did not end\n1..1", UNDECIDED),
    ("SPIN does not accept the model", "not ok 1 - base: SPIN does not accept the model\n1..1", BROKEN),
    ("nothing was checked", "1..0", BROKEN),
    ("check.sh gives up", "Bail out!  the generator cannot be built", BROKEN),
    ("check.sh's time was up", "ok 1 - base: x holds in all 7659 states (4 s)\ntime is up", UNDECIDED),
    ("every claim holds", "ok 1 - base: x holds in all 7659 states (4 s)\n1..1\n", SURVIVES),
]
TEST_SAYS = [
    ("a check fails", "ok 1 - a\nnot ok 2 - b\n1..2", KILLED),
    ("the program breaks off", "ok 1 - a", KILLED),
    ("its time was up", "ok 1 - a\ntime is up", UNDECIDED),
    ("every check passes", "ok 1 - a\n1..1", SURVIVES),
]


def answers():
    for layer, said in (Wp(""), WP_SAYS), (Spin(""), SPIN_SAYS), (Test(""), TEST_SAYS):
        for name, text, verdict in said:
            tap.equal(f"{layer.name}: {name}: {verdict}", judged(layer, text), verdict)
    tap.equal("wp: all of the goals are empty: broken", NoGoals("").ask(None), (BROKEN, "no goals"))


class NoGoals(Wp):
    """As if neither part of the goals had any."""
    def ask_part(self, mutant, part):
        return self.judge(["[wp] Warning: No goal generated"])


def bounds():
    tap.equal("what takes too much of a processor is ended, and says so", list(lines_of(["sh", "-c", "echo one; while :; do :; done"], "/", 1)),
              ["one", "time is up"])
    tap.equal("so is what does not end", list(lines_of(["sh", "-c", "echo one; sleep 600 & wait"], "/", 300, 1)), ["one", "time is up"])


def parts(run):
    names = [m.function for m in run.spec_mutants()[0]]
    sizes = [sum(part_of(name, 6) == k for name in names) for k in range(6)]
    tap.equal("six parts have each mutant once", sum(sizes), len(names))
    tap.check(f"and are about even ({sizes} of the spec)", max(sizes) <= 1.4 * len(names) / 6)


def every_layer_kills():
    """Each by itself, on a fault that it must see: the driver frees what it has committed."""
    run = Run(build)
    mutant = Mutant("guest_done.guard-true.2", "", "guest_done")
    run.lay_out(mutant)
    for layer in run.layers:
        verdict, why = layer.ask(mutant)
        tap.equal(f"{layer.name} sees that a committed page is freed ({why})", verdict, KILLED)


def word(mutant, listed):
    return re.sub(r"[:;,].*", "", " ".join(outcome(mutant, listed)))


def runner():
    """On one small handler, with one configuration of SPIN's, so that it is quick."""
    run = Run(build)
    run.layers[1].configs = ["base"]
    fault = next(m for m in run.spec_mutants()[0] if m.name.startswith("guest_host.drop-assignment."))

    original = run.judge(Mutant("control-in-disguise", "nothing", "guest_host"))
    tap.equal("a mutant that is the original is asked of every layer", list(original.answers), ["wp", "spin", "test"])
    tap.equal("... and survives", word(original, {}), "FAIL survives")
    tap.equal("... unless it is listed", word(original, {original.name: ("nothing", "it is the same")}), "ok equivalent")
    tap.equal("... as what it is", word(original, {original.name: ("something", "")}),
         "FAIL is another mutant than the one listed as equivalent (something)")

    tap.equal("a mutant is killed", word(run.judge(fault), {}), "ok killed by wp")
    tap.equal("... and then not equivalent", word(fault, {fault.name: (fault.what, "no")}), "FAIL is listed as equivalent")
    tap.equal("... and the next time its answer is known", run.judge(fault).answers["wp"][3], True)
    tap.equal("the code without a fault passes", not_passing([original]), [])
    tap.equal("... and code with one does not", not_passing([fault]), [fault])

    late = Run(build, again=True)
    for layer in late.layers:
        layer.patience = 0.01
    slow = late.judge(Mutant(fault.name, fault.what, fault.function))
    tap.equal("the same mutant when every layer's time is up", {a[0] for a in slow.answers.values()}, {UNDECIDED})
    tap.equal("... survives", word(slow, {}), "FAIL survives")


shutil.rmtree(build, ignore_errors=True)
answers()
bounds()
parts(Run(build))
every_layer_kills()
runner()
tap.done("tests/mutants/gates.py")
