// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * Mutants: the spec with one fault, made by rule.  A rule changes the handler's AST, prints it
 * (emit_pml.c) and takes the change back; the printed body then stands in the
 * spec's text instead of the handler's own.  tests/mutants/ asks which check finds it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gen.h"

enum rule {
	GUARD_TRUE, GUARD_FALSE, GUARD_NOT, DROP_OPTION, DROP_OPERAND, AND_OR, RELATION, PLUS_MINUS, CONSTANT,
	OTHER_NAME, ONE_MORE, DROP_ASSIGNMENT, SWAP, DROP_EFFECT, OTHER_EFFECT, RULES
};

static const char *const rule_name[RULES] = {
	"guard-true", "guard-false", "guard-not", "drop-option", "drop-operand", "and-or", "relation", "plus-minus",
	"constant", "other-name", "one-more", "drop-assignment", "swap", "drop-effect", "other-effect"
};

enum fate { CHOSEN, SPARE, REFUSED, SAME };

static const char *const fate_name[] = { "chosen", "spare", "refused", "same" };

struct mutant {
	const struct handler *handler;
	enum rule rule;
	enum fate fate;
	const char *id, *what, *body;
};

/* Where a rule is at work: in a handler, there in a statement or in an option's guard. */
struct site {
	const struct spec *spec;
	struct handler *handler;
	const struct stmt *stmt;
	const struct option *option;	/* or NULL: in stmt */
	struct list *mutants;		/* of this handler */
};

static struct stmt skip = { .kind = STMT_SKIP };

static const char *one_line(const char *text)
{
	char *line = copy(text, text + strlen(text)), *to = line;

	for (const char *p = text; *p; p++)
		if (*p != '\n' && *p != '\t')
			*to++ = *p;
		else if (to[-1] != ' ')
			*to++ = ' ';
	*to = '\0';
	return line;
}

/* Takes the handler as it is now for a mutant. */
static void keep(const struct site *at, enum rule rule, const char *what)
{
	struct mutant *m = alloc(sizeof(*m)), *other;
	int n = 1;

	each(other, *at->mutants)
		n += other->rule == rule;
	m->handler = at->handler;
	m->rule = rule;
	m->id = format("%s.%s.%d", at->handler->name, rule_name[rule], n);
	m->what = one_line(what);
	m->body = pml_body(at->handler);
	push(at->mutants, m);
}

/* Expressions */

static struct expr *new_expr(enum op op, struct expr *a, struct expr *b)
{
	struct expr *e = alloc(sizeof(*e));

	e->op = op;
	e->a = a;
	e->b = b;
	return e;
}

static struct expr *new_number(uint64_t value)
{
	struct expr *e = new_expr(OP_NUMBER, NULL, NULL);

	e->value = value;
	return e;
}

static struct expr *new_name(enum op op, const char *name)
{
	struct expr *e = new_expr(op, NULL, NULL);

	e->name = name;
	return e;
}

static struct expr *new_bool(bool value)
{
	return new_name(OP_BOOL, value ? "true" : "false");
}

static struct expr *new_place(const struct handler *h, const char *field)
{
	struct expr *e = new_name(OP_PLACE, field);

	e->base = h->self;
	return e;
}

static const char *text_of(const struct site *at)
{
	return at->option ? format("if %s", pml_expr(at->option->guard)) : pml_stmt(at->stmt);
}

static void replace_expr(const struct site *at, struct expr **place, struct expr *e, enum rule rule)
{
	const char *before = text_of(at);
	struct expr *old = *place;

	if (!e)
		return;
	*place = e;
	keep(at, rule, format("%s becomes %s", before, text_of(at)));
	*place = old;
}

static const enum op twin[] = {
	[OP_OR] = OP_AND, [OP_AND] = OP_OR, [OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_LE, [OP_LE] = OP_LT,
	[OP_GT] = OP_GE, [OP_GE] = OP_GT, [OP_ADD] = OP_SUB, [OP_SUB] = OP_ADD
};

/* The next enumerator, the other truth, a number beside it; NULL: there is none. */
static struct expr *other_constant(const struct expr *e)
{
	const struct mtype *m = e->enumerator ? e->enumerator->of : NULL;

	if (m && m->enumerators.n > 1)
		return new_name(OP_NAME, ((struct enumerator *)m->enumerators.at[e->enumerator->value % m->enumerators.n])->name);
	if (e->op == OP_BOOL)
		return new_bool(!e->value);
	if (e->op == OP_NUMBER)
		return new_number(e->value + 1);
	if (e->define && e->define->value)
		return new_expr(OP_SUB, new_name(OP_NAME, e->name), new_number(1));
	return NULL;
}

/* The handler's next parameter of this type, or NULL. */
static struct expr *other_param(const struct handler *h, const struct expr *e)
{
	int n = h->params.n, i = 0;

	while (h->params.at[i] != e->param)
		i++;
	for (int k = 1; k < n; k++) {
		const struct param *p = h->params.at[(i + k) % n];

		if (same_type(p->type, e->type))
			return new_name(OP_NAME, p->written);
	}
	return NULL;
}

/* The machine's next field of this type, or NULL; behind a parameter, the first one. */
static struct expr *other_field(const struct handler *h, const struct expr *e)
{
	const struct list *fields = &h->machine->state->fields;
	int i = 0;

	while (e->field && fields->at[i] != e->field)
		i++;
	for (int k = e->field ? 1 : 0; k < fields->n; k++) {
		const struct field *f = fields->at[(i + k) % fields->n];

		if (same_type(f->type, e->type))
			return new_place(h, f->name);
	}
	return NULL;
}

static void vary_leaf(const struct site *at, struct expr **place)
{
	struct expr *e = *place, *other = NULL;

	replace_expr(at, place, other_constant(e), CONSTANT);
	if (e->param)
		other = other_param(at->handler, e);
	if (!other && (e->param || e->op == OP_PLACE))
		other = other_field(at->handler, e);
	replace_expr(at, place, other, OTHER_NAME);
}

static void vary_expr(const struct site *at, struct expr **place)
{
	struct expr *e = *place;
	bool logic = e->op == OP_AND || e->op == OP_OR;

	if (!e->a) {
		vary_leaf(at, place);
		return;
	}
	if (e->b)
		replace_expr(at, place, new_expr(twin[e->op], e->a, e->b),
			     logic ? AND_OR : e->op >= OP_ADD ? PLUS_MINUS : RELATION);
	if (logic) {
		replace_expr(at, place, e->a, DROP_OPERAND);
		if (e->a->op != e->op)	/* else it stands for several */
			replace_expr(at, place, e->b, DROP_OPERAND);
	}
	vary_expr(at, &e->a);
	if (e->b)
		vary_expr(at, &e->b);
}

/* What is assigned or passed on. */
static void vary_value(const struct site *at, struct expr **place)
{
	struct expr *e = *place;

	vary_expr(at, place);
	if (e->type->kind == TYPE_UINT && e->op != OP_NUMBER && !e->define)
		replace_expr(at, place, new_expr(OP_ADD, e, new_number(1)), ONE_MORE);
}

/* Statements */

static void replace_stmt(const struct site *at, void **place, struct stmt *s, enum rule rule)
{
	const char *before = pml_stmt(*place);
	void *old = *place;

	*place = s;
	keep(at, rule, format("%s becomes %s", before, pml_stmt(s)));
	*place = old;
}

static bool expr_reads(const struct expr *e, const struct field *f)
{
	return e && ((e->op == OP_PLACE && e->field == f) || expr_reads(e->a, f) || expr_reads(e->b, f));
}

static bool mentions(const struct stmt *s, const struct field *f)
{
	struct option *o;
	struct expr *arg;
	struct stmt *inner;

	if (s->kind == STMT_ASSIGN && (s->place->field == f || expr_reads(s->value, f)))
		return true;
	each(arg, s->args)
		if (expr_reads(arg, f))
			return true;
	each(o, s->options) {
		if (expr_reads(o->guard, f))
			return true;
		each(inner, o->stmts)
			if (mentions(inner, f))
				return true;
	}
	return false;
}

/* Does a write what b reads or writes?  If not either way round, their order means nothing. */
static bool alters(const struct stmt *a, const struct stmt *b)
{
	struct option *o;
	struct stmt *inner;

	if (a->kind == STMT_ASSIGN)
		return mentions(b, a->place->field);
	each(o, a->options)
		each(inner, o->stmts)
			if (alters(inner, b))
				return true;
	return false;
}

static void swap(const struct site *at, void **pair)
{
	struct stmt *a = pair[0], *b = pair[1];

	if (!alters(a, b) && !alters(b, a))
		return;
	pair[0] = b;
	pair[1] = a;
	keep(at, SWAP, format("%s goes before %s", pml_stmt(b), pml_stmt(a)));
	pair[0] = a;
	pair[1] = b;
}

static bool same_params(const struct effect *a, const struct effect *b)
{
	struct param *p;

	if (a->params.n != b->params.n)
		return false;
	each(p, a->params)
		if (!same_type(p->type, ((struct param *)b->params.at[p_i])->type))
			return false;
	return true;
}

/* The machine's next effect with such parameters takes the place of this one. */
static void other_effect(const struct site *at, void **place)
{
	struct stmt *s = *place, *other = alloc(sizeof(*other));
	const struct list *effects = &s->effect->machine->effects;

	for (int k = 1; k < effects->n; k++) {
		const struct effect *e = effects->at[(s->effect->index + k) % effects->n];

		if (!same_params(e, s->effect))
			continue;
		*other = *s;
		other->callee = e->name;
		replace_stmt(at, place, other, OTHER_EFFECT);
		return;
	}
}

static void vary_stmts(struct site at, struct list *stmts);

static void drop_option(const struct site *at, struct stmt *s, int i)
{
	struct list all = s->options, fewer = { NULL, 0 };
	struct option *o;

	each(o, all)
		if (o_i != i)
			push(&fewer, o);
	s->options = fewer;
	keep(at, DROP_OPTION, format("without option %s", pml_expr(((struct option *)all.at[i])->guard)));
	s->options = all;
}

static void vary_if(struct site at, struct stmt *s)
{
	struct option *o;

	each(o, s->options) {
		if (o->guard) {
			at.option = o;
			replace_expr(&at, &o->guard, new_bool(true), GUARD_TRUE);
			replace_expr(&at, &o->guard, new_bool(false), GUARD_FALSE);
			replace_expr(&at, &o->guard, new_expr(OP_NOT, o->guard, NULL), GUARD_NOT);
			vary_expr(&at, &o->guard);
			if (s->options.n > 2)
				drop_option(&at, s, o_i);
		}
		vary_stmts(at, &o->stmts);
	}
}

static void vary_stmt(struct site at, void **place)
{
	struct stmt *s = *place;

	at.stmt = s;
	at.option = NULL;
	if (s->kind == STMT_ASSIGN) {
		replace_stmt(&at, place, &skip, DROP_ASSIGNMENT);
		vary_value(&at, &s->value);
	} else if (s->kind == STMT_CALL) {
		replace_stmt(&at, place, &skip, DROP_EFFECT);
		other_effect(&at, place);
		for (int i = 0; i < s->args.n; i++)
			vary_value(&at, (struct expr **)&s->args.at[i]);
	} else if (s->kind == STMT_IF) {
		vary_if(at, s);
	}
}

static void vary_stmts(struct site at, struct list *stmts)
{
	for (int i = 0; i < stmts->n; i++) {
		vary_stmt(at, &stmts->at[i]);
		if (i + 1 < stmts->n)
			swap(&at, &stmts->at[i]);
	}
}

/* The spec's text with the mutant in it, or without one every handler printed anew. */
static const char *text_with(const struct spec *spec, const struct source *src, const struct mutant *m)
{
	const char *text = "", *from = src->text;
	struct handler *h;

	each(h, spec->handlers) {
		if (h->loc.in != src || (m && m->handler != h))
			continue;
		text = format("%s%s%s", text, copy(from, h->body), m ? m->body : pml_body(h));
		from = h->body_end;
	}
	return format("%s%s", text, from);
}

/* Which ones */

/* Would gen take the mutant?  It ends at the first fault, so another process tries. */
static bool is_accepted(const struct spec *spec, const struct mutant *m)
{
	struct list sources = { NULL, 0 };
	struct source *src, *twin_src;
	int status;
	pid_t pid;

	fflush(stdout);	/* else both have what is in its buffer */
	pid = fork();
	if (!pid) {
		each(src, spec->sources) {
			twin_src = alloc(sizeof(*twin_src));
			twin_src->path = src->path;
			twin_src->index = src->index;
			twin_src->text = (char *)text_with(spec, src, m);
			twin_src->len = strlen(twin_src->text);
			push(&sources, twin_src);
		}
		if (!freopen("/dev/null", "w", stderr))
			_exit(2);
		check_spec(parse_files(&sources));
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "gen: %s could not be checked\n", m->id);
		exit(1);
	}
	return WEXITSTATUS(status) == 0;
}

static bool says_the_same(const struct list *mutants, int i)
{
	const struct mutant *m = mutants->at[i];

	if (!strcmp(m->body, pml_body(m->handler)))
		return true;
	while (i--)
		if (!strcmp(m->body, ((struct mutant *)mutants->at[i])->body))
			return true;
	return false;
}

/* Where the turn of the rules begins, so that no rule is the last one everywhere. */
static int first_rule(const struct handler *h)
{
	int sum = 0;

	for (const char *p = h->name; *p; p++)
		sum += *p;
	return sum % RULES;
}

/*
 * So many of a handler's mutants that all handlers together have some 250: of each rule in turn one,
 * until there are enough, and of one rule's evenly spread ones.
 */
static void choose(const struct handler *h, struct list *mutants)
{
	int all[RULES] = { 0 }, take[RULES] = { 0 }, seen[RULES] = { 0 }, n = 0, more;
	struct mutant *m;

	each(m, *mutants) {
		all[m->rule] += m->fate == SPARE;
		n += m->fate == SPARE;
	}
	more = n < 5 ? n : 4 + n / 5;
	for (int r = first_rule(h); more; r = (r + 1) % RULES)
		if (take[r] < all[r]) {
			take[r]++;
			more--;
		}
	each(m, *mutants) {
		if (m->fate != SPARE)
			continue;
		n = take[m->rule] * seen[m->rule]++ + all[m->rule] / 2;
		if (n / all[m->rule] < (n + take[m->rule]) / all[m->rule])
			m->fate = CHOSEN;
	}
}

static struct list mutants_of(const struct spec *spec, struct handler *h)
{
	struct list mutants = { NULL, 0 };
	struct site at = { .spec = spec, .handler = h, .mutants = &mutants };

	vary_stmts(at, &h->stmts);
	return mutants;
}

/* One a line: chosen, spare, refused or same; its name; what it changes. */
void list_mutants(struct spec *spec)
{
	struct handler *h;
	struct mutant *m;

	each(h, spec->handlers) {
		struct list mutants = mutants_of(spec, h);

		each(m, mutants)
			m->fate = says_the_same(&mutants, m_i) ? SAME : is_accepted(spec, m) ? SPARE : REFUSED;
		choose(h, &mutants);
		each(m, mutants)
			printf("%s\t%s\t%s\n", fate_name[m->fate], m->id, m->what);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The spec's files with this mutant in them; "none" has no fault, and every handler printed anew. */
bool emit_mutant(struct spec *spec, const char *id)
{
	const struct mutant *found = NULL, *m;
	struct handler *h;
	struct source *src;

	each(h, spec->handlers) {
		struct list mutants = mutants_of(spec, h);

		each(m, mutants)
			if (!strcmp(m->id, id))
				found = m;
	}
	if (!found && strcmp(id, "none")) {
		fprintf(stderr, "gen: %s: no such mutant; gen -M lists them\n", id);
		return false;
	}
	each(src, spec->sources)
		put(output(format("spec/%s", base_name(src->path)), NULL), "%s", text_with(spec, src, found));
	return true;
}
