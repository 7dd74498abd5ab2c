// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The bridge from the model to C: wrappers that print each step of a trail, the
 * reader that repeats such a step on the C, the comparison of states, and the page
 * sets that effects change.  What runs beside the wrappers is emit_lockstep.c's.
 */
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later"

/* calls_gen.pml */

static void emit_call(struct out *o, const struct machine *m, const struct handler *h)
{
	const char *formals = "", *numbers = "", *states = "", *values = "";
	struct param *p;
	struct field *f;

	each(p, h->params) {
		formals = format("%s, a_%s", formals, p->name);
		numbers = format("%s %%d", numbers);
	}
	each(f, m->state->fields) {
		states = format("%s %%d", states);
		values = format("%s, %s.%s", values, h->self, f->name);
	}
	put(o, "\ninline call_%s(%s%s) {\n\td_step {\n", h->name, h->self, formals);
	put(o, "\t\tlockstep(before_%s(%s%s))\n", h->name, h->self, formals);
	put(o, "\t\t%s(%s%s);\n", h->name, h->self, formals);
	put_line(o, 2, "printf(\"@ %s%s |%s\\n\"%s%s);", h->name, numbers, states, formals, values);
	put(o, "\t\tlockstep(after_%s(%s))\n", m->name, h->self);
	put(o, "\t}\n}\n");
}

static void emit_calls(struct spec *spec)
{
	struct out *o = output("model/calls_gen.pml", NULL);
	struct handler *h;

	put_banner(o, "/*", LICENSE, "How the model calls a handler: each step prints its parameters and the state after it.",
		   " * -DLOCKSTEP: the generated C runs beside it.\n */");
	put(o, "#ifdef LOCKSTEP\n#include \"lockstep_gen.pml\"\n#define lockstep(step)\tstep;\n"
	       "#else\n#define lockstep(step)\n#endif\n");
	each_machine(m, spec)
		each(h, m->handlers)
			emit_call(o, m, h);
}

/* play_gen.h */

/* SPIN numbers the names of an mtype from the last one, 1, to the first. */
static const char play_numbers[] =
	"\n"
	"/* A number up to max. */\n"
	"static int play_number(const char **s, u64 max, u64 *value)\n"
	"{\n"
	"\tchar *end;\n"
	"\n"
	"\t*s += strspn(*s, \" \");\n"
	"\tif (**s < '0' || **s > '9')\n"
	"\t\treturn -1;\n"
	"\t*value = strtoull(*s, &end, 10);\n"
	"\t*s = end;\n"
	"\treturn *value > max ? -1 : 0;\n"
	"}\n"
	"\n"
	"/* One of so many names, which SPIN numbers from the last to the first, and C from the first to the last. */\n"
	"static int play_name(const char **s, u64 names, u64 *value)\n"
	"{\n"
	"\tif (play_number(s, names, value))\n"
	"\t\treturn -1;\n"
	"\tif (*value)\n"
	"\t\t*value = names + 1 - *value;\n"
	"\treturn 0;\n"
	"}\n"
	"\n"
	"/* What stands between the parameters and the state. */\n"
	"static int play_bar(const char **s)\n"
	"{\n"
	"\t*s += strspn(*s, \" \");\n"
	"\tif (**s != '|')\n"
	"\t\treturn -1;\n"
	"\t(*s)++;\n"
	"\treturn 0;\n"
	"}\n"
	"\n"
	"static int play_end(const char *s)\n"
	"{\n"
	"\treturn s[strspn(s, \" \\r\\n\")] ? -1 : 0;\n"
	"}\n";

/* The table in compare_gen.h that has the names of these values, and how many. */
const char *compare_names(const struct type *t)
{
	return t->kind == TYPE_MTYPE ? format("names_%s, %d", t->mtype->name, t->mtype->enumerators.n + 1) : "NULL, 0";
}

static const char *reader(const struct type *t, const char *value)
{
	if (t->kind == TYPE_MTYPE)
		return format("play_name(&s, %d, %s)", t->mtype->enumerators.n, value);
	return format("play_number(&s, %s, %s)", t->kind == TYPE_BOOL ? "1" : t->bits == 16 ? "UINT16_MAX" :
		      t->bits == 32 ? "UINT32_MAX" : "UINT64_MAX", value);
}

static void emit_play_machine(struct out *o, const struct machine *m)
{
	struct field *f;

	put(o, "\nstatic int play_read_%s(const char *s, struct %s *state)\n{\n\tu64 value;\n\n", m->name, m->name);
	each(f, m->state->fields) {
		put_line(o, 1, "if (%s)", reader(f->type, "&value"));
		put(o, "\t\treturn -1;\n\tstate->%s = value;\n", f->name);
	}
	put(o, "\treturn play_end(s);\n}\n");
}

static void emit_play_handler(struct out *o, const struct machine *m, const struct handler *h)
{
	char letter = *m->name;
	const char *args = "";
	struct param *p;

	put(o, "\nstatic int play_%s(struct play *p, const char *s)\n{\n", h->name);
	put(o, "\tstruct %s model;\n", m->name);
	if (h->params.n)
		put(o, "\tu64 in[%d];\n", h->params.n);
	put(o, "\n");
	each(p, h->params) {
		put_line(o, 1, "if (%s)", reader(p->type, format("&in[%d]", p_i)));
		put(o, "\t\treturn -1;\n");
		args = format("%s, in[%d]", args, p_i);
	}
	put(o, "\tif (play_bar(&s) || play_read_%s(s, &model))\n\t\treturn -1;\n", m->name);
	put_line(o, 1, "call_%s(p, &p->%c%s);", h->name, letter, args);
	put_line(o, 1, "return compare_%s(\"%s\", &p->%c, &model);", m->name, h->name, letter);
	put(o, "}\n");
}

static void emit_play(struct spec *spec)
{
	struct out *o = output("tests/replay/play_gen.h", NULL);
	struct handler *h;

	put_banner(o, "/*", LICENSE, "Repeats a step that the model printed (model/calls_gen.pml) on the C.", " *");
	put(o, " * Before it is included: struct play with members `struct guest g` and `struct\n"
	       " * host h`, and the wrappers call_*() with struct play as their context.\n */\n");
	put(o, "#ifndef AEROSTAT_PLAY_GEN_H\n#define AEROSTAT_PLAY_GEN_H\n\n"
	       "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\n#include \"compare_gen.h\"\n");
	put(o, "%s", play_numbers);
	each_machine(m, spec) {
		if (!m->state)
			continue;
		emit_play_machine(o, m);
		each(h, m->handlers)
			emit_play_handler(o, m, h);
	}
	put(o, "\nstatic const struct {\n\tconst char *name;\n\tint (*play)(struct play *p, const char *s);\n"
	       "} play_handlers[] = {\n");
	each_machine(m, spec)
		each(h, m->handlers)
			put(o, "\t{ \"%s\", play_%s },\n", h->name, h->name);
	put(o, "};\n");
	put(o, "\n/* 0: the C went where the model went; 1: it did not, and what differs is printed; -1: not such a line. */\n"
	       "static int play_line(struct play *p, const char *line)\n"
	       "{\n"
	       "\tsize_t n;\n"
	       "\n"
	       "\tline += strspn(line, \" \\t\");\n"
	       "\tif (strncmp(line, \"@ \", 2))\n"
	       "\t\treturn -1;\n"
	       "\tline += 2;\n"
	       "\tn = strcspn(line, \" \\r\\n\");\n"
	       "\tfor (size_t i = 0; i < sizeof(play_handlers) / sizeof(play_handlers[0]); i++)\n"
	       "\t\tif (strlen(play_handlers[i].name) == n && !strncmp(line, play_handlers[i].name, n))\n"
	       "\t\t\treturn play_handlers[i].play(p, line + n);\n"
	       "\treturn -1;\n"
	       "}\n"
	       "\n#endif\n");
}

/* compare_gen.h */

static const char compare_values[] =
	"\n"
	"static inline void compare_print(const char *const *names, u64 n, u64 value)\n"
	"{\n"
	"\tif (value < n)\n"
	"\t\tprintf(\"%s\", names[value]);\n"
	"\telse\n"
	"\t\tprintf(\"%llu\", (unsigned long long)value);\n"
	"}\n"
	"\n"
	"/* 0: equal; 1: not, and both are printed, by name if there are n names. */\n"
	"static inline int compare_value(const char *handler, const char *what, const char *const *names, u64 n, u64 in_c,\n"
	"\t\t\t\tu64 in_model)\n"
	"{\n"
	"\tif (in_c == in_model)\n"
	"\t\treturn 0;\n"
	"\tprintf(\"%s: %s is \", handler, what);\n"
	"\tcompare_print(names, n, in_c);\n"
	"\tprintf(\" in C and \");\n"
	"\tcompare_print(names, n, in_model);\n"
	"\tprintf(\" in the model\\n\");\n"
	"\treturn 1;\n"
	"}\n";

static void emit_compare_machine(struct out *o, const struct machine *m)
{
	struct field *f;

	put(o, "\n");
	put_line(o, 0, "static inline int compare_%s(const char *handler, const struct %s *c, const struct %s *model)",
		 m->name, m->name, m->name);
	put(o, "{\n\tint differs = 0;\n\n");
	each(f, m->state->fields)
		put_line(o, 1, "differs |= compare_value(handler, \"%s\", %s, c->%s, model->%s);", f->name,
			 compare_names(f->type), f->name, f->name);
	put(o, "\treturn differs;\n}\n");
}

static void emit_compare(struct spec *spec)
{
	struct out *o = output("tests/replay/compare_gen.h", NULL);
	struct enumerator *e;
	struct mtype *m;

	put_banner(o, "/*", LICENSE, "Is the C where the model is?  What differs is printed.", " */");
	put(o, "#ifndef AEROSTAT_COMPARE_GEN_H\n#define AEROSTAT_COMPARE_GEN_H\n\n#include <stdio.h>\n\n"
	       "#include \"core_gen.h\"\n%s", compare_values);
	each(m, spec->mtypes) {
		put(o, "\nstatic const char *const names_%s[] = {\n\t\"0\",\n", m->name);
		each(e, m->enumerators)
			put(o, "\t\"%s\",\n", e->name);
		put(o, "};\n");
	}
	each_machine(machine, spec)
		if (machine->state)
			emit_compare_machine(o, machine);
	put(o, "\n#endif\n");
}

/* world_gen.h */

bool changes_sets(const struct effect *e)
{
	struct change *c;

	each(c, e->changes)
		if (!c->is_call)
			return true;
	return false;
}

/* setexpr in C: a set is a bit mask */
static void emit_change(struct out *o, const struct change *c)
{
	const char *value = "";
	struct set_term *t;

	each(t, c->terms)
		value = format("%s%s%s%s%s", value, t_i ? format(" %c ", c->op) : "", t->complement ? "~" : "",
			       t->empty ? "0" : "own->", t->empty ? "" : t->name);
	put_line(o, 1, "own->%s = %s;", c->name, value);
}

static void emit_world(struct spec *spec)
{
	struct out *o = output("tests/replay/world_gen.h", NULL);
	struct change *c;
	struct effect *e;
	struct field *f;

	put_banner(o, "/*", LICENSE, "Who owns which page, a bit a page, and what the effects do to that.", " */");
	put(o, "#ifndef AEROSTAT_WORLD_GEN_H\n#define AEROSTAT_WORLD_GEN_H\n\n#include \"core_gen.h\"\n\nstruct world {\n");
	if (spec->sets)
		each(f, spec->sets->fields)
			put_column(o, 24, format("\tu64 %s;", f->name), comment_behind(f->loc));
	put(o, "};\n");
	each(e, spec->effects) {
		if (!changes_sets(e))
			continue;
		put(o, "\n");
		put_comment(o, e->above);
		put(o, "static inline void world_%s(struct world *own)\n{\n", effect_member(e));
		each(c, e->changes)
			if (!c->is_call)
				emit_change(o, c);
		put(o, "}\n");
	}
	put(o, "\n#endif\n");
}

void emit_model(struct spec *spec)
{
	emit_calls(spec);
	emit_play(spec);
	emit_compare(spec);
	emit_world(spec);
}
