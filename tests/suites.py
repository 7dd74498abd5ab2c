# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of all suites and builds, tests/suites.tsv, for those who read it: run.py, slices.py and the README's table."""
import collections
import fnmatch
import glob
import hashlib
import io
import os
import re
import subprocess
import tokenize

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TARGETS = ["verify", "generated", "verify-quick", "check", "long", "mutants"]
Row = collections.namedtuple("Row", "name target slice kind how cold warm needs watches command")


class Fault(Exception):
    """The table cannot be used; the text says where."""


def table():
    """name: Row, in the file's order."""
    rows, path = {}, os.path.join(HERE, "suites.tsv")
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if not line.strip() or line.startswith("#"):
                continue
            columns = re.split(r"\t+", line.rstrip("\n"))
            minutes = re.fullmatch(r"([\d.]+)/([\d.]+)", columns[5]) if len(columns) == 9 else None
            if not minutes:
                raise Fault(f"{path}:{number}: nine columns, tabs between, the sixth as 3/1")
            name, target, slice_, kind, how, _, needs, watches, command = columns
            if target not in TARGETS + ["build"] or how not in ("alone", "beside", "always") or name in rows:
                raise Fault(f"{path}:{number}: {name} is there twice, or {target} or {how} is no word for it")
            rows[name] = Row(name, target, 0 if slice_ == "-" else int(slice_), kind, how, float(minutes[1]), float(minutes[2]),
                             needs.split() if needs != "-" else [], watches.split() if watches != "-" else [], command)
    groups, builds = packages(), set()
    for row in rows.values():
        for need in row.needs:
            if (need in groups) + (need in builds) != 1:
                raise Fault(f"{row.name} needs {need}: one group of tests/packages, or one build further up, must be called so")
        if row.target == "build":
            builds.add(row.name)
    return rows


def packages():
    """group: its packages"""
    with open(os.path.join(HERE, "packages"), encoding="utf-8") as f:
        return {line.split()[0]: line.split()[1:] for line in f if line.strip() and not line.startswith("#")}


def needed(rows, wanted):
    """(groups, builds) that these rows need, each build behind those that it needs itself."""
    groups, builds = [], []

    def add(row):
        for need in row.needs:
            if need in rows and rows[need].target == "build":
                add(rows[need])
                if need not in builds:
                    builds.append(need)
            elif need not in groups:
                groups.append(need)
    for row in wanted:
        add(row)
    return groups, builds


def commands(row):
    """The commands that a row stands for: `{a,b}` is one with a and one with b."""
    alternatives = re.search(r"\{([^{}]*,[^{}]*)\}", row.command)
    if not alternatives:
        return [row.command]
    return [row.command.replace(alternatives[0], word) for word in alternatives[1].split(",")]


# What a result depends on.  A comment that cannot change a result is taken out first: when in doubt it stays.

def without_c_comments(text):
    """Contracts stand in comments (/*@, //@), and gcc reads the one that says that a case falls through."""
    def keep(found):
        comment = found[1]
        return found[0] if not comment or re.match(r"/[*/]@|.*fall", comment, re.S | re.I) else " "
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|(/\*.*?\*/|//[^\n]*)', keep, text, flags=re.S)


def without_python_comments(text):
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in (tokenize.COMMENT, tokenize.NL)]
    return "\n".join(f"{t.type} {t.string}" for t in tokens)


def without_shell_comments(text):
    """As bash itself prints what it has parsed; it runs nothing."""
    return subprocess.run(["bash", "--pretty-print", "/dev/stdin"], input=text, capture_output=True, text=True, check=True).stdout


def meaning(path, content):
    """The bytes without what cannot matter."""
    try:
        text = content.decode()
        if path.endswith((".c", ".h", ".pml")):
            lines = without_c_comments(text).splitlines()
        elif path.endswith(".py") or text.startswith("#!/usr/bin/python3"):
            lines = re.findall(r"\A#!.*", text) + without_python_comments(text).splitlines()
        elif text.startswith(("#!/bin/sh", "#!/bin/bash")):
            lines = re.findall(r"\A#!.*", text) + without_shell_comments(text).splitlines()
        else:
            return content
        return "\n".join(line.rstrip() for line in lines if line.strip()).encode()
    except (UnicodeDecodeError, tokenize.TokenError, IndentationError, subprocess.CalledProcessError):
        return content


def watched(pattern, root=ROOT):
    """The files that a word of the column stands for: a file, a folder or a pattern; `=` before it: byte by byte."""
    for path in sorted(glob.glob(os.path.join(root, pattern.lstrip("=")))):
        if os.path.isfile(path):
            yield os.path.relpath(path, root)
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(n for n in folders if n != "__pycache__")
            yield from (os.path.relpath(os.path.join(folder, n), root) for n in sorted(names) if not n.endswith(".pyc"))


def watches_of(rows, row):
    """Its own, those of the builds that it needs, and what every suite is made with."""
    _, builds = needed(rows, [row])
    return [*row.watches, *(w for b in builds for w in rows[b].watches), "tests/tap.*"]


def touches(pattern, path):
    """Is this path one that the pattern stands for?"""
    pattern = pattern.lstrip("=")
    parts = path.split("/")
    return any(fnmatch.fnmatchcase("/".join(parts[:n]), pattern) and n >= pattern.count("/") + 1 for n in range(1, len(parts) + 1))


class Keys:
    """The key of a suite: equal keys, equal results."""

    def __init__(self, rows, root=ROOT):
        self.rows, self.root, self.known = rows, root, {}

    def file(self, path, exactly):
        full = os.path.join(self.root, path)
        try:
            stat = os.stat(full)
            name = path, exactly, stat.st_mtime_ns, stat.st_size
            if name not in self.known:
                with open(full, "rb") as f:
                    content = f.read()
                self.known[name] = hashlib.sha256(content if exactly else meaning(path, content)).hexdigest()
            return self.known[name]
        except OSError:
            return "gone"

    def key(self, row):
        groups, _ = needed(self.rows, [row])
        whole = hashlib.sha256(repr((row.command, sorted(groups))).encode())
        names = sorted({name for group in groups for name in packages()[group]})
        if names:
            whole.update(subprocess.run(["dpkg-query", "-W", *names], capture_output=True).stdout)
        for pattern in watches_of(self.rows, row):
            for path in watched(pattern, self.root):
                whole.update(f"{path} {self.file(path, pattern.startswith('='))}\n".encode())
        return whole.hexdigest()[:32]
