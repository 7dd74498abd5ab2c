// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * any_gen.pml: a model without a world, for the lockstep.  An honest environment never takes many
 * branches of the handlers; here each handler is called at any time with any small numbers.
 */
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later"

/* Its contract does not ask for the machine's invariant: it may be the first. */
static bool may_be_first(const struct handler *h)
{
	const char *text = h->contract->text, *inv = strstr(text, format("%s_inv(", h->machine->name));
	const char *ensures = strstr(text, "ensures");

	return !inv || (ensures && ensures < inv);
}

/* Adds a name to `seen`; was it there? */
static bool is_again(struct list *seen, const char *name)
{
	const char *s;

	each(s, *seen)
		if (!strcmp(s, name))
			return true;
	push(seen, (void *)name);
	return false;
}

/* The messages that the effects send go nowhere. */
static void emit_puts(struct out *o, const struct spec *spec)
{
	struct list seen = { NULL, 0 };
	struct effect *e;
	struct change *c;

	each(e, spec->effects) {
		each(c, e->changes) {
			const char *formals = "";

			if (!c->is_call || is_again(&seen, c->name))
				continue;
			for (int i = 0; i < c->args.n; i++)
				formals = format("%s%sx%d", formals, i ? ", " : "", i);
			put(o, "inline %s(%s) { skip }\n", c->name, formals);
		}
	}
}

/* One variable for each name that the machine's handlers take. */
static void emit_variables(struct out *o, const struct machine *m)
{
	struct list seen = { NULL, 0 };
	struct handler *h;
	struct param *p;

	each(h, m->handlers) {
		each(p, h->params) {
			if (is_again(&seen, p->name))
				continue;
			if (p->type->kind == TYPE_MTYPE)
				put(o, "\tmtype:%s v_%s;\n", p->type->mtype->name, p->name);
			else
				put(o, "\t%s v_%s;\n", c_type(p->type), p->name);
		}
	}
}

static void emit_any_name(struct out *o, const struct mtype *m)
{
	struct enumerator *e;

	put(o, "\ninline any_%s(x) {\n\tif\n", m->name);
	each(e, m->enumerators)
		put(o, "\t:: x = %s\n", e->name);
	put(o, "\tfi\n}\n");
}

/* An option: any values for the parameters, the call, and the values are forgotten. */
static void emit_option(struct out *o, const struct handler *h, const char *machine)
{
	const char *args = machine, *forget = "";
	struct param *p;

	put(o, "\t\t:: ");
	each(p, h->params) {
		if (p->type->kind == TYPE_MTYPE)
			put(o, "any_%s(v_%s);\n\t\t   ", p->type->mtype->name, p->name);
		else
			put(o, "select (v_%s : 0 .. %s);\n\t\t   ", p->name, p->type->kind == TYPE_BOOL ? "1" : "ANY_MAX");
		args = format("%s, v_%s", args, p->name);
		forget = format("%s; v_%s = 0", forget, p->name);
	}
	put(o, "call_%s(%s)%s\n", h->name, args, forget);
}

static void emit_process(struct out *o, const struct machine *m)
{
	const char *variable = upper(m->name);
	struct handler *h;

	put(o, "\n%s %s;\n\nproctype any_%s() {\n\tbyte calls;\n", m->name, variable, m->name);
	emit_variables(o, m);
	put(o, "\tatomic {\n\t\tif\n");
	each(h, m->handlers)
		if (may_be_first(h))
			emit_option(o, h, variable);
	put(o, "\t\tfi\n\t}\n\tdo\n\t:: atomic { calls < ANY_CALLS -> calls++;\n\t\tif\n");
	each(h, m->handlers)
		emit_option(o, h, variable);
	put(o, "\t\tfi }\n\t:: calls == ANY_CALLS -> break\n\tod\n}\n");
}

void emit_any(struct spec *spec)
{
	struct out *o = output("model/any_gen.pml", NULL);
	struct mtype *mtype;

	put_banner(o, "/*", LICENSE, "-DANY: no world around the machines, and any calls.", " *");
	put(o, " * BOUNDS: sequences of 1 + ANY_CALLS calls of one machine; the numbers 0 to ANY_MAX.\n */\n");
	put(o, "#ifndef ANY_CALLS\n#define ANY_CALLS\t8\n#endif\n#ifndef ANY_MAX\n#define ANY_MAX\t\t1\n#endif\n\n");
	emit_puts(o, spec);
	each(mtype, spec->mtypes)
		emit_any_name(o, mtype);
	each_machine(m, spec)
		if (m->handlers.n)
			emit_process(o, m);
	put(o, "\ninit {\n\tif\n");
	each_machine(m, spec)
		if (m->handlers.n)
			put(o, "\t:: run any_%s()\n", m->name);
	put(o, "\tfi\n}\n");
}
