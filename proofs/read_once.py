# SPDX-License-Identifier: GPL-2.0-or-later
"""Each byte of a message is read at most once: another may be writing to it meanwhile.

Read off Frama-C's normalised text of the decoders with get_u16, get_u32 and get_u64 inlined into them.  The code has no
loop and no jump back, so what stands once is done at most once."""
import re

BUFFER = "buf"
DECODER = re.compile(r"_(decode|peek)\(.*u8 const \*buf\b", re.S)


def offset(text, pointers):
    """`buf + 4` or `(p_9 + 4) + 1`: its distance from the buffer's start, or None."""
    total = 0
    for term in re.sub(r"[()]|\bu8 const \*", " ", text).split("+"):
        term = term.strip()
        if term in pointers:
            total += pointers[term]
        elif term.isdigit():
            total += int(term)
        else:
            return None
    return total


def reads(body):
    """The offsets of all bytes that the body reads, and what it does with the buffer that this cannot follow."""
    body = re.sub(r"/\*@.*?\*/", "", body, flags=re.S)
    body = re.sub(r"\s+", " ", body)
    pointers, at, strange = {BUFFER: 0}, [], []
    if re.search(r"\b(while|for|do)\b", body) or [g for g in re.findall(r"goto (\w+)", body) if g != "return_label"]:
        strange.append("a loop or a jump")
    # in the order of the text: a pointer's definition, the read of a byte, or any other use
    for use in re.finditer(r"u8 const \*(\w+) = ([^;]+);|\*\( ?((?:\w+|\(\w+ \+ \d+\)) \+ \d+) ?\)|(\w+)", body):
        name, value, read, word = use.groups()
        if name:
            pointers[name] = offset(value, pointers)
            if pointers[name] is None:
                strange.append(f"{name} = {value}")
        elif read and offset(read, pointers) is not None:
            at.append(offset(read, pointers))
        elif read and any(p in re.findall(r"\w+", read) for p in pointers) or word in pointers:
            strange.append(use[0])
    return at, strange


def check(normal):
    """(decoder, what is wrong or None) for each of a file's decoders."""
    for f in normal.defined():
        if not DECODER.search(f.head):
            continue
        at, strange = reads(f.body)
        twice = sorted({b for b in at if at.count(b) > 1})
        if strange:
            yield f.name, "uses the buffer in a way that read_once.py cannot follow: " + ", ".join(strange)
        elif twice:
            yield f.name, "reads more than once: byte " + ", ".join(map(str, twice))
        elif sorted(at) != list(range(len(at))) or not at:
            yield f.name, f"does not read each byte from 0 on: {sorted(at)}"
        else:
            yield f.name, None
