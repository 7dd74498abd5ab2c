// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * core_gen.[ch], the pure core that driver and device share byte for byte.
 */
#include <stdlib.h>
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later OR BSD-2-Clause"

/* Declarations */

static void emit_limits(struct out *o, struct spec *spec)
{
	struct define *d;

	each(d, spec->defines) {
		const char *value = format(d->value > UINT32_MAX ? "%lluull" : "%lluu", (unsigned long long)d->value);
		const char *comment = comment_behind(d->loc);

		if (comment)
			value = format("%s%s%s", value, strlen(value) < 8 ? "\t\t\t" : strlen(value) < 16 ? "\t\t" : "\t",
				       comment);
		put_column(o, 24, format("#define %s", d->name), value);
	}
}

static void emit_enums(struct out *o, struct spec *spec)
{
	struct enumerator *e;
	struct mtype *m;

	each(m, spec->mtypes) {
		put(o, "\n");
		put_comment(o, m->above);
		put(o, "enum %s {\n", m->name);
		each(e, m->enumerators)
			put_column(o, 32, format("\t%s%s%s", e->name, e_i ? "" : " = 1",
						 e_i < m->enumerators.n - 1 ? "," : ""), comment_behind(e->loc));
		put(o, "};\n");
	}
}

static void emit_state(struct out *o, const struct machine *m)
{
	struct field *f;

	put(o, "\n");
	put_comment(o, m->state->above);
	put(o, "struct %s {\n", m->name);
	each(f, m->state->fields)
		put_column(o, 40, format("\t%s %s;", c_type(f->type), f->name), comment_behind(f->loc));
	put(o, "};\n");
}

static void emit_effects(struct out *o, const struct machine *m)
{
	const char *up = upper(m->name);
	struct effect *e;
	struct param *p;

	put(o, "\n/* What %s_*() ask their caller to perform, in this order. */\n", m->name);
	each(e, m->effects)
		put_column(o, 40, format("#define %s", effect_bit(e)), format("0x%xu", 1u << e->index));
	put(o, "\nstruct %s_fx {\n", m->name);
	put_column(o, 24, "\tu32 todo;", format("/* %s_FX_*; what is not in it has no arguments here */", up));
	each(e, m->effects) {
		if (!e->params.n)
			continue;
		put(o, "\tstruct {\n");
		each(p, e->params)
			put(o, "\t\t%s %s;\n", c_type(p->type), p->name);
		put(o, "\t} %s;\n", effect_member(e));
	}
	put(o, "};\n");
}

static void emit_acsl(struct out *o, const struct acsl *a)
{
	const char *end = a->text + strlen(a->text);

	while (strchr(" \t\n", end[-1]))
		end--;
	put(o, "/*@ %.*s */\n", (int)(end - a->text), a->text);
}

static const char *prototype(const struct handler *h)
{
	return format("void %s(struct %s *%s%s, struct %s_fx *fx)", h->name, h->machine->name, h->self,
		      c_params(&h->params), h->machine->name);
}

static void emit_core_h(struct spec *spec)
{
	struct out *o = output("driver/core_gen.h", "device/core_gen.h");
	struct handler *h;
	struct acsl *a;

	put_banner(o, "/*", LICENSE, "The protocol's core: states, effects, messages, handlers.", " */");
	put(o, "#ifndef AEROSTAT_CORE_GEN_H\n"
	       "#define AEROSTAT_CORE_GEN_H\n"
	       "\n"
	       "#ifdef __KERNEL__\n"
	       "#include <linux/types.h>\n"
	       "#else\n"
	       "#include <stdbool.h>\n"
	       "#include <stddef.h>\n"
	       "#include <stdint.h>\n"
	       "#ifndef AEROSTAT_TYPES\n"
	       "#define AEROSTAT_TYPES\n"
	       "typedef uint8_t u8;\n"
	       "typedef uint16_t u16;\n"
	       "typedef uint32_t u32;\n"
	       "typedef uint64_t u64;\n"
	       "#endif\n"
	       "#endif\n"
	       "\n");
	put(o, "/* Limits */\n");
	emit_limits(o, spec);
	emit_enums(o, spec);
	each_machine(m, spec) {
		if (!m->state)
			continue;
		put(o, "\n/* The %s's machine */\n", m->name);
		emit_state(o, m);
		emit_effects(o, m);
	}
	each(a, spec->acsl) {
		if (!a->is_contract) {
			put(o, "\n");
			emit_acsl(o, a);
		}
	}
	put(o, "\n/* Handlers: each sets fx->todo, and of fx's other members those that stand in it. */\n");
	each(h, spec->handlers) {
		put(o, "\n");
		emit_acsl(o, h->contract);
		put_line(o, 0, "%s;", prototype(h));
	}
	emit_wire_h(o, spec);
	put(o, "\n#endif\n");
}

/* Handlers */

static const struct {
	const char *text;
	int binds;
} ops[] = {
	[OP_OR] = { "||", 1 }, [OP_AND] = { "&&", 2 },
	[OP_EQ] = { "==", 3 }, [OP_NE] = { "!=", 3 },
	[OP_LT] = { "<", 4 }, [OP_LE] = { "<=", 4 }, [OP_GT] = { ">", 4 }, [OP_GE] = { ">=", 4 },
	[OP_ADD] = { "+", 5 }, [OP_SUB] = { "-", 5 },
	[OP_NOT] = { "!", 6 }, [OP_NUMBER] = { "", 7 }, [OP_BOOL] = { "", 7 }, [OP_NAME] = { "", 7 },
	[OP_PLACE] = { "", 7 },
};

static const char *c_expr(const struct expr *e);

static bool is_comparison(enum op op)
{
	return ops[op].binds == 3 || ops[op].binds == 4;
}

/* Brackets where C needs them, and where gcc wants to see them. */
static const char *c_operand(const struct expr *e, enum op within, bool right)
{
	bool brackets = ops[e->op].binds < ops[within].binds || (e->op == OP_AND && within == OP_OR) ||
			(is_comparison(e->op) && is_comparison(within));

	if (ops[e->op].binds == ops[within].binds && (right || ops[within].binds == 3 || ops[within].binds == 4))
		brackets = ops[within].binds > 2 && within != OP_NOT;
	return format(brackets ? "(%s)" : "%s", c_expr(e));
}

/* Is it an int to C, of 16 bits or a bare number?  Then C's arithmetic on it would know negative numbers. */
static bool is_int(const struct expr *e)
{
	return e->op == OP_NUMBER ? e->value <= INT32_MAX : e->type->bits == 16 && !e->define && e->op != OP_ADD &&
	       e->op != OP_SUB;
}

/* C adds in the operands' own width, which must be that of the sum. */
static const char *cast_of_sum(const struct expr *e)
{
	if (e->type->bits == 64 && e->a->type->bits < 64 && e->b->type->bits < 64)
		return "(u64)";
	return is_int(e->a) && is_int(e->b) ? "(u32)" : "";
}

static const char *c_expr(const struct expr *e)
{
	switch (e->op) {
	case OP_NOT:
		return format("!%s", c_operand(e->a, OP_NOT, false));
	case OP_NUMBER:
		return c_number(e->value);
	case OP_BOOL:
		return e->name;
	case OP_NAME:
		return e->param ? e->param->name : e->name;
	case OP_PLACE:
		return format("%s->%s", e->base, e->name);
	case OP_ADD:
	case OP_SUB:
		return format("%s%s %s %s", cast_of_sum(e),
			      c_operand(e->a, e->op, false), ops[e->op].text, c_operand(e->b, e->op, true));
	default:
		return format("%s %s %s", c_operand(e->a, e->op, false), ops[e->op].text, c_operand(e->b, e->op, true));
	}
}

/* An `if` of which no option does anything is nothing in C. */
static bool is_skip(const struct list *stmts)
{
	struct option *opt;
	struct stmt *s;

	each(s, *stmts) {
		if (s->kind == STMT_ASSIGN || s->kind == STMT_CALL)
			return false;
		each(opt, s->options)
			if (!is_skip(&opt->stmts))
				return false;
	}
	return true;
}

static struct stmt *only_if(const struct list *stmts)
{
	struct stmt *s = stmts->at[0];

	return stmts->n == 1 && s->kind == STMT_IF && s->options.n == 2 && !is_skip(stmts) ? s : NULL;
}

/* How many lines of C, to know whether braces are due. */
static int lines_of(const struct list *stmts)
{
	struct stmt *s;
	int n = 0;

	each(s, *stmts) {
		if (s->kind == STMT_CALL)
			n += 1 + s->args.n;
		else
			n += s->kind == STMT_IF ? 2 : s->kind == STMT_ASSIGN;
	}
	return n;
}

static void emit_stmts(struct out *o, int depth, const struct list *stmts);

static const char *negated(const struct expr *e)
{
	return e->op == OP_NOT ? c_expr(e->a) : format("!%s", c_operand(e, OP_NOT, false));
}

/* if option else: the chain of nested ones is one `else if` chain in C */
static void emit_if(struct out *o, int depth, const struct stmt *s)
{
	const char *lead = "";
	bool braces = false;
	const struct stmt *t;

	/* As the kernel has it: when one branch needs braces, all have them. */
	for (t = s; t; t = only_if(&((struct option *)t->options.at[1])->stmts)) {
		struct option *yes = t->options.at[0], *no = t->options.at[1];

		braces |= lines_of(&yes->stmts) > 1 || (is_skip(&yes->stmts) && only_if(&no->stmts));
		if (!only_if(&no->stmts))
			braces |= lines_of(&no->stmts) > 1;
	}
	for (;;) {
		struct option *yes = s->options.at[0], *no = s->options.at[1];
		const char *guard = c_expr(yes->guard);
		const struct list *then = &yes->stmts, *otherwise = &no->stmts;

		if (is_skip(then) && !is_skip(otherwise) && !only_if(otherwise)) {
			guard = negated(yes->guard);
			then = &no->stmts;
			otherwise = &yes->stmts;
		}
		put_line(o, depth, "%sif (%s)%s", lead, guard, braces ? " {" : "");
		emit_stmts(o, depth + 1, then);
		if (is_skip(otherwise)) {
			if (braces)
				put_line(o, depth, "}");
			return;
		}
		lead = braces ? "} else " : "else ";
		if (!only_if(otherwise)) {
			put_line(o, depth, braces ? "} else {" : "else");
			emit_stmts(o, depth + 1, otherwise);
			if (braces)
				put_line(o, depth, "}");
			return;
		}
		s = only_if(otherwise);
	}
}

static void emit_switch(struct out *o, int depth, const struct stmt *s)
{
	struct option *opt = s->options.at[0];

	put_line(o, depth, "switch (%s) {", c_expr(opt->guard->a));
	each(opt, s->options) {
		if (opt->guard)
			put_line(o, depth, "case %s:", opt->guard->b->name);
		else
			put_line(o, depth, "default:");
		emit_stmts(o, depth + 1, &opt->stmts);
		put_line(o, depth + 1, "break;");
	}
	put_line(o, depth, "}");
}

static void emit_call(struct out *o, int depth, const struct stmt *s)
{
	struct expr *arg;

	/* No path calls an effect twice (check.c), so + sets the bit as | does; of | the provers know little. */
	put_line(o, depth, "todo += %s;", effect_bit(s->effect));
	each(arg, s->args)
		put_line(o, depth, "fx->%s.%s = %s;", effect_member(s->effect),
			 ((struct param *)s->effect->params.at[arg_i])->name, c_expr(arg));
}

static void emit_stmts(struct out *o, int depth, const struct list *stmts)
{
	struct stmt *s;

	each(s, *stmts) {
		if (is_skip(&(struct list){ &stmts->at[s_i], 1 }))
			continue;
		if (s->kind == STMT_ASSIGN)
			put_line(o, depth, "%s = %s;", c_expr(s->place), c_expr(s->value));
		else if (s->kind == STMT_CALL)
			emit_call(o, depth, s);
		else if (s->kind == STMT_IF && s->options.n == 2)
			emit_if(o, depth, s);
		else if (s->kind == STMT_IF)
			emit_switch(o, depth, s);
	}
}

static bool calls_effects(const struct list *stmts)
{
	struct option *opt;
	struct stmt *s;

	each(s, *stmts) {
		if (s->kind == STMT_CALL)
			return true;
		each(opt, s->options)
			if (calls_effects(&opt->stmts))
				return true;
	}
	return false;
}

static bool expr_names(const struct expr *e, const struct param *p)
{
	return e && ((p ? e->param == p : e->op == OP_PLACE) || expr_names(e->a, p) || expr_names(e->b, p));
}

/* Does the C name the parameter, or with NULL the machine?  An `if` that is nothing in C names none. */
static bool names(const struct list *stmts, const struct param *p)
{
	struct option *opt;
	struct expr *arg;
	struct stmt *s;

	each(s, *stmts) {
		if (is_skip(&(struct list){ &stmts->at[s_i], 1 }))
			continue;
		if (expr_names(s->place, p) || expr_names(s->value, p))
			return true;
		each(arg, s->args)
			if (expr_names(arg, p))
				return true;
		each(opt, s->options)
			if (expr_names(opt->guard, p) || names(&opt->stmts, p))
				return true;
	}
	return false;
}

/* The bits are collected in a local, so that the provers need not follow them through memory. */
static void emit_handler(struct out *o, const struct handler *h)
{
	bool calls = calls_effects(&h->stmts);
	struct param *p;

	put(o, "\n");
	put_comment(o, h->above);
	put_line(o, 0, "%s", prototype(h));
	put(o, "{\n");
	if (calls)
		put(o, "\tu32 todo = 0;\n\n");
	if (!names(&h->stmts, NULL))
		put(o, "\t(void)%s;\n", h->self);
	each(p, h->params)
		if (!names(&h->stmts, p))
			put(o, "\t(void)%s;\n", p->name);
	emit_stmts(o, 1, &h->stmts);
	put(o, "\tfx->todo = %s;\n}\n", calls ? "todo" : "0");
}

static void emit_core_c(struct spec *spec)
{
	struct out *o = output("driver/core_gen.c", "device/core_gen.c");
	struct handler *h;

	put_banner(o, "//", LICENSE, "The protocol's core.  No loop, no allocation, no clock, no I/O.", " */");
	put(o, "#include \"core_gen.h\"\n");
	each_machine(m, spec)
		each(h, m->handlers)
			emit_handler(o, h);
	emit_wire_c(o, spec);
}

void emit_c(struct spec *spec)
{
	emit_core_h(spec);
	emit_core_c(spec);
}
