// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * For the unbounded proof, in WhyML: relation_gen.mlw has the world (both machines,
 * the page sets, a slot for each buffer of todevq), steps_gen.mlw each handler as
 * a step of it, effects and messages included.  The invariant and what is
 * assumed of the handlers' callers are written by hand, in proofs/unbounded.mlw.
 */
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later"

/* A value that travels in a slot: a field that a put_ fills by the parameter's name and a handler takes. */
struct cargo {
	const char *name;
	struct type *type;
};

static struct list asked, said;	/* of struct cargo: in requests, in answers */

/* Which values travel */

/* What put_… hands over: the kind's name behind "put_", or behind "put_reply_". */
static bool sends(const struct change *c, const struct record *message)
{
	return c->is_call && !strcmp(c->name + strlen("put_"), message->name + strlen("wire_"));
}

static struct param *param_of(const struct list *params, const char *name)
{
	struct param *p;

	each(p, *params)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

/* The parameter of the effect that put_… hands over under this name. */
static struct param *handed_over(const struct effect *e, const struct change *c, const char *name)
{
	struct param *p = param_of(&e->params, name);
	struct token *arg;

	each(arg, c->args)
		if (p && !strcmp(arg->text, p->written))
			return p;
	return NULL;
}

/* An answer has a status. */
static bool answers(const struct effect *e, const struct change *c)
{
	return c->is_call && handed_over(e, c, "status");
}

/* The names of `args` are the reader's own: they travel in no message. */
static bool is_local(const struct spec *spec, const char *name)
{
	struct record *r;
	struct field *f;

	each(r, spec->records)
		each(f, r->fields)
			if (r->kind == RECORD_ARGS && !strcmp(f->name, name))
				return true;
	return false;
}

/* Does every put_… of this message, or of any answer, hand this value over? */
static bool is_cargo(const struct spec *spec, const struct record *message, const char *name)
{
	struct effect *e;
	struct change *c;
	int n = 0;

	each(e, spec->effects)
		each(c, e->changes) {
			if (!(message ? sends(c, message) : answers(e, c)))
				continue;
			if (!handed_over(e, c, name))
				return false;
			n++;
		}
	return n && !is_local(spec, name);
}

static void add_cargo(struct list *cargo, const struct param *p)
{
	struct cargo *c;

	each(c, *cargo)
		if (!strcmp(c->name, p->name))
			return;
	c = alloc(sizeof(*c));
	c->name = p->name;
	c->type = p->type;
	push(cargo, c);
}

static void find_cargo(const struct spec *spec)
{
	struct exchange *x;
	struct param *p;

	each(x, spec->exchanges) {
		if (!x->answered_to)
			continue;
		each(p, x->taken_by->params)
			if (is_cargo(spec, message_of(spec, x->kind), p->name))
				add_cargo(&asked, p);
		each(p, x->answered_to->params)
			if (is_cargo(spec, NULL, p->name))
				add_cargo(&said, p);
	}
}

/* The world */

static const char *why_type(const struct type *t)
{
	return t->kind == TYPE_BOOL ? "bool" : t->kind == TYPE_MTYPE ? t->mtype->name : "int";
}

static const char *lower(const char *s)
{
	char *l = copy(s, s + strlen(s));

	for (char *p = l; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return l;
}

static struct out *why_output(const char *path, const char *what)
{
	struct out *o = output(path, NULL);

	put(o, "(* SPDX-License-Identifier: " LICENSE " *)\n(*\n * %s\n", what);
	put(o, " * Generated from spec/ (SHA-256 %s) by gen %s; do not edit:\n * change spec/ and run make gen.\n *)\n",
	    spec_hash, GEN_VERSION);
	return o;
}

static void emit_enum(struct out *o, const struct mtype *m)
{
	struct enumerator *e;

	put(o, "\n  type %s =", m->name);
	each(e, m->enumerators)
		put(o, "%s %s", e_i ? " |" : "", e->name);
	put(o, "\n\n  let same_%s (a b: %s) : bool\n    ensures { result <-> a = b }\n  = match a, b with\n   ", m->name, m->name);
	each(e, m->enumerators)
		put(o, " | %s, %s", e->name, e->name);
	put(o, " -> true\n    | _ -> false\n    end\n");
}

static void emit_machine(struct out *o, const struct machine *m)
{
	struct field *f;

	put(o, "\n  type %s = {\n", m->name);
	each(f, m->state->fields)
		put(o, "    ghost mutable %c_%s: %s;\n", *m->name, f->name, why_type(f->type));
	put(o, "  }\n");
}

static void emit_slot(struct out *o, const struct spec *spec)
{
	const struct exchange *first = spec->exchanges.at[0];
	struct cargo *c;

	put(o, "\n  (* A buffer of todevq: at hand, on its way with a request, kept by the device, on its way back. *)\n"
	       "  type phase = Free | Asked | Taken | Answered\n"
	       "\n  type slot = {\n    ghost mutable phase: phase;\n    ghost mutable kind: %s;\n", first->kind->of->name);
	each(c, asked)
		put(o, "    ghost mutable ask_%s: %s;\n", c->name, why_type(c->type));
	each(c, said)
		put(o, "    ghost mutable say_%s: %s;\n", c->name, why_type(c->type));
	put(o, "  }\n");
}

static bool is_todev(const struct queue *q)
{
	return starts_with(q->name, "todevq");
}

static void emit_world(struct spec *spec)
{
	struct out *o = why_output("proofs/relation_gen.mlw", "The world: both machines, who owns which page, and what is on todevq.");
	struct define *d;
	struct mtype *m;
	struct field *f;
	struct queue *q;

	put(o, "module World\n  use int.Int\n  use sets.Sets\n\n");
	each(d, spec->defines)
		put(o, "  let constant limit_%s : int = %llu\n", lower(d->name), (unsigned long long)d->value);
	each(m, spec->mtypes)
		emit_enum(o, m);
	each_machine(machine, spec)
		emit_machine(o, machine);
	put(o, "\n  type page_sets = {\n");
	each(f, spec->sets->fields)
		put(o, "    ghost mutable %s: pages;\n", f->name);
	put(o, "  }\n");
	emit_slot(o, spec);
	put(o, "\n  type world = {\n    ghost ram: pages;        (* all pages of the guest *)\n"
	       "    ghost mutable attached: bool;  (* the device reads the queues; else what is sent is lost *)\n");
	each_machine(machine, spec)
		put(o, "    %s: %s;\n", machine->name, machine->name);
	put(o, "    own: page_sets;\n");
	each(q, spec->queues)
		if (is_todev(q))
			put(o, "    %s: slot;\n", q->name);
	put(o, "  }\nend\n");
}

/* Expressions */

static const struct {
	const char *text;
	int binds;
} ops[] = {
	[OP_OR] = { "||", 1 }, [OP_AND] = { "&&", 2 }, [OP_EQ] = { "=", 4 }, [OP_NE] = { "<>", 4 },
	[OP_LT] = { "<", 4 }, [OP_LE] = { "<=", 4 }, [OP_GT] = { ">", 4 }, [OP_GE] = { ">=", 4 },
	[OP_ADD] = { "+", 5 }, [OP_SUB] = { "-", 5 }, [OP_NOT] = { "not ", 3 }, [OP_NUMBER] = { "", 7 },
	[OP_BOOL] = { "", 7 }, [OP_NAME] = { "", 7 }, [OP_PLACE] = { "", 7 },
};

static const char *expr(const struct machine *m, const struct expr *e);

static const char *operand(const struct machine *m, const struct expr *e, enum op within, bool right)
{
	int binds = ops[e->op].binds, outside = ops[within].binds;

	return format(binds < outside || (binds == outside && outside < 7 && (right || outside > 2)) ? "(%s)" : "%s",
		      expr(m, e));
}

static const char *place(const struct machine *m, const char *field)
{
	return format("w.%s.%c_%s", m->name, *m->name, field);
}

/* = and <> are those of integers; bools and enumerations have their own. */
static const char *equality(const struct machine *m, const struct expr *e)
{
	const struct type *t = e->a->type;

	if (t->kind == TYPE_MTYPE)
		return format("%ssame_%s %s %s", e->op == OP_NE ? "not " : "", t->mtype->name, operand(m, e->a, OP_PLACE, true),
			      operand(m, e->b, OP_PLACE, true));
	return format(e->op == OP_NE ? "(if %s then not (%s) else %s)" : "(if %s then %s else not (%s))", expr(m, e->a),
		      expr(m, e->b), expr(m, e->b));
}

static const char *expr(const struct machine *m, const struct expr *e)
{
	switch (e->op) {
	case OP_NOT:
		return format("not %s", operand(m, e->a, OP_NOT, true));
	case OP_NUMBER:
		return format("%llu", (unsigned long long)e->value);
	case OP_BOOL:
		return e->name;
	case OP_NAME:
		return e->define ? format("limit_%s", lower(e->name)) : e->name;
	case OP_PLACE:
		return place(m, e->name);
	case OP_EQ:
	case OP_NE:
		if (e->a->type->kind != TYPE_UINT)
			return equality(m, e);
		/* fall through */
	default:
		return format("%s %s %s", operand(m, e->a, e->op, false), ops[e->op].text, operand(m, e->b, e->op, true));
	}
}

/* Steps: what a handler does to the world */

struct step {
	struct spec *spec;
	struct handler *handler;
	struct exchange *exchange;	/* that it takes part in, or NULL */
	struct out *o;
};

/* The exchange that put_… answers: the one that it names, or the one whose request is being taken. */
static struct exchange *answered(const struct step *s, const struct change *c)
{
	struct exchange *x;

	each(x, s->spec->exchanges)
		if (x->answered_to && !strcmp(c->name, format("put_reply_%s", message_of(s->spec, x->kind)->name + strlen("wire_"))))
			return x;
	return s->exchange && s->exchange->taken_by == s->handler ? s->exchange : NULL;
}

static struct exchange *requested(const struct step *s, const struct change *c)
{
	struct exchange *x;

	each(x, s->spec->exchanges)
		if (x->answered_to && sends(c, message_of(s->spec, x->kind)))
			return x;
	return NULL;
}

static const char *set_expr(const struct change *c)
{
	const char *value = NULL, *set;
	struct set_term *t;

	each(t, c->terms) {
		set = t->empty ? "empty" : format("w.own.%s", t->name);
		if (t->complement && (!value || c->op == '|'))
			set = format("(diff w.ram %s)", set);
		if (!value)
			value = set;
		else
			value = format("(%s %s %s)", c->op == '|' ? "union" : t->complement ? "diff" : "inter", value, set);
	}
	return value;
}

/* The buffer of an exchange goes on its way, with those values that are handed over. */
static void emit_put(struct step *s, int depth, const struct stmt *call, const struct change *c, const struct exchange *x,
		     bool answer, const char *end)
{
	const char *q = x->queue->name;
	const struct list *cargo = answer ? &said : &asked;
	struct cargo *v;
	struct param *p;

	put_line(s->o, depth, "if w.attached then begin");
	if (answer)
		put_line(s->o, depth + 1, "assert { [@expl:%s has a request to answer] w.%s.phase = Taken /\\ w.%s.kind = %s };",
			 q, q, q, x->kind->name);
	else
		put_line(s->o, depth + 1, "assert { [@expl:%s is at hand] w.%s.phase = Free };", q, q);
	each(v, *cargo) {
		p = handed_over(call->effect, c, v->name);
		if (p && is_cargo(s->spec, answer ? NULL : message_of(s->spec, x->kind), v->name))
			for (int i = 0; i < call->effect->params.n; i++)
				if (call->effect->params.at[i] == p)
					put_line(s->o, depth + 1, "w.%s.%s_%s <- %s;", q, answer ? "say" : "ask", v->name,
						 expr(s->handler->machine, call->args.at[i]));
	}
	if (!answer)
		put_line(s->o, depth + 1, "w.%s.kind <- %s;", q, x->kind->name);
	put_line(s->o, depth + 1, "w.%s.phase <- %s", q, answer ? "Answered" : "Asked");
	put_line(s->o, depth, "end%s", end);
}

/* The exchange whose buffer put_… fills, or NULL: what else it does is outside of this world. */
static struct exchange *filled(const struct step *s, const struct effect *e, const struct change *c)
{
	if (!c->is_call)
		return NULL;
	return answers(e, c) ? answered(s, c) : requested(s, c);
}

static void emit_effect(struct step *s, int depth, const struct stmt *call, const char *end)
{
	const struct effect *e = call->effect;
	const struct change *last = NULL;
	struct change *c;

	put_line(s->o, depth, "(* %s *)", e->name);
	each(c, e->changes)
		if (!c->is_call || filled(s, e, c))
			last = c;
	if (!last)
		put_line(s->o, depth, "()%s", end);
	each(c, e->changes) {
		const struct exchange *x = filled(s, e, c);

		if (!c->is_call)
			put_line(s->o, depth, "w.own.%s <- %s%s", c->name, set_expr(c), c == last ? end : ";");
		else if (x)
			emit_put(s, depth, call, c, x, answers(e, c), c == last ? end : ";");
	}
}

static void emit_stmts(struct step *s, int depth, const struct list *stmts, const char *end);

static void emit_if(struct step *s, int depth, const struct stmt *choice, const char *end)
{
	struct option *o;

	each(o, choice->options) {
		struct stmt *only = o->stmts.at[0];

		if (!o->guard && o->stmts.n == 1 && only->kind == STMT_SKIP)
			break;
		if (o->guard)
			put_line(s->o, depth, "%sif (%s) then begin", o_i ? "end else " : "", expr(s->handler->machine, o->guard));
		else
			put_line(s->o, depth, "end else begin");
		emit_stmts(s, depth + 1, &o->stmts, "");
	}
	put_line(s->o, depth, "end%s", end);
}

/* `last` stands behind the last of them. */
static void emit_stmts(struct step *s, int depth, const struct list *stmts, const char *last)
{
	struct stmt *stmt;

	each(stmt, *stmts) {
		const char *end = stmt_i < stmts->n - 1 ? ";" : last;

		if (stmt->kind == STMT_ASSIGN)
			put_line(s->o, depth, "%s <- %s%s", place(s->handler->machine, stmt->place->name),
				 expr(s->handler->machine, stmt->value), end);
		else if (stmt->kind == STMT_CALL)
			emit_effect(s, depth, stmt, end);
		else if (stmt->kind == STMT_IF)
			emit_if(s, depth, stmt, end);
		else
			put_line(s->o, depth, "()%s", end);
	}
}

/* What the step's caller chooses: all that does not travel in the buffer. */
static bool is_chosen(const struct step *s, const struct param *p)
{
	struct exchange *x = s->exchange;

	if (!x)
		return true;
	return !is_cargo(s->spec, x->taken_by == s->handler ? message_of(s->spec, x->kind) : NULL, p->name);
}

static void emit_chosen(struct step *s, const struct list *params)
{
	struct param *p;

	each(p, *params)
		if (is_chosen(s, p))
			put(s->o, " (%s: %s)", p->written, why_type(p->type));
}

static void emit_requires(struct step *s)
{
	const struct handler *h = s->handler;
	const char *args = "";
	struct param *p;

	each(p, h->params) {
		if (!is_chosen(s, p))
			continue;
		args = format("%s %s", args, p->written);
		if (p->type->kind == TYPE_UINT)
			put_line(s->o, 1, "requires { 0 <= %s <= %llu }", p->written,
				 (unsigned long long)UINT64_MAX >> (64 - p->type->bits));
	}
	put_line(s->o, 1, "requires { glue_%s w%s }", h->name, args);
}

/* The buffer changes hands before the handler runs. */
static void emit_delivery(struct step *s)
{
	struct exchange *x = s->exchange;
	bool taken = x->taken_by == s->handler;
	struct param *p;

	each(p, s->handler->params)
		if (!is_chosen(s, p) && p->used)
			put_line(s->o, 1, "let %s = w.%s.%s_%s in", p->written, x->queue->name, taken ? "ask" : "say", p->name);
	put_line(s->o, 1, "w.%s.phase <- %s;", x->queue->name, taken ? "Taken" : "Free");
}

static void emit_step(struct step *s)
{
	const struct exchange *x = s->exchange;

	put(s->o, "\n");
	if (x)
		put_line(s->o, 0, "(* %s: takes %s%s *)", s->handler->name, x->taken_by == s->handler ? "" : "the answer to ",
			 x->kind->name);
	put(s->o, "let ghost %s (w: world)", s->handler->name);
	emit_chosen(s, &s->handler->params);
	put(s->o, " : unit\n");
	put_line(s->o, 1, "requires { inv w }");
	if (x)
		put_line(s->o, 1, "requires { w.attached /\\ w.%s.phase = %s /\\ w.%s.kind = %s }", x->queue->name,
			 x->taken_by == s->handler ? "Asked" : "Answered", x->queue->name, x->kind->name);
	emit_requires(s);
	put_line(s->o, 1, "ensures { inv w }");
	put(s->o, "=");
	if (x)
		emit_delivery(s);
	emit_stmts(s, 1, &s->handler->stmts, "");
}

/* The machines are made: the first state. */
static void emit_init(struct spec *spec, struct out *o)
{
	struct list params = { NULL, 0 };
	struct step s = { spec, NULL, NULL, o };
	struct handler *inits[2];
	struct param *p;
	int n = 0;

	each_machine(m, spec) {
		struct handler *h;

		each(h, m->handlers)
			if (!strcmp(h->name + strlen(m->name), "_init"))
				inits[n++] = h;
	}
	for (int i = 0; i < n; i++)
		each(p, inits[i]->params)
			if (!param_of(&params, p->name))
				push(&params, p);
	put(o, "\n(* Both machines are made, and told the same. *)\nlet ghost init (w: world)");
	emit_chosen(&s, &params);
	put(o, " : unit\n");
	put_line(o, 1, "requires { fresh w }");
	for (int i = 0; i < n; i++) {
		s.handler = inits[i];
		emit_requires(&s);
	}
	put_line(o, 1, "ensures { inv w }");
	put(o, "=");
	for (int i = 0; i < n; i++) {
		s.handler = inits[i];
		emit_stmts(&s, 1, &inits[i]->stmts, i < n - 1 ? ";" : "");
	}
}

static bool answers_nobody(const struct step *s, const struct list *stmts)
{
	struct option *o;
	struct change *c;
	struct stmt *stmt;

	each(stmt, *stmts) {
		if (stmt->kind == STMT_CALL)
			each(c, stmt->effect->changes)
				if (answers(stmt->effect, c) && !answered(s, c))
					return true;
		each(o, stmt->options)
			if (answers_nobody(s, &o->stmts))
				return true;
	}
	return false;
}

static struct exchange *exchange_of(const struct spec *spec, const struct handler *h)
{
	struct exchange *x;

	each(x, spec->exchanges)
		if (x->answered_to && (x->taken_by == h || x->answered_to == h))
			return x;
	return NULL;
}

static void emit_steps(struct spec *spec)
{
	struct out *o = why_output("proofs/steps_gen.mlw", "Each handler as a step of the world: it must keep the invariant.");
	struct step s = { spec, NULL, NULL, o };
	struct handler *h;

	put(o, "module Steps\nuse int.Int\nuse sets.Sets\nuse relation_gen.World\nuse unbounded.Glue\nuse unbounded.Invariant\n");
	emit_init(spec, o);
	each(h, spec->handlers) {
		if (!strcmp(h->name + strlen(h->machine->name), "_init"))
			continue;
		s.handler = h;
		s.exchange = exchange_of(spec, h);
		if (answers_nobody(&s, &h->stmts))
			put(o, "\n(* No step %s: it answers a message that stands in no exchange. *)\n", h->name);
		else
			emit_step(&s);
	}
	put(o, "end\n");
}

/* Without queues there is no world. */
void emit_why3(struct spec *spec)
{
	if (!spec->queues.n || !spec->sets || !spec->machines[0].state || !spec->machines[1].state)
		return;
	find_cargo(spec);
	emit_world(spec);
	emit_steps(spec);
}
