#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""assumed.py FILE.mlw...: what these files assume rather than prove, a line a kind: its name, how many, which.

`unasked` are predicates of the glue that no test build asks: driver/assumed.c and device/assumed.c have a function for each,
which returns plain true where the predicate is true, or is about the other side (both sides' counts of pages)."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OTHER_SIDE = {"glue_guest_init", "glue_host_init"}

text = "".join(open(f).read() for f in sys.argv[1:])
no_step = re.findall(r"\(\* No step (\w+)", text)
text = re.sub(r"\(\*.*?\*\)", " ", text, flags=re.S)
text = re.sub(r"\[@.*?\]|^\s*meta .*$", " ", text, flags=re.M)
glue = re.findall(r"predicate (glue_\w+)[^=]*=(.*?)(?=predicate|\Z|\bend\b)", text, flags=re.S)
asked = {}      # by function, what it does
for side in "driver", "device":
    with open(os.path.join(ROOT, side, "assumed.c")) as f:
        asked.update(re.findall(r"^bool (glue_\w+)\([^{]*\{\s*(.*?)^\}", f.read(), flags=re.M | re.S))


def is_asked(name, body):
    return name in asked and (asked[name].strip() != "return true;" or body.strip() == "true" or name in OTHER_SIDE)


kinds = {
    "axiom": re.findall(r"\baxiom\s+(\w+)", text),
    "assume": re.findall(r"\b(assume)\b", text),
    "absurd": re.findall(r"\b(absurd)\b", text),
    "any": re.findall(r"\b(any)\b", text),
    "val": re.findall(r"\bval\s+(?:ghost\s+|function\s+|predicate\s+|constant\s+)*(\w+)", text),
    "undefined": re.findall(r"^\s*(?:function|predicate|constant)\s+(\w+)(?![^\n]*=)(?!.*\n[^\n]*=)", text, flags=re.M),
    "abstract_type": re.findall(r"^\s*type\s+(\w+)\s*(?=$)", text, flags=re.M),
    "glue": [name for name, body in glue if body.strip() != "true"],
    "unasked": [name for name, body in glue if not is_asked(name, body)],
    "no_step": no_step,
}
for kind, names in kinds.items():
    print(kind, len(names), *names)
