#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""depends.py DIR [OPTION]...: prints what a result of the configuration in DIR depends on.

That is the model as SPIN compiles it with these options, and the C in DIR/c that a lockstep check runs: without comments,
without blank lines, without the inlines, processes and functions that nothing in it names.
"""
import os
import re
import subprocess
import sys

PROMELA = re.compile(r'(?:inline|proctype) (\w+)\(')
FUNCTION = re.compile(r'[a-z][\w ]*[ *](\w+)\(')


def preprocessed(folder, *command):
    """The lines that are not blank."""
    text = subprocess.run(['gcc', '-E', '-P', '-x', 'c', *command], cwd=folder, check=True, text=True,
                          stdout=subprocess.PIPE).stdout
    return [line for line in text.splitlines() if line.strip()]


def code(line):
    return re.sub(r'"(\\.|[^"\\])*"', '""', line)


def parts(lines, head):
    """[(name, lines)]: each inline, process or function, and each other line with no name."""
    found, i = [], 0
    while i < len(lines):
        m, end, opened, depth = head.match(lines[i]), i, 0, 0
        while m and end < len(lines) and not (opened and not depth):
            text = code(lines[end])
            opened += text.count('{')
            depth += text.count('{') - text.count('}')
            end += 1
            if not opened and ';' in text:
                break
        end = max(end, i + 1)
        # a declaration names what it declares, and uses nothing
        declares = m and not opened or re.match(r'\s*extern .*;$', lines[i])
        found.append((m[1] if opened else '' if declares else None, lines[i:end]))
        i = end
    return found


def words(lines):
    return {word for line in lines for word in re.findall(r'[A-Za-z_]\w*', code(line))}


def used(found):
    """The parts that have no name, or that something used names."""
    names, todo = set(), [lines for name, lines in found if name is None]
    while todo:
        new = set().union(*map(words, todo)) - names
        names |= new
        todo = [lines for name, lines in found if name in new]
    return [(name, lines) for name, lines in found if not name or name in names]


def main():
    folder, *options = sys.argv[1:]
    found = parts(preprocessed(folder, '-std=gnu99', *options, 'model/main.pml'), PROMELA)
    c = os.path.join(folder, 'c')
    if os.path.isdir(c):
        for name in 'driver/core_gen.c', 'lockstep.c':
            found += parts(preprocessed(c, '-std=gnu11', '-Idriver', '-Itests/replay', '-Imodel', name), FUNCTION)
    for _, lines in used(found):
        for line in lines:
            print(' '.join(line.split()))


if __name__ == '__main__':
    main()
