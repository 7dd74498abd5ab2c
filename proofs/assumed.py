#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""assumed.py FILE.mlw...: what these files assume rather than prove, a line a kind: its name, how many, which."""
import re
import sys

text = "".join(open(f).read() for f in sys.argv[1:])
no_step = re.findall(r"\(\* No step (\w+)", text)
text = re.sub(r"\(\*.*?\*\)", " ", text, flags=re.S)
text = re.sub(r"\[@.*?\]|^\s*meta .*$", " ", text, flags=re.M)
glue = re.findall(r"predicate (glue_\w+)[^=]*=(.*?)(?=predicate|\Z|\bend\b)", text, flags=re.S)
kinds = {
    "axiom": re.findall(r"\baxiom\s+(\w+)", text),
    "assume": re.findall(r"\b(assume)\b", text),
    "absurd": re.findall(r"\b(absurd)\b", text),
    "any": re.findall(r"\b(any)\b", text),
    "val": re.findall(r"\bval\s+(?:ghost\s+|function\s+|predicate\s+|constant\s+)*(\w+)", text),
    "undefined": re.findall(r"^\s*(?:function|predicate|constant)\s+(\w+)(?![^\n]*=)(?!.*\n[^\n]*=)", text, flags=re.M),
    "abstract_type": re.findall(r"^\s*type\s+(\w+)\s*(?=$)", text, flags=re.M),
    "glue": [name for name, body in glue if body.strip() != "true"],
    "no_step": no_step,
}
for kind, names in kinds.items():
    print(kind, len(names), *names)
