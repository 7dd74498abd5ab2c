#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""unreached.py BUILD: what no lockstep configuration has reached must be listed in model/unreached, with the reason.

It reads what check.sh has left: the C's branch counts (gcov), and the statements of the environment that SPIN names
as unreached.  A condition is each comparison between && and ||; it has two outcomes, a switch has one a case.
An outcome that is neither taken nor listed is a failure, and so is one that is listed and taken.
"""
import collections
import functools
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, 'tests'))
from tap import Tap


class Unreadable(Exception):
    """The inputs are not what this script knows; the text names the next step."""


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


# --- conditions, as gcc makes branches of them ---

def closing(text, at):
    """The place of the bracket that closes the one at `at`."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == '(') - (text[i] == ')')
        if not depth:
            return i
    raise Unreadable(f'no closing bracket in: {text[at:at + 60]}')


def split_at(text, op):
    """The operands of `op`, outside brackets."""
    parts, start, depth = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == '(') - (c == ')')
        if not depth and text.startswith(op, i):
            parts.append(text[start:i].strip())
            start = i + len(op)
    return parts + [text[start:].strip()]


def leaves(text, yes, no, out):
    """Adds (condition, where to if true, where to if false) to `out`; places are ranks in the order of the code."""
    for op in ('||', '&&'):
        parts = split_at(text, op)
        for part in parts[:-1]:
            follows = len(out) + count(part)
            leaves(part, *((yes, follows) if op == '||' else (follows, no)), out)
        if len(parts) > 1:
            return leaves(parts[-1], yes, no, out)
    if text.startswith('!(') and closing(text, 1) == len(text) - 1:
        return leaves(text[2:-1], no, yes, out)
    if text.startswith('(') and closing(text, 0) == len(text) - 1:
        return leaves(text[1:-1], yes, no, out)
    out.append((text, yes, no))
    return out


def count(text):
    return len(re.findall(r'\|\||&&', text)) + 1


class Choice:
    """An if or a switch: its outcomes in the order in which gcov counts them."""

    def __init__(self, kind, text, first, last):
        self.first, self.last = first, last
        if kind == 'if':
            n = count(text)
            self.leaves = leaves(text, n, n + 1, [])
            self.outcomes = [(leaf, o) for leaf, yes, no in self.leaves
                             for o in (('true', 'false') if yes < no else ('false', 'true'))]
        else:
            self.leaves, self.outcomes = [], []

    def check_flow(self, counts, executed):
        """As often as a condition is evaluated, or the line behind them executed, did the ones before lead there."""
        into = collections.Counter()
        for i, (_, yes, no) in enumerate(self.leaves):
            low, high = counts[2 * i:2 * i + 2]
            if i and into[i] != low + high:
                self.refuse()
            into[min(yes, no)] += low
            into[max(yes, no)] += high
        if self.leaves and into[len(self.leaves)] != executed.get(self.last + 1):
            self.refuse()

    def refuse(self):
        raise Unreadable(f'driver/core_gen.c:{self.first}: gcov counts these branches in another order')


def choices(lines, first, last):
    """The ifs and switches of a function, with their lines."""
    text, found, switches = '\n'.join(lines[first - 1:last]), [], []
    for m in re.finditer(r'\b(if|switch) \(|\b(?:case (\w+)|(default)):', text):
        line = first + text.count('\n', 0, m.start())
        if m[1]:
            end = closing(text, m.end() - 1)
            inside = ' '.join(text[m.end():end].split())
            found.append(Choice(m[1], inside, line, first + text.count('\n', 0, end)))
            if m[1] == 'switch':
                switches.append((text.count('\t', text.rfind('\n', 0, m.start()), m.start()), found[-1], inside))
        else:
            depth = text.count('\t', text.rfind('\n', 0, m.start()), m.start())
            _, choice, inside = [s for s in switches if s[0] == depth][-1]
            choice.outcomes.append((inside, m[2] or m[3]))
    return found


# --- what was reached ---

def gcov(folder):
    """Branch counts by line and calls by function of one configuration's core_gen.c, and its text."""
    run = subprocess.run(['gcov', '-b', '-t', '--json-format', 'core_gen.gcda'], cwd=folder, capture_output=True,
                         text=True, check=False)
    try:
        files = [f for f in json.loads(run.stdout)['files'] if f['file'].endswith('core_gen.c')]
        return files[0], read(os.path.join(folder, 'driver/core_gen.c')).splitlines()
    except (ValueError, LookupError, OSError) as e:
        raise Unreadable(f'{folder}: gcov has no counts ({e}): run model/check.sh -f BUILD {folder}') from e


def is_handler(lines, function):
    return '_fx *fx)' in ' '.join(lines[function['start_line'] - 1:function['start_line'] + 3])


def handlers(folders):
    """name: (line, {(line in it, condition, outcome): how often}), over all configurations that call it.

    Between configurations only lines move: check.sh runs each again that calls a handler of which more has changed."""
    taken, bodies, starts = {}, {}, {}
    for folder in folders:
        counts, lines = gcov(folder)
        branches = {x['line_number']: [b['count'] for b in x['branches']] for x in counts['lines'] if x['branches']}
        executed = {x['line_number']: x['count'] for x in counts['lines']}
        for function in counts['functions']:
            name, first = function['name'], function['start_line']
            if not is_handler(lines, function) or (name in bodies and not function['execution_count']):
                continue
            body = lines[first - 1:function['end_line']]
            if name not in bodies or not taken[name][0, 'the handler', 'called']:
                bodies[name], taken[name] = body, collections.Counter()
            if body != bodies[name]:
                raise Unreadable(f'{folder}: another {name} than in the configuration before: run model/check.sh again')
            starts[name] = first
            add_function(taken[name], function, lines, branches, executed)
    return {name: (starts[name], counts) for name, counts in taken.items()}


def add_function(taken, function, lines, branches, executed):
    first, last = function['start_line'], function['end_line']
    taken[0, 'the handler', 'called'] += function['execution_count']
    todo = {n for n in branches if first <= n <= last}
    for choice in choices(lines, first, last):
        at = [n for n in range(choice.first, choice.last + 1) if n in todo]
        todo -= set(at)
        counts = [c for n in at for c in branches[n]]
        if len(counts) != len(choice.outcomes):
            raise Unreadable(f'driver/core_gen.c:{choice.first}: {len(counts)} branches for {len(choice.outcomes)} '
                             'outcomes: teach unreached.py this statement')
        choice.check_flow(counts, executed)
        for i, (condition, outcome) in enumerate(choice.outcomes):
            taken[choice.first - first, condition, outcome] += counts[i]
    if todo:
        raise Unreadable(f'driver/core_gen.c:{min(todo)}: a branch outside of if and switch: teach unreached.py this')


@functools.lru_cache(None)
def wrapper_at(calls, line):
    """The wrapper that has this line of the file `calls`."""
    names = re.findall(r'^inline (call_\w+)|^.*$', read(calls), re.M)[:line]
    return next((n for n in reversed(names) if n), None)


def named(calls, what):
    """A name that stays: SPIN calls a d_step by its line, but each is in a wrapper; numbers change with the bounds."""
    step = re.match(r'D_STEP(\d+)', what)
    return step and wrapper_at(calls, int(step[1])) or re.sub(r'\b\d+\b', '#', what)


def all_statements(folder):
    """What pan -d -d says of the model as it is now: {process: {(line, statement)}}, {process: {state: line}}."""
    found, lines, calls = {}, {}, os.path.join(HERE, 'calls_gen.pml')
    for name, text in re.findall(r'^STEP \d+ :?(\w+):?\n((?:\s+state.*\n)*)', read(f'{folder}.statements'), re.M):
        rows = re.findall(r'^\s+state +(\d+) -\(tr.*\] \S+?:(\d+) => (.*)$', text, re.M)
        found[name] = {(line, named(calls, what)) for _, line, what in rows}
        lines[name] = {state: line for state, line, _ in rows}
    return found, lines


def processes(folders):
    """process: (how many statements, [(place, statement)] that none of the configurations reached that have it)."""
    missed, places = {}, {}
    for folder in folders:
        there, lines = all_statements(folder)
        calls = f'{folder}/model/calls_gen.pml'     # as it was for the search, which check.sh may have kept
        for name, body in re.findall(r'^unreached in (?:proctype )?(\w+)\n((?:\t(?!\().*\n)*)',
                                     read(f'{folder}/lockstep.out'), re.M):
            said = [(file, (lines[name][state], named(calls, what))) for file, state, what in
                    re.findall(r'^\t(\S+?):\d+, state (\d+), "(.*)"$', body, re.M)]
            places.update({key: f'{file}:{key[0]}' for file, key in said})
            unreached = collections.Counter(key for _, key in said)
            least = missed.setdefault(name, {})
            for key in there.get(name, set()) | set(unreached):
                least[key] = min(least.get(key, unreached[key]), unreached[key])
    return {name: (len(least), [(places[key], key[1]) for key, n in least.items() for _ in range(n)])
            for name, least in missed.items()}


# --- the list ---

def read_list():
    """{(where, what, outcome): [reason]}; a line a thing, columns apart by tabs."""
    listed = collections.defaultdict(list)
    for n, line in enumerate(read(os.path.join(HERE, 'unreached')).splitlines(), 1):
        if not line.strip() or line.startswith('#'):
            continue
        columns = re.split(r'\t+', line.strip())
        if len(columns) != 4:
            raise Unreadable(f'model/unreached:{n}: four columns apart by tabs: where, what, outcome, reason')
        listed[tuple(columns[:3])].append(columns[3])
    return listed


class Report(Tap):
    def __init__(self, listed):
        super().__init__()
        self.listed, self.used, self.totals = listed, collections.Counter(), collections.Counter()
        self.lines = []

    def is_listed(self, where, what, outcome):
        for key in ((where, what, outcome), ('*', what, outcome)):
            if self.used[key] < len(self.listed.get(key, [])) or (key[0] == '*' and key in self.listed):
                self.used[key] += 1
                return True
        return False

    def check_reached(self, name, total, kind, unreached):
        """One handler or process: `unreached` has (place, what, outcome)."""
        self.totals.update({kind: total, f'unreached {kind}': len(unreached)})
        bad = [u for u in unreached if not self.is_listed(name, *u[1:])]
        for place, what, outcome in bad:
            self.not_ok(f'{place}  {name}: {what}: {outcome}: not reached in any configuration, and not listed',
                        'reach it (model/env.pml, model/configs), or list it in model/unreached with the reason:\n' +
                        '\t'.join((name, what, outcome, 'why')))
        if not bad:
            self.ok(f'{name}: {total} {kind}, {len(unreached)} unreached and listed')
        self.line(name, bad, f'{kind}={total} unreached={len(unreached)}')

    def line(self, name, bad, figures):
        """One of the common report."""
        self.lines.append(f"{name}\t{'FAIL' if bad else 'ok'}\t{figures}\tnew\n")

    def check_list(self):
        for key, reasons in self.listed.items():
            if self.used[key] < (1 if key[0] == '*' else len(reasons)):
                self.not_ok(f"model/unreached: {': '.join(key)}: listed, but reached, or not there at all",
                            'take the line out')
                self.line(f"list {': '.join(key)}", True, f'used={self.used[key]}')

    def end(self):
        results = os.path.join(ROOT, 'build/results')
        os.makedirs(results, exist_ok=True)
        with open(os.path.join(results, 'unreached.tsv'), 'w', encoding='utf-8') as f:
            f.writelines(self.lines)
        self.note(', '.join(f'{n} {what}' for what, n in self.totals.items()))
        self.done(f'model/unreached.py {sys.argv[1]}')


def configurations(build):
    """The lockstep configurations of model/configs; each must have passed."""
    rows = [line.split() for line in read(os.path.join(HERE, 'configs')).splitlines()]
    names = [r[0] for r in rows if r and r[0][0] != '#' and r[2] == 'lockstep']
    for name in names:
        if not os.path.exists(f'{build}/{name}.ok'):
            raise Unreadable(f'{name} has not passed: run model/check.sh {build} {name}')
    return names


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: unreached.py BUILD')
    build = sys.argv[1]
    report = Report({})
    try:
        report.listed = read_list()
        names = configurations(build)
        taken = handlers([f'{build}/{n}/c' for n in names])
        for name, (start, counts) in taken.items():
            missed = [(f'driver/core_gen.c:{start + line}', what, outcome)
                      for (line, what, outcome), n in sorted(counts.items()) if not n]
            report.check_reached(name, len(counts), 'outcomes', missed)
        for name, (total, missed) in processes([f'{build}/{n}' for n in names]).items():
            report.check_reached(name, total, 'statements', [(where, what, 'never') for where, what in missed])
        report.check_list()
    except Unreadable as e:
        report.not_ok(str(e))
        report.line('inputs', True, 'readable=0')
    report.end()


if __name__ == '__main__':
    main()
