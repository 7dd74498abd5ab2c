// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * Promela again from the AST of one handler: what is printed parses to that AST.
 * Comments are not kept.
 */
#include "gen.h"

/* Every operation within another stands in brackets, so that nothing here need know what binds how. */
static const char *operand(const struct expr *e)
{
	return format(e->a ? "(%s)" : "%s", pml_expr(e));
}

const char *pml_expr(const struct expr *e)
{
	switch (e->op) {
	case OP_NUMBER:
		return format("%llu", (unsigned long long)e->value);
	case OP_BOOL:
	case OP_NAME:
		return e->name;
	case OP_PLACE:
		return format("%s.%s", e->base, e->name);
	case OP_NOT:
		return format("!%s", operand(e->a));
	default:
		return format("%s %s %s", operand(e->a), op_text[e->op], operand(e->b));
	}
}

static const char *pml_call(const struct stmt *s)
{
	const char *args = "";
	struct expr *arg;

	each(arg, s->args)
		args = format("%s%s%s", args, arg_i ? ", " : "", pml_expr(arg));
	return format("%s(%s)", s->callee, args);
}

static const char *pml_stmts(const struct list *stmts, const char *indent);

static const char *pml_if(const struct stmt *s, const char *indent)
{
	const char *text = "if";
	struct option *o;

	each(o, s->options)
		text = format("%s\n%s:: %s ->\n%s", text, indent, o->guard ? pml_expr(o->guard) : "else",
			      pml_stmts(&o->stmts, format("%s\t", indent)));
	return format("%s\n%sfi", text, indent);
}

static const char *pml_within(const struct stmt *s, const char *indent)
{
	switch (s->kind) {
	case STMT_ASSIGN:
		return format("%s = %s", pml_expr(s->place), pml_expr(s->value));
	case STMT_CALL:
		return pml_call(s);
	case STMT_IF:
		return pml_if(s, indent);
	default:
		return "skip";
	}
}

static const char *pml_stmts(const struct list *stmts, const char *indent)
{
	const char *text = "";
	struct stmt *s;

	each(s, *stmts)
		text = format("%s%s%s%s", text, s_i ? ";\n" : "", indent, pml_within(s, indent));
	return text;
}

const char *pml_stmt(const struct stmt *s)
{
	return pml_within(s, "");
}

const char *pml_body(const struct handler *h)
{
	return format("{\n%s\n}", pml_stmts(&h->stmts, "\t"));
}
