#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests of the benchmark's arithmetic (figures.py), by runs that are made up here.  No VM."""
import math
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import figures
from figures import COMPACTED, DROPPED, STATIC, Figures
from tap import Tap

tap = Tap()
OURS = figures.OURS[0]


def near(name, got, wanted):
    tap.check(name, got is not None and math.isclose(got, wanted, rel_tol=1e-9), f"got {got!r}, wanted {wanted!r}")


def run(workload, peer, turn=1, **given):
    return {"workload": workload, "peer": peer, "round": turn, **given}


def verdicts(runs, words):
    """Of the goals with these words, by the first of ours."""
    return [(g.verdict, g.where) for g in figures.goals(Figures(runs)) if words in g.what and g.peer == OURS]


def samples():
    steps = [(0, 100), (10, 100), (20, 612), (30, 612), (31, 400), (33, 356), (40, 100)]
    near("footprint: each sample holds until the next", figures.gib_minutes(steps), (20 * 100 + 11 * 612 + 2 * 400 + 7 * 356) / 1024 / 60)
    near("its mean", figures.mean_mib(steps), (20 * 100 + 11 * 612 + 2 * 400 + 7 * 356) / 40)
    near("footprint of samples that are unevenly spaced", figures.gib_minutes([(0, 1024), (1, 2048), (60, 0)]), (1 + 59 * 2) / 60)
    near("half of 512 MiB are back 3 s after the end of the load", figures.half_back_s(steps, 30), 3)
    tap.equal("what never comes back is not told", figures.half_back_s([(0, 100), (10, 612), (20, 500)], 10), None)
    tap.equal("nor is what came before the first sample", figures.half_back_s([(5, 100)], 1), None)


def means():
    tap.equal("the median of an even number", figures.median([4, 1, 3, 2]), 2.5)
    tap.equal("a run without a figure does not count in the median", figures.median([None, 9, 1, 5]), 5)
    tap.equal("the median of nothing", figures.median([None]), None)
    near("geometric mean", figures.geometric_mean([0.5, 2, 8]), 2)
    tap.equal("it has no value when one is missing", figures.geometric_mean([0.5, None]), None)
    tap.equal("nothing in nothing is 1", figures.ratio(0, 0), 1.0)
    tap.equal("something in nothing is no number", figures.ratio(3, 0), None)


def ratios():
    # the machine is twice as slow in the second round
    runs = [run("idle", p, n, gib_min=v) for p, values in ((OURS, (1, 2, 3)), (COMPACTED, (2, 4, 3))) for n, v in enumerate(values, 1)]
    near("a ratio is taken within a round, then the median", Figures(runs).ratio("idle", OURS, COMPACTED, "gib_min"), 0.5)
    near("a round that one of them lacks is left out", Figures(runs[:-1]).ratio("idle", OURS, COMPACTED, "gib_min"), 0.5)
    less = [run("a", OURS, 1, sectors_read=5), run("a", STATIC, 1, sectors_read=9)]
    tap.equal("fewer sectors than static are none beyond it", Figures(less).beyond("a", OURS, "sectors_read"), 0)


def goal():
    def footprints(ours):
        return [run(w, p, gib_min=v) for w, value in ours.items() for p, v in ((OURS, value), (COMPACTED, 1.0), (DROPPED, 1.0))]
    tap.equal("0.5 and 0.9 are 0.67 in the mean: both goals hold", verdicts(footprints({"a": 0.5, "b": 0.9}), "reporting with compaction") +
              verdicts(footprints({"a": 0.5, "b": 0.9}), "worst"), [("holds", ""), ("holds", "b")])
    tap.equal("0.1 and 1.1 have a small mean, and the worst misses", verdicts(footprints({"a": 0.1, "b": 1.1}), "worst"), [("misses", "b")])
    tap.equal("0.8 and 0.9 miss in the mean", verdicts(footprints({"a": 0.8, "b": 0.9}), "reporting with compaction"), [("misses", "")])
    tap.equal("a workload that ours did not end is not left out", verdicts(footprints({"a": 0.5, "b": None}), "reporting with compaction") +
              verdicts(footprints({"a": 0.5, "b": None}), "worst"), [("not told by this run", ""), ("misses", "b")])
    work = [run("a", STATIC, work_ms=100), run("a", COMPACTED, work_ms=110)]
    tap.equal("work: 9 % more than static, where the best peer needs 10 %", verdicts(work + [run("a", OURS, work_ms=109)], "time of the work"), [("holds", "a")])
    tap.equal("work: 11 % more", verdicts(work + [run("a", OURS, work_ms=111)], "time of the work"), [("misses", "a")])
    tap.equal("work: 1 % more, where a peer is faster than static",
              verdicts([run("a", STATIC, work_ms=100), run("a", COMPACTED, work_ms=90), run("a", OURS, work_ms=101)], "time of the work"), [("holds", "a")])
    read = [run("reread-fit", STATIC, sectors_read=1000), run("reread-fit", DROPPED, sectors_read=2000)]
    tap.equal("rereads: 10 of 1000 are 1 %", verdicts(read + [run("reread-fit", OURS, sectors_read=1010)], "files that fit"), [("holds", "reread-fit")])
    tap.equal("rereads: 11 are more", verdicts(read + [run("reread-fit", OURS, sectors_read=1011)], "files that fit"), [("misses", "reread-fit")])
    tap.equal("rereads: 200 are a fifth of those of cache drops", verdicts(read + [run("reread-fit", OURS, sectors_read=1200)], "cache drops"),
              [("not told by this run", ""), ("misses", "")])
    none = [run("a", p, sectors_read=8) for p in (STATIC, DROPPED)]
    tap.equal("rereads: none beside none hold, one beside none misses", verdicts(none + [run("a", OURS, sectors_read=8)], "beyond static, in those") +
              verdicts(none + [run("a", OURS, sectors_read=9)], "beyond static, in those"), [("holds", ""), ("misses", "")])
    killed = footprints({"a": 0.5}) + [run("b", OURS, gib_min=0.01, fault="killed"), run("b", COMPACTED, gib_min=1.0)]
    tap.equal("a run with a fault has no figures", verdicts(killed, "reporting with compaction") + verdicts(killed, "worst"),
              [("not told by this run", ""), ("misses", "b")])
    huge = [run("hugetlb", p, work_ms=100, missing=0) for p in (STATIC, COMPACTED)]
    tap.equal("work: fewer huge pages than static had in no time are no work", verdicts(huge + [run("hugetlb", OURS, work_ms=50, missing=7)], "time of the work"),
              [("misses", "hugetlb")])
    back = [run("updown", DROPPED, n, half_back_s=20) for n in (1, 2)] + [run("updown", OURS, 1, half_back_s=1)]
    tap.equal("half is back in a tenth of the time", verdicts(back[:1] + back[2:], "half of what"), [("holds", "updown")])
    tap.equal("... and once it never was", verdicts(back + [run("updown", OURS, 2)], "half of what"), [("misses", "updown")])
    left = [run("idle", figures.REPORTING, end_mib=100)]
    tap.equal("an idle guest with as much as reporting leaves, and with more",
              verdicts(left + [run("idle", OURS, end_mib=100)], "idle guest") + verdicts(left + [run("idle", OURS, end_mib=101)], "idle guest"),
              [("holds", "idle"), ("misses", "idle")])
    tap.equal("what no run told is not judged", verdicts([run("a", OURS)], "geometric mean"), [("not told by this run", "")] * 2)


samples()
means()
ratios()
goal()
tap.done("tests/bench/figures_test.py")
