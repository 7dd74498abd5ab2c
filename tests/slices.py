#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""slices.py: says which of the long suites and mutants the next .ci/run would run, and runs nothing.

First what the change since the last run touches, then the next of six slices; together they take BUDGET minutes at most by the
table, from nothing, with the builds that they need.  A slice always fits whole, so any six runs in a row run everything.

A journal beside the cache has a line a run: when, the commit, the slice, what the time did not suffice for.  It never has a
result.  What was left is next, then the slice that was run longest ago: a slow machine needs more than six runs.  On a machine
without a journal the number of commits modulo six says it."""
import collections
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import suites
from suites import ROOT

SLICES = 6
BUDGET = 14     # minutes
LONG = ("long", "mutants")
Choice = collections.namedtuple("Choice", "slice touched rest left says commit")
Run = collections.namedtuple("Run", "when commit slice left", defaults=((),))


def git(*args):
    try:
        return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, errors="replace", check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


# The journal

def path():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(os.environ.get("AEROSTAT_CACHE") or os.path.join(cache, "aerostat"), "journal")


def journal():
    """The runs, the oldest first."""
    try:
        with open(path(), encoding="utf-8") as f:
            runs = [Run(*line.split()) for line in f if len(line.split()) in (3, 4) and line.split()[2].isdigit()]
    except OSError:
        return []
    return [run._replace(slice=int(run.slice), left=tuple(run.left.split(",")) if run.left else ()) for run in runs]


def note(choice, left=()):
    """This slice has been run except what is left, whatever came out.  A machine that cannot keep a journal goes by the commits."""
    try:
        os.makedirs(os.path.dirname(path()), exist_ok=True)
        with open(path(), "a", encoding="utf-8") as f:
            print(int(time.time()), choice.commit or "-", choice.slice, ",".join(left), file=f)
    except OSError:
        pass


# The choice

def minutes(rows, wanted):
    """What these suites take, from nothing, with their builds except those that `make check` needs: they are there by then."""
    _, there = suites.needed(rows, [r for r in rows.values() if r.target in ("verify", "generated", "check")])
    _, builds = suites.needed(rows, wanted)
    took = sum(rows[b].cold for b in builds if b not in there)
    took += sum(r.cold for r in wanted if r.how != "beside")
    beside = [r.cold for r in wanted if r.how == "beside"]
    return took + max([sum(beside) / 2, *beside])


def next_slice(runs, commits):
    """The slice that was run longest ago; of several that never were, the one that the number of commits says, or the next."""
    last = {run.slice: at for at, run in enumerate(runs)}
    turn = [(commits + i) % SLICES + 1 for i in range(SLICES)]
    return min(turn, key=lambda s: last.get(s, -1))


def touched(rows, paths):
    """The long suites that watch one of these paths: of each kind the shortest first, then the others."""
    rank, found = collections.Counter(), []
    for row in sorted((r for r in rows.values() if r.target in LONG), key=lambda r: r.warm):
        if any(suites.touches(pattern, path) and (pattern.startswith("=") or not only_comments)
               for pattern in suites.watches_of(rows, row) for path, only_comments in paths.items()):
            found.append((rank[row.kind], row))
            rank[row.kind] += 1
    return [row for _, row in sorted(found, key=lambda f: f[0])]


def pick(rows, runs, commits, paths):
    """(slice, touched suites that run, the rest of the slice, touched suites for which there is no room)"""
    owed = [rows[name] for name in (runs[-1].left if runs else ()) if name in rows and rows[name].target in LONG]
    turn = runs[-1].slice if owed else next_slice(runs, commits)
    of_slice, touch = owed or [r for r in rows.values() if r.target in LONG and r.slice == turn], touched(rows, paths)
    wanted, too_much = of_slice[:], []
    for row in touch:
        if row in wanted:
            continue
        (wanted if minutes(rows, wanted + [row]) <= BUDGET else too_much).append(row)
    return turn, [r for r in touch if r in wanted], [r for r in of_slice if r not in touch], too_much


def changed(base):
    """path: is it only comments that have changed there?"""
    paths = {}
    for name in set(git("diff", "--name-only", "--no-renames", base).splitlines() +
                    git("ls-files", "--others", "--exclude-standard").splitlines()):
        try:
            with open(os.path.join(ROOT, name), "rb") as f:
                now = f.read()
        except OSError:
            now = b""
        before = git("show", f"{base}:{name}").encode()
        paths[name] = bool(before) and suites.meaning(name, before) == suites.meaning(name, now)
    return paths


def base_of(runs):
    """The commit of the last run, if this one comes after it; else ten commits back, or as many as there are."""
    ancestors = set(git("rev-list", "HEAD").split())
    for run in reversed(runs):
        if run.commit in ancestors:
            return run.commit
    first_parents = git("rev-list", "--first-parent", "-n", "11", "HEAD").split()
    return first_parents[-1] if first_parents else "HEAD"


def choose(rows):
    runs, commits = journal(), len(git("rev-list", "--first-parent", "HEAD").split())
    base = base_of(runs)
    paths = changed(base)
    turn, first, rest, too_much = pick(rows, runs, commits, paths)
    left = [r.name for r in rows.values() if r.target in LONG and r not in first + rest]
    says = f"{minutes(rows, first + rest):.0f} minutes of {BUDGET} for slice {turn} of {SLICES} and what has changed since {base[:10]}"
    if too_much:
        says += "; changed as well, and no room: " + " ".join(r.name for r in too_much)
    return Choice(turn, first, rest, left, says, git("rev-parse", "HEAD").strip())


if __name__ == "__main__":
    choice = choose(suites.table())
    print(choice.says)
    print("touched:", *(r.name for r in choice.touched))
    print("then:", *(r.name for r in choice.rest))
    print("not:", *choice.left)
