# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants of the generated C, by rule: faults of the emitter, which no mutant of the spec can show.

In the messages' encoders and decoders: another relation, constant or width, a dropped statement or check.  In the
handlers only what the spec has no word for: the bits of fx->todo, its arguments, a switch's breaks."""
import re
import zlib

twin = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&"}


def functions(text):
    """Name, and where the body begins and ends."""
    for found in re.finditer(r"^(?:static inline )?[a-z]\w* \*?(\w+)\([^;{]*\)\n\{\n(.*?)^\}", text, re.M | re.S):
        yield found[1], found.start(2), found.end(2)


def changes_of_message(body):
    """(rule, start, end, what stands there instead)"""
    for m in re.finditer(r" (==|!=|<=|>=|<|>|&&|\|\|) ", body):
        yield "relation", m.start(1), m.end(1), twin[m[1]]
    for m in re.finditer(r"(?<![\w.])\d+(?=u|\b)|\b[A-Z][A-Z0-9_]+\b", body):
        yield "constant", m.start(), m.end(), str(int(m[0]) + 1) if m[0].isdigit() else f"({m[0]} + 1)"
    for m in re.finditer(r"\b((?:get|put)_u)(16|32|64)\b", body):
        yield "width", m.start(2), m.end(2), {"16": "32", "32": "64", "64": "32"}[m[2]]
    for m in re.finditer(r"^\t(?:if \(.*\)\n\t\treturn false;|(?!return).*;)\n", body, re.M):
        yield "drop", m.start(), m.end(), ""


def changes_of_handler(body):
    for m in re.finditer(r"^\t+(?:todo \+= \w+;|fx->\w+\.\w+ = [^;]*;|fx->todo = \w+;|break;(?=\n\t+case ))\n", body, re.M):
        yield "drop", m.start(), m.end(), ""
    for m in re.finditer(r"todo (\+=) (\w+)", body):
        yield "todo", m.start(2), m.end(2), f"2 * {m[2]}"


def spread(things, n, name):
    """n of them, evenly, beginning somewhere that the name decides."""
    n = min(n, len(things))
    return sorted((zlib.crc32(name.encode()) + i * len(things) // n) % len(things) for i in range(n))


def mutants(text):
    """(id, what, function, the C with it), in order."""
    for name, begin, end in functions(text):
        body = text[begin:end]
        message = re.match(r"(wire|put|get)_", name)
        changes = list((changes_of_message if message else changes_of_handler)(body))
        ordinal, count = [], {}
        for rule, *_ in changes:
            count[rule] = count.get(rule, 0) + 1
            ordinal.append(count[rule])
        for i in spread(changes, 2 if name.endswith(("_decode", "_peek")) else 1, name):
            rule, a, b, new = changes[i]
            line = " ".join(body[body.rfind("\n", 0, a) + 1:body.find("\n", b - 1)].split())
            mutated = body[:a] + new + body[b:]
            what = f"{line} dropped" if rule == "drop" else f"{line}: {body[a:b]} becomes {new}"
            yield f"c.{name}.{rule}.{ordinal[i]}", what, name, text[:begin] + mutated + text[end:]
