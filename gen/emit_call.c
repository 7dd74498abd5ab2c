// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * guest_call_gen.h and host_call_gen.h, through which the glue calls the machines: each step is
 * traced and its effects are performed, and what comes from the other side goes to the handler
 * that spec/queues.pml names.
 */
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later OR BSD-2-Clause"

static void emit_perform(struct out *o, const struct machine *m)
{
	struct effect *e;
	struct param *p;

	put_line(o, 0, "static inline void %s_perform(void *ctx, const struct %s_fx *fx)", m->name, m->name);
	put(o, "{\n");
	if (!m->effects.n)
		put(o, "\t(void)ctx;\n\t(void)fx;\n");
	each(e, m->effects) {
		const char *args = "";

		each(p, e->params)
			args = format("%s, fx->%s.%s", args, effect_member(e), p->name);
		put_line(o, 1, "if (fx->todo & %s)", effect_bit(e));
		put_line(o, 2, "%s(ctx%s);", e->name, args);
	}
	put(o, "}\n");
}

/* What comes from the device: an answer, or a notice. */
static const struct handler *receiver(const struct exchange *x)
{
	return x->answered_to ? x->answered_to : x->taken_by;
}

static bool has_param(const struct list *params, const struct param *wanted)
{
	struct param *p;

	each(p, *params)
		if (!strcmp(p->name, wanted->name))
			return true;
	return false;
}

/* Is it a field of the message's fixed part? */
static bool says(const struct record *message, const struct param *p)
{
	struct field *f;

	each(f, message->fields)
		if (!strcmp(f->name, p->name))
			return in_wire_struct(message, f);
	return false;
}

/* Answers and notices: the glue fills in what any of the handlers takes. */
static void emit_receive(struct out *o, const struct machine *m, const struct queue *q)
{
	const struct exchange *first = q->lines.at[0];
	const char *kind = first->answered_to ? "asked" : "notice";
	const char *name = first->answered_to ? format("%s_answer", q->name) : q->name;
	struct list params = { NULL, 0 };
	const struct handler *h;
	struct exchange *x;
	struct param *p;

	each(x, q->lines)
		each(p, receiver(x)->params)
			if (!has_param(&params, p))
				push(&params, p);
	put(o, "\n");
	put_line(o, 0, "static inline void call_%s(void *ctx, struct %s *%s, enum %s %s%s)", name, m->name,
		 receiver(first)->self, first->kind->of->name, kind, c_params(&params));
	put(o, "{\n");
	put_line(o, 1, "switch (%s) {", kind);
	each(x, q->lines) {
		h = receiver(x);
		put(o, "\tcase %s:\n", x->kind->name);
		put_line(o, 2, "call_%s(ctx, %s%s);", h->name, receiver(first)->self, c_args(&h->params));
		put(o, "\t\tbreak;\n");
	}
	put(o, "\tdefault:\n\t\tbreak;\n\t}\n}\n");
}

/* The union's member for a message. */
static const char *member(const struct record *r)
{
	return r->name + strlen("wire_");
}

static struct list requests(const struct spec *spec)
{
	struct list requests = { NULL, 0 };
	struct exchange *x;

	each(x, spec->exchanges)
		if (x->answered_to)
			push(&requests, x);
	return requests;
}

/* What handlers take that their messages do not say. */
static struct list unsaid(const struct spec *spec, const struct list *requests)
{
	struct list found = { NULL, 0 };
	struct exchange *x;
	struct param *p;

	each(x, *requests)
		each(p, x->taken_by->params)
			if (!says(message_of(spec, x->kind), p) && !has_param(&found, p))
				push(&found, p);
	return found;
}

/* The message, decoded, and the function that takes it. */
static void emit_take(struct out *o, const struct spec *spec, const struct machine *m)
{
	const struct list from_driver = requests(spec);
	const struct list found = unsaid(spec, &from_driver);
	const struct exchange *first = from_driver.at[0];
	const struct record *r;
	struct exchange *x;
	struct param *p;

	put(o, "\n/* A message of the driver's; in `rest` stands what follows its fixed part. */\n");
	put(o, "struct todevq_message {\n\tenum %s type;\n\tunion {\n", first->kind->of->name);
	each(x, from_driver)
		put(o, "\t\tstruct %s %s;\n", message_of(spec, x->kind)->name, member(message_of(spec, x->kind)));
	put(o, "\t};\n\tconst u8 *rest;\n};\n");
	put(o, "\n/* What a message does not say of itself: the glue finds it out for those handlers that take it. */\n");
	put(o, "struct todevq_found {\n");
	each(p, found)
		put(o, "\t%s %s;\n", c_type(p->type), p->name);
	put(o, "};\n\n/* False: these bytes are no message. */\n");
	put_line(o, 0, "static inline bool todevq_decode(struct todevq_message *m, const u8 *buf, size_t len)");
	put(o, "{\n\tif (!wire_%s_peek(&m->type, buf, len))\n\t\treturn false;\n\tswitch (m->type) {\n", first->kind->of->name);
	each(x, from_driver) {
		r = message_of(spec, x->kind);
		put(o, "\tcase %s:\n", x->kind->name);
		if (r->array)
			put(o, "\t\tm->rest = buf + %s_BYTES;\n", upper(r->name));
		put_line(o, 2, "return %s_decode(&m->%s, buf, len);", r->name, member(r));
	}
	put(o, "\tdefault:\n\t\treturn false;\n\t}\n}\n\n");
	put(o, "/* To the handler that spec/queues.pml names. */\n");
	put_line(o, 0, "static inline void call_todevq(void *ctx, struct %s *%s, const struct todevq_message *m, "
		 "const struct todevq_found *found)", m->name, first->taken_by->self);
	put(o, "{\n\tswitch (m->type) {\n");
	each(x, from_driver) {
		const char *args = "";

		r = message_of(spec, x->kind);
		each(p, x->taken_by->params)
			args = says(r, p) ? format("%s, m->%s.%s", args, member(r), p->name)
					  : format("%s, found->%s", args, p->name);
		put(o, "\tcase %s:\n", x->kind->name);
		put_line(o, 2, "call_%s(ctx, %s%s);", x->taken_by->name, first->taken_by->self, args);
		put(o, "\t\tbreak;\n");
	}
	put(o, "\tdefault:\n\t\tbreak;\n\t}\n}\n");
}

/* What test builds ask before each step. */
static void emit_asked(struct out *o, const struct spec *spec, const struct machine *m)
{
	struct handler *h;

	put(o, "\n/*\n * What the glue owes the handlers: what their contracts require, and what proofs/unbounded.mlw\n"
	       " * assumes of their callers.  Test builds define AEROSTAT_REQUIRED and AEROSTAT_ASSUMED before\n"
	       " * they include this, and then have the functions glue_*.  Elsewhere nothing is asked.\n */\n"
	       "#ifndef AEROSTAT_ASSUMED\n#define AEROSTAT_ASSUMED(handler, ...)\t((void)0)\n#else\n");
	each(h, m->handlers)
		put_line(o, 0, "bool glue_%s(void *ctx%s);", h->name, c_params(&h->params));
	put(o, "#endif\n#ifndef AEROSTAT_REQUIRED\n#define AEROSTAT_REQUIRED(holds, what)\t((void)0)\n#else\n");
	emit_predicates(o, spec, m);
	put(o, "\n#endif\n");
}

static void emit_wrappers(const struct spec *spec, const struct machine *m, const char *path)
{
	struct out *o = output(path, NULL);
	const char *guard = format("AEROSTAT_%s_CALL_GEN_H", upper(m->name));
	struct handler *h;
	struct effect *e;
	struct queue *q;

	put_banner(o, "/*", LICENSE, format("How the glue calls the %s's machine: step, trace, perform.", m->name), " *");
	put(o, " * The glue defines the effects, and declares trace_%s_*() before it includes this.\n */\n", m->name);
	put(o, "#ifndef %s\n#define %s\n\n#include \"core_gen.h\"\n", guard, guard);
	emit_asked(o, spec, m);
	put(o, "\n/* Effects, in the order in which they are performed. */\n\n");
	each(e, m->effects) {
		if (e_i && e->above)
			put(o, "\n");
		put_comment(o, e->above);
		put_line(o, 0, "void %s(void *ctx%s);", e->name, c_params(&e->params));
		if (e->above && e_i < m->effects.n - 1 && !((struct effect *)m->effects.at[e_i + 1])->above)
			put(o, "\n");
	}
	put(o, "\n");
	emit_perform(o, m);
	each(h, m->handlers) {
		put(o, "\n");
		put_line(o, 0, "static inline void call_%s(void *ctx, struct %s *%s%s)", h->name, m->name, h->self,
			 c_params(&h->params));
		put(o, "{\n\tstruct %s_fx fx;\n\n", m->name);
		emit_required(o, spec, h);
		put_line(o, 1, "%s(%s%s, &fx);", h->name, h->self, c_args(&h->params));
		put_line(o, 1, "trace_%s(ctx, %s%s, &fx);", h->name, h->self, c_args(&h->params));
		put(o, "\t%s_perform(ctx, &fx);\n}\n", m->name);
	}
	if (m == &spec->machines[0] && spec->queues.n) {
		put(o, "\n/* What comes from the device, to the handler that spec/queues.pml names; of another kind, to nobody. */\n");
		each(q, spec->queues)
			emit_receive(o, m, q);
	}
	if (m == &spec->machines[1] && requests(spec).n)
		emit_take(o, spec, m);
	put(o, "\n#endif\n");
}

void emit_call_wrappers(const struct spec *spec)
{
	if (spec->machines[0].state)
		emit_wrappers(spec, &spec->machines[0], "driver/guest_call_gen.h");
	if (spec->machines[1].state)
		emit_wrappers(spec, &spec->machines[1], "device/host_call_gen.h");
}
