// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The C in lockstep with the model: at every transition the C runs on a copy of
 * what the Promela handler starts from, and must end where that ends.
 *
 * SPIN's C has structs of the same names as ours, so the two are compiled apart
 * and meet in one array, `lockstep`: lockstep_gen.pml writes it, lockstep_gen.h
 * reads it, and here is where each value stands in it.
 */
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later"

/* The page sets stand first, then the machine's fields, then the handler's parameters. */
static int place_of_fields(const struct spec *spec)
{
	return spec->sets ? spec->sets->fields.n : 0;
}

static int place_of_params(const struct spec *spec, const struct machine *m)
{
	return place_of_fields(spec) + m->state->fields.n;
}

/* An effect's arguments are read at once, so they stand anywhere. */
static int places(struct spec *spec)
{
	struct handler *h;
	struct effect *e;
	int n = 1;

	each_machine(m, spec) {
		each(h, m->handlers)
			if (place_of_params(spec, m) + h->params.n > n)
				n = place_of_params(spec, m) + h->params.n;
		each(e, m->effects)
			if (e->params.n > n)
				n = e->params.n;
	}
	return n;
}

/* lockstep_gen.pml */

static const char *formals(const struct list *params)
{
	const char *s = "";
	struct param *p;

	each(p, *params)
		s = format("%s%sx_%s", s, p_i ? ", " : "", p->name);
	return s;
}

static void put_values(struct out *o, const struct list *params, int place)
{
	struct param *p;

	each(p, *params)
		put(o, "\tlockstep[%d] = x_%s;\n", place + p_i, p->name);
}

static void emit_state_pml(struct out *o, const struct spec *spec, const struct machine *m)
{
	struct field *f;

	put(o, "\ninline state_%s(x) {\n", m->name);
	if (spec->sets)
		each(f, spec->sets->fields)
			put(o, "\tlockstep[%d] = own.%s;\n", f_i, f->name);
	each(f, m->state->fields)
		put(o, "\tlockstep[%d] = x.%s%s\n", place_of_fields(spec) + f_i, f->name,
		    f_i < m->state->fields.n - 1 ? ";" : "");
	put(o, "}\n");
	put(o, "inline after_%s(x) { state_%s(x); c_code [ lockstep_same_%s() ] { ; } }\n", m->name, m->name, m->name);
}

static void emit_machine_pml(struct out *o, const struct spec *spec, const struct machine *m)
{
	struct handler *h;
	struct effect *e;

	emit_state_pml(o, spec, m);
	each(h, m->handlers) {
		put(o, "\ninline before_%s(x%s%s) {\n\tstate_%s(x);\n", h->name, h->params.n ? ", " : "",
		    formals(&h->params), m->name);
		put_values(o, &h->params, place_of_params(spec, m));
		put(o, "\tc_code { lockstep_%s(); }\n}\n", h->name);
	}
	each(e, m->effects) {
		put(o, "\ninline asked_%s(%s) {\n", effect_member(e), formals(&e->params));
		put_values(o, &e->params, 0);
		put(o, "\tc_code { lockstep_asked_%s(); }\n}\n", effect_member(e));
	}
}

static void emit_pml(struct spec *spec)
{
	struct out *o = output("model/lockstep_gen.pml", NULL);
	struct handler *h;
	struct effect *e;

	put_banner(o, "/*", LICENSE, "Hands each step to the C that runs beside it (lockstep.c).", " *");
	put(o, " * Before the handler: page sets, state, parameters.  In it: each effect that it asks for, with its arguments.\n"
	       " * After it: page sets and state again, which must be the C's.\n */\n");
	put(o, "hidden int lockstep[%d];\n\nc_decl {\n", places(spec));
	each_machine(m, spec) {
		each(h, m->handlers)
			put(o, "\textern void lockstep_%s(void);\n", h->name);
		each(e, m->effects)
			put(o, "\textern void lockstep_asked_%s(void);\n", effect_member(e));
		if (m->state)
			put(o, "\textern int lockstep_same_%s(void);\n", m->name);
	}
	put(o, "}\n");
	each_machine(m, spec)
		if (m->state)
			emit_machine_pml(o, spec, m);
}

/* lockstep_gen.h */

static const char *value(const struct type *t, int place)
{
	if (t->kind == TYPE_MTYPE)
		return format("lockstep_name(%d, %d)", place, t->mtype->enumerators.n);
	return format("(%s)lockstep[%d]", t->kind == TYPE_PAGESET ? "u64" : c_type(t), place);
}

/* Does an effect of this machine change the set? */
static bool is_changed(const struct machine *m, const char *set)
{
	struct change *c;
	struct effect *e;

	each(e, m->effects)
		each(c, e->changes)
			if (!c->is_call && !strcmp(c->name, set))
				return true;
	return false;
}

static void emit_read(struct out *o, const struct spec *spec, const struct machine *m)
{
	struct field *f;

	put(o, "\nstatic struct {\n\tstruct %s state;\n\tstruct %s_fx fx;\n\tstruct world own;\n} c_%s, model_%s;\n", m->name,
	    m->name, m->name, m->name);
	put(o, "\nstatic void read_%s(struct %s *state, struct world *own)\n{\n", m->name, m->name);
	if (spec->sets)
		each(f, spec->sets->fields)
			put(o, "\town->%s = %s;\n", f->name, value(f->type, f_i));
	each(f, m->state->fields)
		put(o, "\tstate->%s = %s;\n", f->name, value(f->type, place_of_fields(spec) + f_i));
	put(o, "}\n");
}

/* What the glue would do to the page sets, in the order of the effects. */
static void emit_perform(struct out *o, const struct machine *m)
{
	bool changes = false;
	struct effect *e;

	put(o, "\nstatic void change_sets_%s(struct world *own, u32 todo)\n{\n", m->name);
	each(e, m->effects) {
		if (!changes_sets(e))
			continue;
		put(o, "\tif (todo & %s)\n\t\tworld_%s(own);\n", effect_bit(e), effect_member(e));
		changes = true;
	}
	if (!changes)
		put(o, "\t(void)own, (void)todo;\n");
	put(o, "}\n");
}

static void emit_asked(struct out *o, const struct machine *m)
{
	struct effect *e;
	struct param *p;

	each(e, m->effects) {
		put(o, "\nvoid lockstep_asked_%s(void)\n{\n", effect_member(e));
		put(o, "\tmodel_%s.fx.todo |= %s;\n", m->name, effect_bit(e));
		each(p, e->params)
			put(o, "\tmodel_%s.fx.%s.%s = %s;\n", m->name, effect_member(e), p->name, value(p->type, p_i));
		put(o, "}\n");
	}
}

static void emit_compare_effects(struct out *o, const struct machine *m)
{
	struct effect *e;
	struct param *p;

	put(o, "\nstatic int compare_effects_%s(const char *handler, const struct %s_fx *c, const struct %s_fx *model)\n{\n",
	    m->name, m->name, m->name);
	put(o, "\tint differs = 0;\n\n");
	if (!m->effects.n)
		put(o, "\t(void)handler, (void)c, (void)model;\n");
	each(e, m->effects) {
		put_line(o, 1, "differs |= compare_value(handler, \"%s\", NULL, 0, !!(c->todo & %s), !!(model->todo & %s));",
			 e->name, effect_bit(e), effect_bit(e));
		if (e->params.n)
			put(o, "\tif (c->todo & model->todo & %s) {\n", effect_bit(e));
		each(p, e->params)
			put_line(o, 2, "differs |= compare_value(handler, \"%s.%s\", %s, c->%s.%s, model->%s.%s);", e->name,
				 p->name, compare_names(p->type), effect_member(e), p->name, effect_member(e), p->name);
		if (e->params.n)
			put(o, "\t}\n");
	}
	put(o, "\treturn differs;\n}\n");
}

static void emit_same(struct out *o, const struct spec *spec, const struct machine *m)
{
	struct field *f;

	put(o, "\nint lockstep_same_%s(void)\n{\n", m->name);
	put(o, "\tconst char *handler = lockstep_handlers[lockstep_now];\n\tint differs;\n\n");
	put(o, "\tread_%s(&model_%s.state, &model_%s.own);\n", m->name, m->name, m->name);
	put_line(o, 1, "differs = compare_%s(handler, &c_%s.state, &model_%s.state);", m->name, m->name, m->name);
	put_line(o, 1, "differs |= compare_effects_%s(handler, &c_%s.fx, &model_%s.fx);", m->name, m->name, m->name);
	if (spec->sets)
		each(f, spec->sets->fields)
			if (is_changed(m, f->name))
				put_line(o, 1, "differs |= compare_value(handler, \"own.%s\", NULL, 0, c_%s.own.%s, model_%s.own.%s);",
					 f->name, m->name, f->name, m->name, f->name);
	put(o, "\treturn lockstep_count(differs);\n}\n");
}

/* Members of fx that a handler does not set are of no value: `lockstep_start` leaves nonsense in them. */
static void emit_handler(struct out *o, const struct spec *spec, const struct machine *m, const struct handler *h,
			 int n)
{
	const char *args = "";
	struct param *p;

	each(p, h->params)
		args = format("%s, %s", args, value(p->type, place_of_params(spec, m) + p_i));
	put(o, "\nvoid lockstep_%s(void)\n{\n", h->name);
	put_line(o, 1, "lockstep_start(%d, &c_%s.fx, &model_%s.fx, sizeof(c_%s.fx));", n, m->name, m->name, m->name);
	put(o, "\tmodel_%s.fx.todo = 0;\n", m->name);
	put(o, "\tread_%s(&c_%s.state, &c_%s.own);\n", m->name, m->name, m->name);
	put_line(o, 1, "%s(&c_%s.state%s, &c_%s.fx);", h->name, m->name, args, m->name);
	put(o, "\tchange_sets_%s(&c_%s.own, c_%s.fx.todo);\n}\n", m->name, m->name, m->name);
}

static void emit_h(struct spec *spec)
{
	struct out *o = output("model/lockstep_gen.h", NULL);
	struct handler *h;
	int n = 0;

	put_banner(o, "/*", LICENSE, "Runs the C on what the model hands over (lockstep_gen.pml), and compares.", " *");
	put(o, " * Before it is included: lockstep_name(), lockstep_start(), lockstep_count(), lockstep_now.\n */\n");
	put(o, "#ifndef AEROSTAT_LOCKSTEP_GEN_H\n#define AEROSTAT_LOCKSTEP_GEN_H\n\n"
	       "#include \"compare_gen.h\"\n#include \"world_gen.h\"\n\nstatic const char *const lockstep_handlers[] = {\n");
	each_machine(m, spec)
		each(h, m->handlers)
			put(o, "\t\"%s\",\n", h->name);
	put(o, "};\n");
	each_machine(m, spec) {
		if (!m->state)
			continue;
		emit_read(o, spec, m);
		emit_perform(o, m);
		emit_asked(o, m);
		emit_compare_effects(o, m);
		emit_same(o, spec, m);
		each(h, m->handlers)
			emit_handler(o, spec, m, h, n++);
	}
	put(o, "\n#endif\n");
}

void emit_lockstep(struct spec *spec)
{
	emit_pml(spec);
	emit_h(spec);
}
