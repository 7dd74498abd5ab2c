#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""made.py FOLDER: specs at the limits of what gen takes, too large to be kept as files.

NAME.pml with NAME.expect is refused, and that file has the first line of what is said.  Each other NAME.pml is
accepted, and what comes of it compiles.
"""
import pathlib
import sys

LICENSE = "/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */\n"
CARET = "@@"	# in a spec that is refused: the caret stands here
folder = pathlib.Path(sys.argv[1])


def made(name, text, said=None):
    text = LICENSE + text
    (folder / f"{name}.pml").write_text(text.replace(CARET, ""))
    if said:
        before, _ = text.split(CARET)
        (folder / f"{name}.expect").write_text(
            f"{name}.pml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: error: {said}\n")


def machine(body, fields="", above="", params="seq_"):
    return (f"{above}typedef guest {{\n\tu32 seq;\n{fields}\tu32 last\n}}\n"
            f"/*@ ensures \\true; */\ninline guest_go(g, {params}) {{\n{body}\n}}\n")


def times(n, line):
    return "".join(line.format(i) for i in range(n))


# Enumerations and machines of any size: tables of 64 were full at 64 names.
for n in 63, 64, 65, 150, 255, 256:
    names = ", ".join([f"NAME_{i}" for i in range(1, n)] + [f"{CARET if n == 256 else ''}NAME_{n}"])
    made(f"names_{n}", machine("\tif\n" + times(min(n, 200) - 1, "\t:: g.mood == NAME_{0} -> g.mood = NAME_1\n").replace("NAME_0", f"NAME_{n}") +
                               "\t:: else -> g.mood = NAME_2\n\tfi", "\tmtype:mood mood;\n", f"mtype:mood = {{ {names} }};\n"),
         "an mtype has at most 255 names: SPIN keeps one in a byte" if n == 256 else None)
for n in 63, 64, 65, 300:
    made(f"fields_{n}", machine(f"\tg.f{n - 3} = CALM", times(n - 2, "\tmtype:mood f{0};\n"), "mtype:mood = { CALM, ANGRY, ASLEEP };\n"))

# Lines of any length: they were cut at 8191 bytes.
NAME = "a_rather_long_name_of_a_field"
made("long_guard", machine("\tif\n\t:: " + " && ".join(f"g.{NAME} != {i}" for i in range(250)) + " -> g.seq = seq_\n\t:: else -> skip\n\tfi",
                           f"\tu32 {NAME};\n"))
made("operators_501", machine("\tg.seq = " + "1 + " * 500 + f"1 {CARET}+ 1"),
     "this expression has more than 500 operators, with those of the values that it reads")
made("nots", machine("\tg.open = " + "!" * 99499 + CARET + "!" * 501 + "g.open", "\tbool open;\n"),
     "this expression has more than 500 operators, with those of the values that it reads")
# A line of the trace had 1024 bytes, and its rest was written behind them.
made("long_trace", machine("\tg.seq = 1", "", "typedef args {\n" + times(40, f"\tu64 {NAME * 2}_{{0}};\n") + "\tbool open\n}\n",
                           ", ".join(f"{NAME * 2}_{i}_" for i in range(40))))

# Names: SPIN's stack does not hold long ones.
made("name_64", machine("\tskip", f"\tu32 {'n' * 64};\n"))
made("name_65", machine("\tskip", f"\tu32 {CARET}{'n' * 65};\n"), f"`{'n' * 65}` is a name of more than 64 characters")
made("long_body", machine("\tg.seq = 1;\n" * 5500 + "\tskip").replace("guest_go", CARET + "guest_go"),
     "the inline `guest_go` has more than 60000 characters: SPIN does not take it")

# Paths: 18 `if`s in a row filled 216 MB.
CHOICE = "\tif\n\t:: g.seq == {0} -> g.last = {0}\n\t:: else -> skip\n\tfi;\n"
NINTH = "\tif\n\t:: g.seq == 99 -> skip\n\t:: else -> skip\n\tfi;\n"
made("ifs_8", machine(times(8, CHOICE) + "\tskip"))
for n in 9, 18, 1000:
    made(f"ifs_{n}", machine(times(8, CHOICE) + NINTH.replace("if", CARET + "if", 1) + times(n - 9, CHOICE) + "\tskip"),
         "with this `if` there are more than 256 paths through `guest_go`")
made("large_handler", machine(times(8, CHOICE) + times(10, "\tg.b{0} = " + "1 + " * 400 + "1;\n") + "\tskip",
                              times(10, "\tu32 b{0};\n")).replace("guest_go", CARET + "guest_go"),
     "`guest_go` has too many paths for so many operators: more than 1000000 on all of them")
for n in 17, 18, 20000:
    innermost = "if :: g.last == 1 -> skip :: else -> skip fi" if n == 17 else CARET + "if :: g.last == 1 -> skip :: else -> skip fi"
    made(f"nested_{n}", machine("if :: seq_ == 1 -> " * (n - 1) + innermost + " :: else -> skip fi" * (n - 1)),
         "an `if` stands in at most 16 others" if n > 17 else None)
# What an assignment doubles, the second contract has in full.
made("doubled_8", machine("\tg.seq = g.seq + g.seq;\n" * 8 + "\tskip"))
made("doubled_30", machine("\tg.seq = g.seq + g.seq;\n" * 8 + f"\tg.seq = {CARET}g.seq + g.seq;\n" + "\tg.seq = g.seq + g.seq;\n" * 21 + "\tskip"),
     "this expression has more than 500 operators, with those of the values that it reads")

# Words that another language keeps for itself, each where it was seen to break the generated text, with the tool that
# said so: gcc, spin with gcc on its pan.c, frama-c, why3, or gcc on the kernel's headers.
PLACES = {
    "field": machine("\tskip", f"\tu32 {CARET}WORD;\n"),
    "param": machine("\tg.seq = 1", "", "typedef args {\n\tu32 WORD;\n\tbool open\n}\n", f"{CARET}WORD_"),
    "self": machine("\tskip").replace("(g, seq_)", f"({CARET}WORD, seq_)"),
    "mtype": machine("\tskip", "\tmtype:WORD mood;\n", f"mtype:{CARET}WORD = {{ CALM, ANGRY }};\n"),
    "set": f"typedef page_sets {{\n\tpageset mine;\n\tpageset {CARET}WORD\n}}\npage_sets own;\n",
    "effect": machine("\tfx_WORD()").replace("/*@", f"inline {CARET}fx_WORD() {{ put_x() }}\n/*@", 1),
    "message": f"typedef {CARET}wire_WORD {{\n\tu32 seq\n}}\n",
    "limit": f"#define {CARET}WORD 1\n",
    "name": f"mtype:mood = {{ CALM, {CARET}WORD }};\n",
}
PREFIX = {"param": "{}_", "effect": "fx_{}", "message": "wire_{}"}
C = "it is a word of C or of the generated code"
WORDS = [
    ("field", C, "while errno stdin unix uint uchar ushort ulong nullptr alignas static_assert typeof_unqual fallthrough u8 todo"),
    ("field", "ACSL", "integer real boolean"),
    ("field", "the model's wrappers", "x wasnew"),
    ("param", "the generated C", "at snprintf trace_line trace_wanted"),
    ("param", "the kernel's tracepoints", "ent entry fbuffer trace_file event_call head rctx it_func it_func_ptr"),
    ("self", C, "switch errno ctx fx line todo"),
    ("self", "the generated C", "at snprintf"),
    ("mtype", "WhyML", "match end type val let rec ref theory old by so abstract function ghost with to try use done then"),
    ("mtype", "the generated WhyML", "real string unit phase slot pages world"),
    ("mtype", "the generated C", "guest_fx host_fx rest play"),
    ("set", "WhyML", "match end val invariant at check raise mutable private"),
    ("set", "the generated WhyML", "diff inter mem attached guest kind phase own ram"),
    ("effect", C, "default while switch char todo"),
    ("effect", "C", "int short if for return bool inline"),
    ("effect", "ACSL", "integer"),
    ("message", C, "default union"),
    ("message", "C", "int do typedef"),
    ("limit", "C", "NULL EOF SIZE_MAX LITTLE_ENDIAN RAND_MAX"),
    ("limit", "the model's wrappers", "ANY ANY_MAX LOCKSTEP GUEST HOST"),
    ("name", "C", "NULL EOF SEEK_SET INT_MAX"),
    ("name", "the kernel", "PAGE_SIZE HZ"),
    ("name", "the model's wrappers", "GUEST HOST"),
]
for place, language, words in WORDS:
    for word in words.split():
        written = PREFIX.get(place, "{}").format(word)
        made(f"word_{place}_{word}", PLACES[place].replace("WORD", word),
             f"`{written}` cannot be a name: {C}" if language == C else f"`{written}` cannot be a name here: `{word}` is a word of {language}")
for prefix, language, word in ("AEROSTAT_", "the generated C", "AEROSTAT_TYPES"), ("TRACE_", "the kernel's tracepoints", "TRACE_SYSTEM"), \
        ("UINT32_", "C", "UINT32_MAX"), ("GUEST_FX_", "the generated C", "GUEST_FX_A"):
    made(f"word_limit_{word}", PLACES["limit"].replace("WORD", word), f"`{word}` cannot be a name here: `{prefix}*` is a word of {language}")
# The same words where they mean nothing.
made("word_free", machine("\tg.match = end_; g.type = 1", "\tu32 match;\n\tu32 type;\n\tu32 at;\n\tu32 end;\n\tu32 notice;\n\tu32 val;\n\tu32 diff;\n",
                          "", "end_"))
