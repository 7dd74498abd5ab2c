// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The transition relation, for proofs/: a second contract of each handler, derived from
 * the AST by walking every path through it.  It shares nothing with emit_c.c, so that a
 * fault there is a goal that fails.
 */
#include <string.h>

#include "gen.h"

/* A path: what must have been so before, and what is so behind it, all over the old state. */
struct path {
	const struct list *fields;	/* of the machine */
	struct list conditions;	/* of struct expr */
	struct list values;	/* of struct expr: that of each field */
	struct list calls;	/* of struct call */
};

struct call {
	const struct effect *effect;
	struct list args;	/* of struct expr */
};

/* Walking */

static struct expr *node(enum op op, struct expr *a, struct expr *b)
{
	struct expr *e = alloc(sizeof(*e));

	e->op = op;
	e->a = a;
	e->b = b;
	e->type = a->type;
	return e;
}

/* Where the path keeps the value of a place. */
static int index_of(const struct path *p, const struct expr *place)
{
	struct field *f;

	each(f, *p->fields)
		if (f == place->field)
			return f_i;
	return -1;
}

/* The expression, with what the path has made of each place in it. */
static struct expr *along(const struct path *p, struct expr *e)
{
	struct expr *n;

	if (e->op == OP_PLACE)
		return p->values.at[index_of(p, e)];
	if (!e->a)
		return e;
	n = node(e->op, along(p, e->a), e->b ? along(p, e->b) : NULL);
	n->type = e->type;
	return n;
}

static struct list copy_list(const struct list *l)
{
	struct list c = { NULL, 0 };
	void *x;

	each(x, *l)
		push(&c, x);
	return c;
}

static struct path *copy_path(const struct path *p)
{
	struct path *c = alloc(sizeof(*c));

	c->fields = p->fields;
	c->conditions = copy_list(&p->conditions);
	c->values = copy_list(&p->values);
	c->calls = copy_list(&p->calls);
	return c;
}

static struct call *call_along(const struct path *p, const struct stmt *s)
{
	struct call *c = alloc(sizeof(*c));
	struct expr *arg;

	c->effect = s->effect;
	each(arg, s->args)
		push(&c->args, along(p, arg));
	return c;
}

static void walk(struct list *ends, struct path *p, const struct list *stmts, int from);

/* Each option is a path of its own.  `else` is what all guards leave; they exclude each other (check.c). */
static void branch(struct list *ends, const struct path *p, const struct list *stmts, int at)
{
	const struct stmt *s = stmts->at[at];
	struct option *opt, *other;
	struct path *q;

	each(opt, s->options) {
		struct list inner = { NULL, 0 };

		q = copy_path(p);
		if (opt->guard)
			push(&q->conditions, along(p, opt->guard));
		else
			each(other, s->options)
				if (other->guard)
					push(&q->conditions, node(OP_NOT, along(p, other->guard), NULL));
		walk(&inner, q, &opt->stmts, 0);
		each(q, inner)
			walk(ends, q, stmts, at + 1);
	}
}

/* Goes on with p at a statement, and adds to ends every path that comes of it. */
static void walk(struct list *ends, struct path *p, const struct list *stmts, int from)
{
	int i;

	for (i = from; i < stmts->n; i++) {
		const struct stmt *s = stmts->at[i];

		if (s->kind == STMT_ASSIGN)
			p->values.at[index_of(p, s->place)] = along(p, s->value);
		else if (s->kind == STMT_CALL)
			push(&p->calls, call_along(p, s));
		else if (s->kind == STMT_IF)
			break;
	}
	if (i < stmts->n)
		branch(ends, p, stmts, i);
	else
		push(ends, p);
}

/* Before the handler each field has its old value. */
static struct path *start(const struct handler *h)
{
	struct path *p = alloc(sizeof(*p));
	struct field *f;

	p->fields = &h->machine->state->fields;
	each(f, *p->fields) {
		struct expr *e = alloc(sizeof(*e));

		e->op = OP_PLACE;
		e->base = h->self;
		e->name = f->name;
		e->field = f;
		e->type = f->type;
		push(&p->values, e);
	}
	return p;
}

/* Writing: ACSL knows integers that never wrap, and compares truth by <==> */

static const char *const words[] = {
	[OP_OR] = "||", [OP_AND] = "&&", [OP_EQ] = "==", [OP_NE] = "!=", [OP_LT] = "<",
	[OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">=", [OP_ADD] = "+", [OP_SUB] = "-",
};

static bool compares_truth(const struct expr *e)
{
	return (e->op == OP_EQ || e->op == OP_NE) && e->a->type->kind == TYPE_BOOL;
}

static const char *word(const struct expr *e)
{
	if (compares_truth(e))
		return e->op == OP_EQ ? "<==>" : "^^";
	return words[e->op];
}

static const char *acsl(const struct expr *e);

static bool is_logical(enum op op)
{
	return op == OP_AND || op == OP_OR;
}

/* Comparisons of numbers stand bare within && and ||, and these within their like; everything else has brackets. */
static const char *operand(enum op within, const struct expr *e)
{
	bool bare = !e->b || (is_logical(within) && !compares_truth(e) && (e->op == within || !is_logical(e->op)));

	return format(bare ? "%s" : "(%s)", acsl(e));
}

static const char *acsl(const struct expr *e)
{
	switch (e->op) {
	case OP_NOT:
		return format("!%s", operand(OP_NOT, e->a));
	case OP_NUMBER:
		return c_number(e->value);
	case OP_BOOL:
		return e->value ? "\\true" : "\\false";
	case OP_NAME:
		return e->param ? e->param->name : e->name;
	case OP_PLACE:
		return format("%s->%s", e->base, e->name);
	default:
		return format("%s %s %s", operand(e->op, e->a), word(e), operand(e->op, e->b));
	}
}

static bool reads_state(const struct expr *e)
{
	return e->op == OP_PLACE || (e->a && reads_state(e->a)) || (e->b && reads_state(e->b));
}

/* lvalue is what e was before. */
static const char *equals(const char *lvalue, const struct expr *e, const struct type *type)
{
	const char *value = reads_state(e) ? format("\\old(%s)", acsl(e)) : operand(OP_EQ, e);

	return format(type->kind == TYPE_BOOL ? "(%s <==> %s)" : "%s == %s", lvalue, value);
}

static const char *all_of(const struct list *conditions)
{
	const char *s = NULL;
	struct expr *e;

	each(e, *conditions)
		s = format("%s%s%s", s ? s : "", s ? " &&\n        " : "", operand(OP_AND, e));
	return s ? s : "\\true";
}

static void put_path(struct out *o, const struct handler *h, const struct path *p, int number)
{
	const char *todo = NULL;
	struct expr *value;
	struct field *f;
	struct param *param;
	struct call *c;

	put(o, "    ensures relation: path_%d: \\old(%s) ==>\n", number, all_of(&p->conditions));
	each(f, *p->fields)
		put(o, "      %s &&\n", equals(format("%s->%s", h->self, f->name), p->values.at[f_i], f->type));
	each(c, p->calls) {
		todo = todo ? format("%s | %s", todo, effect_bit(c->effect)) : effect_bit(c->effect);
		each(value, c->args) {
			param = c->effect->params.at[value_i];
			put(o, "      %s &&\n", equals(format("fx->%s.%s", effect_member(c->effect), param->name), value,
						      param->type));
		}
	}
	put(o, "      fx->todo == (%s);\n", todo ? todo : "0");
}

/* Some path is taken: no condition was lost on the way. */
static void put_complete(struct out *o, const struct list *paths)
{
	struct path *p;

	put(o, "    ensures relation: complete:");
	each(p, *paths)
		put(o, "%s\n      \\old(%s)", p_i ? " ||" : "", all_of(&p->conditions));
	put(o, "; */\n");
}

static void put_relation(struct out *o, const struct handler *h)
{
	struct list paths = { NULL, 0 };
	struct path *p;

	walk(&paths, start(h), &h->stmts, 0);
	put(o, "\n/*@\n");
	each(p, paths)
		put_path(o, h, p, p_i + 1);
	put_complete(o, &paths);
	put_line(o, 0, "void %s(struct %s *%s%s, struct %s_fx *fx);", h->name, h->machine->name, h->self,
		 c_params(&h->params), h->machine->name);
}

void emit_relation(struct spec *spec)
{
	struct out *o = output("proofs/relation_gen.h", NULL);
	struct handler *h;

	put_banner(o, "/*", "GPL-2.0-or-later OR BSD-2-Clause",
		   "The transition relation: what each path through each handler does, derived from spec/.", " *");
	put(o, " * Frama-C adds these contracts to those that core_gen.h has.\n */\n"
	       "#include \"core_gen.h\"\n");
	each(h, spec->handlers)
		put_relation(o, h);
}
