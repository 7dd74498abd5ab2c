#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""gates.py: run.py and its layers are shown what they must not take for a kill, and what they must.
The last line is "gates: N passed, N failed"."""
import os
import re
import shutil
import sys
import time

sys.dont_write_bytecode = True
from layers import BROKEN, KILLED, SURVIVES, UNDECIDED, Spin, Test, Wp, lines_of, root
from run import Mutant, Run, asked_of, not_passing, outcome

build = os.path.join(root, "build/mutants/gates")
passed = failed = 0


def case(name, got, wanted):
    global passed, failed
    good = got == wanted
    passed, failed = passed + good, failed + (not good)
    print(f"ok    {name}" if good else f"FAIL  {name}\n      {got!r}, not {wanted!r}", flush=True)


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
    ("a claim is violated", "ok 1 - base: x holds in all 7659 states (4 s)\nnot ok 2 - base: not_wiped is violated: y\n# see x", KILLED),
    ("fewer states than recorded", "not ok 1 - base: not_wiped holds, but over 12 states where 7600 were recorded\n1..1", KILLED),
    ("fewer states, and its time was up", "not ok 1 - base: not_wiped holds, but over 12 states where 7600 were recorded\n"
     "time is up", UNDECIDED),
    ("the search did not end", "not ok 1 - base: not_wiped: the search did not end\n1..1", UNDECIDED),
    ("SPIN does not accept the model", "not ok 1 - base: SPIN does not accept the model\n1..1", BROKEN),
    ("nothing was checked", "1..0", BROKEN),
    ("check.sh's time was up", "ok 1 - base: x holds in all 7659 states (4 s)\ntime is up", UNDECIDED),
    ("every claim holds", "ok 1 - base: x holds in all 7659 states (4 s)\n1..1", SURVIVES),
]
TEST_SAYS = [
    ("a case fails", "ok a\nFAIL b\nend", KILLED),
    ("the program breaks off", "ok a", KILLED),
    ("its time was up", "ok a\ntime is up", UNDECIDED),
    ("every case passes", "ok a\nend", SURVIVES),
]


def answers():
    for layer, said in (Wp(""), WP_SAYS), (Spin(""), SPIN_SAYS), (Test(""), TEST_SAYS):
        for name, text, verdict in said:
            case(f"{layer.name}: {name}: {verdict}", judged(layer, text), verdict)
    case("wp: all of the goals are empty: broken", NoGoals("").ask(None), (BROKEN, "no goals"))


class NoGoals(Wp):
    """As if neither part of the goals had any."""
    def ask_part(self, mutant, part):
        return self.judge(["[wp] Warning: No goal generated"])


def clock():
    begin = time.monotonic()
    said = list(lines_of(["sh", "-c", "echo one; sleep 60 & wait"], "/", 1))
    case("what does not end is ended, and says so", (said, time.monotonic() - begin < 20), (["one", "time is up"], True))


def every_layer_kills():
    """Each by itself, on a fault that it must see: the driver frees what it has committed."""
    run = Run(build)
    mutant = Mutant("guest_done.guard-true.2", "", "guest_done")
    run.lay_out(mutant)
    for layer in run.layers:
        verdict, why = layer.ask(mutant)
        case(f"{layer.name} sees that a committed page is freed ({why})", verdict, KILLED)


def word(mutant, listed):
    return re.sub(r"[:;,].*", "", " ".join(outcome(mutant, listed)))


def runner():
    """On one small handler, with one configuration of SPIN's, so that it is quick."""
    run = Run(build)
    run.layers[1].configs = ["base"]
    fault = next(m for m in run.spec_mutants()[0] if m.name.startswith("guest_host.drop-assignment."))

    original = run.judge(Mutant("control-in-disguise", "nothing", "guest_host"))
    case("a mutant that is the original is asked of every layer", list(original.answers), ["wp", "spin", "test"])
    case("... and survives", word(original, {}), "FAIL survives")
    case("... unless it is listed", word(original, {original.name: ("nothing", "it is the same")}), "ok equivalent")
    case("... as what it is", word(original, {original.name: ("something", "")}),
         "FAIL is another mutant than the one listed as equivalent (something)")

    case("a mutant is killed", word(run.judge(fault), {}), "ok killed by wp")
    case("... and then not equivalent", word(fault, {fault.name: (fault.what, "no")}), "FAIL is listed as equivalent")
    case("... and the next time its answer is known", run.judge(fault).answers["wp"][3], True)
    case("the code without a fault passes", not_passing([original]), [])
    case("... and code with one does not", not_passing([fault]), [fault])

    late = Run(build, again=True)
    for layer in late.layers:
        layer.seconds = 0.01
    slow = late.judge(Mutant(fault.name, fault.what, fault.function))
    case("the same mutant when every layer's time is up", {a[0] for a in slow.answers.values()}, {UNDECIDED})
    case("... survives", word(slow, {}), "FAIL survives")

    over = Run(build, again=True)
    over.until = time.time()
    case("when no time is left a mutant is not asked", asked_of([fault, over.judge(Mutant(fault.name, fault.what, fault.function))]),
         [fault])


shutil.rmtree(build, ignore_errors=True)
answers()
clock()
every_layer_kills()
runner()
print(f"gates: {passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
