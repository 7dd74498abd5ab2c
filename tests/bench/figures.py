# SPDX-License-Identifier: GPL-2.0-or-later
"""The arithmetic of the benchmark: from samples and counters of single runs to medians, ratios and goals.  It knows no VM.

A run is a dict: workload, peer, round, and figures by name.  A figure that a run does not have is None.  A run with a fault (a program
that was killed, bytes that are not what they were) has no figures: what it would show is that it ended early.
A ratio is taken between runs of one round; of the rounds' ratios the median counts.
"""
import math
import statistics

STATIC, COMPACTED, DROPPED = "static", "reporting+compaction", "reporting+compaction+drops"
REPORTING = "reporting"
OURS = ("aerostat", "aerostat+reports")
OLDER = "aerostat-thresholds"


def gib_minutes(samples):
    """The area below samples (seconds, MiB), of which each holds until the next."""
    area = sum((after[0] - before[0]) * before[1] for before, after in zip(samples, samples[1:]))
    return area / 1024 / 60


def mean_mib(samples):
    seconds = samples[-1][0] - samples[0][0]
    return gib_minutes(samples) * 1024 * 60 / seconds if seconds else samples[-1][1]


def half_back_s(samples, freed_at):
    """From the end of a load until half of what it used is back at the host; None if that was not seen.  The load used what was
    resident at its end, less the least before that."""
    before = [mib for t, mib in samples if t <= freed_at]
    if not before:
        return None
    half = before[-1] - (before[-1] - min(before)) / 2
    return next((t - freed_at for t, mib in samples if t > freed_at and mib <= half), None)


def median(values):
    """Of those that are there; None if there are none."""
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None


def geometric_mean(values):
    """None if a value is missing, or is not above 0."""
    values = list(values)
    if not values or any(v is None or v <= 0 for v in values):
        return None
    return math.exp(sum(map(math.log, values)) / len(values))


def ratio(value, base):
    """Nothing compared with nothing is 1; something with nothing is no number."""
    if value is None or base is None:
        return None
    if base == 0:
        return 1.0 if value == 0 else None
    return value / base


class Figures:
    def __init__(self, runs):
        self.runs = {(r["workload"], r["peer"], r["round"]): {} if r.get("fault") else r for r in runs}
        self.workloads = list(dict.fromkeys(r["workload"] for r in runs))
        self.peers = list(dict.fromkeys(r["peer"] for r in runs))
        self.rounds = sorted({r["round"] for r in runs})

    def values(self, workload, peer, name):
        """One a round, None where there was no such run."""
        return [self.runs.get((workload, peer, r), {}).get(name) for r in self.rounds]

    def median(self, workload, peer, name):
        return median(self.values(workload, peer, name))

    def ratio(self, workload, peer, base, name):
        return median(ratio(*pair) for pair in zip(self.values(workload, peer, name), self.values(workload, base, name)))

    def ratios(self, peer, base, name):
        """{workload: ratio}, None where one of them has no such figure; without workloads where both have none.  {} if one of them
        has not run at all."""
        if not {peer, base} <= set(self.peers):
            return {}
        return {w: self.ratio(w, peer, base, name) for w in self.workloads
                if any(self.median(w, p, name) is not None for p in (peer, base))}

    def beyond(self, workload, peer, name, base=STATIC):
        """How much more than the base it has, in the median of the rounds; not below 0."""
        pairs = zip(self.values(workload, peer, name), self.values(workload, base, name))
        more = median(None if None in pair else pair[0] - pair[1] for pair in pairs)
        return None if more is None else max(0, more)


class Goal:
    """A bound, whom it is for, and what was found.  figure: a number, or None if this run cannot tell."""

    def __init__(self, what, peer, figure, most, where="", unit=""):
        self.what, self.peer, self.figure, self.most, self.where, self.unit = what, peer, figure, most, where, unit

    @property
    def verdict(self):
        if self.figure is None or self.most is None:
            return "not told by this run"
        return "holds" if self.figure <= self.most else "misses"

    def as_dict(self):
        return {"goal": self.what, "peer": self.peer, "figure": self.figure, "at_most": self.most, "where": self.where, "verdict": self.verdict}


def worst(found):
    """The workload with the largest ratio, and the ratio; one that is no number is the worst."""
    if not found:
        return "", None
    where = max(found, key=lambda w: math.inf if found[w] is None else found[w])
    return where, math.inf if found[where] is None else found[where]


def footprint_goals(figures, peer):
    compacted = figures.ratios(peer, COMPACTED, "gib_min")
    dropped = figures.ratios(peer, DROPPED, "gib_min")
    where, most = worst(compacted)
    yield Goal("footprint in that of reporting with compaction, geometric mean", peer, geometric_mean(compacted.values()), 0.75)
    yield Goal("the same, the worst workload", peer, most, 1.0, where)
    yield Goal("footprint in that of the same with cache drops, geometric mean", peer, geometric_mean(dropped.values()), 1.0)


def reread_goals(figures, peer):
    if STATIC not in figures.peers:
        return
    ours = [figures.beyond(w, peer, "sectors_read") for w in figures.workloads]
    drops = [figures.beyond(w, DROPPED, "sectors_read") for w in figures.workloads]
    share = None
    if None not in ours + drops:
        share = 0.0 if not sum(ours) else ratio(sum(ours), sum(drops)) or math.inf
    yield Goal("sectors read beyond static, in those of the peer with cache drops", peer, share, 0.1)
    fits = [w for w in figures.workloads if w == "reread-fit"]
    shares = {w: ratio(figures.beyond(w, peer, "sectors_read"), figures.median(w, STATIC, "sectors_read")) for w in fits}
    where, most = worst({w: s for w, s in shares.items() if s is not None})
    yield Goal("files that fit are read again and again: sectors read beyond static", peer, most, 0.01, where)


def idle_goal(figures, peer):
    for w in figures.workloads:
        if w == "idle" and REPORTING in figures.peers:
            yield Goal("an idle guest: MiB resident at the end, in those that reporting leaves", peer, figures.ratio(w, peer, REPORTING, "end_mib"), 1.0, w)


def work_goal(figures, peer):
    """Within 2 % of static, or no worse than the best peer, each workload."""
    missed = {}
    for w, found in figures.ratios(peer, STATIC, "work_ms").items():
        others = [figures.ratio(w, other, STATIC, "work_ms") for other in figures.peers if other not in (*OURS, OLDER, STATIC)]
        allowed = max(1.02, min((o for o in others if o is not None), default=1.02))
        missed[w] = ratio(found, allowed)
        if (figures.beyond(w, peer, "missing") or 0) > 0:    # huge pages: less was done
            missed[w] = math.inf
    where, most = worst(missed)
    yield Goal("time of the work, in 1.02 of static's or in the best peer's", peer, most, 1.0, where)


def back_goal(figures, peer):
    for w in figures.workloads:
        if w == "updown" and figures.median(w, DROPPED, "half_back_s") is not None:
            figure = math.inf if None in figures.values(w, peer, "half_back_s") else figures.ratio(w, peer, DROPPED, "half_back_s")
            yield Goal("half of what a load used is back, in the time of the peer with cache drops", peer, figure, 0.1, w)


def goals(figures):
    """Those of the goals that such runs can tell."""
    found = []
    for peer in OURS:
        if peer in figures.peers:
            for judge in footprint_goals, reread_goals, idle_goal, work_goal, back_goal:
                found += judge(figures, peer)
    return found
