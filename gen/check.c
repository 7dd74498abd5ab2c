// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * Names, types and the rules of spec/README.md.  Declarations first, in the order
 * written, then effects, then handlers; the first fault ends the run.
 */
#include <stdio.h>
#include <string.h>

#include "gen.h"

/*
 * What an expression is: a bool, an enumeration, or an integer of so many bits.
 * A number and a limit have the least of 16, 32 and 64 that holds them.
 */
static struct type bool_type = { .kind = TYPE_BOOL };
static struct type uint_types[] = {
	{ .kind = TYPE_UINT, .bits = 16 },
	{ .kind = TYPE_UINT, .bits = 32 },
	{ .kind = TYPE_UINT, .bits = 64 },
};

static struct type *uint_for(uint64_t value)
{
	return &uint_types[value > UINT32_MAX ? 2 : value > UINT16_MAX];
}

static const char *say(const struct type *t)
{
	switch (t->kind) {
	case TYPE_BOOL:
		return "a bool";
	case TYPE_UINT:
		return format("a u%d", t->bits);
	case TYPE_MTYPE:
		return format("an mtype:%s", t->mtype->name);
	case TYPE_PAGESET:
		return "a pageset";
	default:
		return format("a %s", t->record->name);
	}
}

/* The type as the spec writes it. */
static const char *spell(const struct type *t)
{
	const char *said = say(t);

	return strchr(said, ' ') + 1;
}

bool same_type(const struct type *a, const struct type *b)
{
	return a->kind == b->kind && a->bits == b->bits && a->mtype == b->mtype && a->record == b->record;
}

static struct field *find_field(const struct record *r, const char *name)
{
	struct field *f;

	each(f, r->fields)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static struct define *find_define(const struct spec *spec, const char *name)
{
	struct define *d;

	each(d, spec->defines)
		if (!strcmp(d->name, name))
			return d;
	return NULL;
}

struct enumerator *find_enumerator(const struct spec *spec, const char *name)
{
	struct enumerator *e;
	struct mtype *m;

	each(m, spec->mtypes)
		each(e, m->enumerators)
			if (!strcmp(e->name, name))
				return e;
	return NULL;
}

static struct param *find_param(const struct list *params, const char *name)
{
	struct param *p;

	each(p, *params)
		if (!strcmp(p->written, name))
			return p;
	return NULL;
}

/* The field that gives a name its type: the first one, since all agree.  An array is no value. */
static struct field *typed_name(const struct spec *spec, const char *name)
{
	struct record *r;
	struct field *f;

	each(r, spec->records) {
		f = find_field(r, name);
		if (f && !f->dim)
			return f;
	}
	return NULL;
}

static bool is_constant(const struct spec *spec, const char *name)
{
	return find_define(spec, name) || find_enumerator(spec, name);
}

/* Has SPIN another meaning for the name?  An mtype's name has none without its `mtype:`. */
static bool is_taken(const struct spec *spec, const char *name)
{
	struct handler *h;
	struct record *r;

	each(h, spec->handlers)
		if (!strcmp(h->name, name))
			return true;
	each(r, spec->records)
		if (!strcmp(r->name, name))
			return true;
	return is_constant(spec, name);
}

/* Declarations */

/* Does a stand before b? */
static bool before(struct loc a, struct loc b)
{
	return a.in->index < b.in->index || (a.in == b.in && a.at < b.at);
}

struct name {
	const char *text;
	struct loc loc;
};

static void add_name(struct list *names, const char *text, struct loc loc)
{
	struct name *n = alloc(sizeof(*n)), *other;

	n->text = text;
	n->loc = loc;
	each(other, *names)
		if (!strcmp(other->text, text))
			refuse(before(loc, other->loc) ? other->loc : loc, MSG_TWICE, text);
	push(names, n);
}

/* SPIN keeps an inline's text whole. */
static void check_body(const char *name, struct loc loc, const char *body, const char *end)
{
	if (end - body > BODY_MAX)
		refuse(loc, MSG_LONG_BODY, name, BODY_MAX);
}

/* How names are written, and that they have no other meaning. */
static void check_names(struct spec *spec)
{
	struct enumerator *e;
	struct effect *fx;
	struct handler *h;
	struct define *d;
	struct record *r;
	struct mtype *m;
	struct queue *q;

	each(d, spec->defines)
		check_word(d->name, d->loc, NAME_CONSTANT);
	each(m, spec->mtypes) {
		check_word(m->name, m->loc, NAME_MTYPE);
		each(e, m->enumerators) {
			check_word(e->name, e->loc, NAME_CONSTANT);
			if (e->value > (int)NAMES_MAX)
				refuse(e->loc, MSG_MANY_NAMES, NAMES_MAX);
		}
	}
	each(r, spec->records)
		if (r->kind == RECORD_WIRE)
			check_prefixed(r->name, r->loc, "wire_", NAME_MEMBER);
	each(fx, spec->effects) {
		check_prefixed(fx->name, fx->loc, "fx_", NAME_MEMBER);
		check_body(fx->name, fx->loc, fx->body, fx->body_end);
	}
	each(h, spec->handlers) {
		check_prefixed(h->name, h->loc, format("%s_", h->machine->name), 0);
		check_body(h->name, h->loc, h->body, h->body_end);
	}
	each(q, spec->queues)
		check_prefixed(q->name, q->loc, starts_with(q->name, "todevq_") ? "todevq_" : "", 0);
}

/* The generated C has names that are made of the spec's; no other may be the same. */
static void check_made(const struct spec *spec, const char *made)
{
	struct enumerator *e = find_enumerator(spec, made);
	struct define *d = find_define(spec, made);
	struct handler *h;

	if (e || d)
		refuse(e ? e->loc : d->loc, MSG_SAME_IN_C, made, made);
	each(h, spec->handlers)
		if (!strcmp(h->name, made))
			refuse(h->loc, MSG_SAME_IN_C, made, made);
}

static void check_generated_names(struct spec *spec)
{
	struct record *r;
	struct mtype *m;

	each(r, spec->records)
		if (r->kind == RECORD_WIRE)
			check_made(spec, format("%s_BYTES", upper(r->name)));
	each_machine(machine, spec) {
		check_made(spec, format("%s_text_rest", machine->name));
		each(m, spec->mtypes)
			check_made(spec, format("%s_text_%s", machine->name, m->name));
	}
}

/* Everything has a name of its own, so that nothing clashes in C; the later of two is told. */
static void check_names_once(struct spec *spec)
{
	struct list names = { NULL, 0 };
	struct enumerator *e;
	struct effect *fx;
	struct handler *h;
	struct define *d;
	struct record *r;
	struct mtype *m;
	struct queue *q;

	each(d, spec->defines)
		add_name(&names, d->name, d->loc);
	each(m, spec->mtypes) {
		add_name(&names, m->name, m->loc);
		each(e, m->enumerators)
			add_name(&names, e->name, e->loc);
	}
	each(r, spec->records)
		add_name(&names, r->name, r->loc);
	each(fx, spec->effects)
		add_name(&names, fx->name, fx->loc);
	each(h, spec->handlers)
		add_name(&names, h->name, h->loc);
	each(q, spec->queues)
		add_name(&names, q->name, q->loc);
	each_machine(machine, spec)
		each(h, machine->handlers)
			if (!strcmp(h->name + strlen(machine->name), "_perform"))
				refuse(h->loc, MSG_C_WORD, h->name);
	check_generated_names(spec);
}

static void resolve_type(const struct spec *spec, struct type *t, int records)
{
	struct mtype *m;

	if (t->kind == TYPE_MTYPE) {
		each(m, spec->mtypes)
			if (!strcmp(m->name, t->name))
				t->mtype = m;
		if (!t->mtype)
			refuse(t->loc, MSG_UNKNOWN_MTYPE, t->name);
	}
	if (t->kind == TYPE_RECORD) {
		for (int i = 0; i < records; i++) {
			struct record *r = spec->records.at[i];

			if (!strcmp(r->name, t->name))
				t->record = r;
		}
		if (!t->record)
			refuse(t->loc, MSG_UNKNOWN_TYPE, t->name);
	}
}

static unsigned int wire_bytes(const struct type *t)
{
	return t->kind == TYPE_MTYPE ? 4 : t->bits / 8;
}

/* The fields of a message follow each other without padding; its kind and its array stay out of the struct. */
static void check_wire(const struct spec *spec, struct record *r)
{
	struct field *f, *count;
	struct define *max;

	each(f, r->fields) {
		bool last = f_i == r->fields.n - 1;

		f->offset = r->bytes;
		if (!strcmp(f->name, "type")) {
			const char *tag;

			if (f_i || f->type->kind != TYPE_MTYPE)
				refuse(f->loc, MSG_TYPE_FIELD);
			tag = format("%s_%s", upper(f->type->mtype->name), upper(r->name + strlen("wire_")));
			r->tag = find_enumerator(spec, tag);
			if (!r->tag || r->tag->of != f->type->mtype)
				refuse(f->loc, MSG_NO_TAG, f->type->mtype->name, tag);
		}
		if (!f->dim) {
			if (f->type->kind == TYPE_RECORD)
				refuse(f->type->loc, MSG_RECORD_FIELD, f->type->name);
			if (f->type->kind == TYPE_BOOL || f->type->kind == TYPE_PAGESET)
				refuse(f->type->loc, MSG_NOT_ON_WIRE, f->name);
			r->bytes += wire_bytes(f->type);
			continue;
		}
		if (!last)
			refuse(f->loc, MSG_ARRAY_PLACE);
		count = f_i ? r->fields.at[f_i - 1] : NULL;
		if (!count || strcmp(count->name, "count") || count->type->kind != TYPE_UINT)
			refuse(f->loc, MSG_ARRAY_COUNT, f->name);
		if (f->type->kind != TYPE_RECORD || f->type->record->kind != RECORD_WIRE ||
		    f->type->record->array || f->type->record->tag)
			refuse(f->type->loc, MSG_ARRAY_ELEMENT, f->name);
		max = find_define(spec, f->dim->text);
		if (!max)
			refuse(f->dim->loc, MSG_ARRAY_BOUND, f->dim->text);
		if (max->value > UINT64_MAX >> (64 - count->type->bits))
			refuse(f->dim->loc, MSG_ARRAY_SHORT, count->type->bits, f->dim->text);
		if (max->value > (UINT32_MAX - r->bytes) / f->type->record->bytes)
			refuse(f->dim->loc, MSG_ARRAY_BIG, f->dim->text, f->type->record->bytes);
		r->array = f;
	}
}

static void check_record(const struct spec *spec, struct record *r, int index)
{
	struct field *f, *other;

	each(f, r->fields) {
		resolve_type(spec, f->type, index);
		if (find_field(r, f->name) != f)
			refuse(f->loc, MSG_FIELD_TWICE, r->name, f->name);
		check_word(f->name, f->loc, r->kind == RECORD_SETS ? NAME_SET : NAME_FIELD);
		if (is_taken(spec, f->name))
			refuse(f->loc, MSG_TAKEN, f->name);
		other = f->dim ? NULL : typed_name(spec, f->name);
		if (other && !same_type(other->type, f->type))
			refuse(f->loc, MSG_TWO_TYPES, f->name, spell(f->type), spell(other->type));
		if (r->kind == RECORD_WIRE)
			continue;
		if (f->dim)
			refuse(f->loc, MSG_ARRAY_PLACE);
		if (f->type->kind == TYPE_RECORD)
			refuse(f->type->loc, MSG_RECORD_FIELD, f->type->name);
		if (f->type->kind == TYPE_PAGESET && r->kind != RECORD_SETS)
			refuse(f->type->loc, MSG_NO_PAGESET);
		if (f->type->kind != TYPE_PAGESET && r->kind == RECORD_SETS)
			refuse(f->type->loc, MSG_ONLY_PAGESETS);
	}
	if (r->kind == RECORD_WIRE)
		check_wire(spec, r);
}

/* A parameter has the type of the field of the same name; the underscore behind it is for SPIN. */
static void check_params(const struct spec *spec, const struct list *params)
{
	struct param *p;
	struct field *f;

	each(p, *params) {
		if (find_param(params, p->written) != p)
			refuse(p->loc, MSG_PARAM_TWICE, p->written);
		if (p->written[strlen(p->written) - 1] != '_')
			refuse(p->loc, MSG_UNDERSCORE, p->written);
		f = typed_name(spec, p->name);
		if (!f)
			refuse(p->loc, MSG_PARAM_TYPE, p->written, p->name);
		if (f->type->kind == TYPE_PAGESET)
			refuse(p->loc, MSG_PARAM_KIND, p->written);
		check_param_word(p);
		p->type = f->type;
	}
}

/* Effects */

static void check_set(const struct spec *spec, const char *name, struct loc loc)
{
	if (!spec->sets || !find_field(spec->sets, name))
		refuse(loc, MSG_UNKNOWN_SET, name);
}

/* In Promela an inline of this name has one number of arguments. */
static void check_put_count(const struct spec *spec, const struct change *put)
{
	struct effect *other;
	struct change *c;

	each(other, spec->effects)
		each(c, other->changes) {
			if (c == put)
				return;
			if (c->is_call && !strcmp(c->name, put->name) && c->args.n != put->args.n)
				refuse(put->loc, MSG_PUT_COUNT, put->name);
		}
}

/* A complement alone would hold what is no page at all. */
static void check_complements(const struct change *c)
{
	struct set_term *t, *complement = NULL;
	bool beside = false;

	each(t, c->terms) {
		if (t->complement && !complement)
			complement = t;
		if (!t->complement && !t->empty)
			beside = true;
	}
	if (complement && (c->op != '&' || !beside))
		refuse(complement->loc, MSG_COMPLEMENT);
}

static void check_effect(const struct spec *spec, struct effect *e)
{
	struct change *c;
	struct set_term *t;
	struct token *arg;

	check_params(spec, &e->params);
	each(c, e->changes) {
		if (c->is_call) {
			if (!starts_with(c->name, "put_"))
				refuse(c->loc, MSG_NOT_PUT, c->name);
			check_prefixed(c->name, c->loc, "put_", 0);
			check_put_count(spec, c);
			each(arg, c->args)
				if (!find_param(&e->params, arg->text))
					refuse(arg->loc, MSG_PUT_ARG, arg->text);
			continue;
		}
		if (strcmp(c->base, "own"))
			refuse(c->loc, MSG_SET_TARGET, c->base);
		check_set(spec, c->name, c->name_loc);
		each(t, c->terms)
			if (!t->empty)
				check_set(spec, t->name, t->loc);
		check_complements(c);
	}
}

/* Handlers */

struct path {
	struct spec *spec;
	struct handler *handler;
	uint32_t called;	/* effects, by index, that some path to here has called */
	unsigned int *operators;	/* in the value that each field has by now, at most */
	uint64_t all_operators;	/* of all expressions to here */
};

static int index_of(const struct path *p, const struct field *wanted)
{
	struct field *f;

	each(f, p->handler->machine->state->fields)
		if (f == wanted)
			return f_i;
	return 0;
}

static unsigned int grown(const struct path *p, const struct expr *e)
{
	if (e->op == OP_PLACE)
		return p->operators[index_of(p, e->field)];
	return e->a ? 1 + grown(p, e->a) + (e->b ? grown(p, e->b) : 0) : 0;
}

static void check_place(struct path *p, struct expr *e)
{
	struct handler *h = p->handler;

	if (strcmp(e->base, h->self)) {
		if (!strcmp(e->base, "own"))
			refuse(e->base_loc, MSG_OWN_IN_HANDLER);
		refuse(e->base_loc, MSG_OTHER_MACHINE, e->base);
	}
	e->field = find_field(h->machine->state, e->name);
	if (!e->field)
		refuse(e->loc, MSG_UNKNOWN_FIELD, h->machine->name, e->name);
	e->type = e->field->type;
}

static void check_name(struct path *p, struct expr *e)
{
	struct handler *h = p->handler;

	e->param = find_param(&h->params, e->name);
	e->define = find_define(p->spec, e->name);
	e->enumerator = find_enumerator(p->spec, e->name);
	if (e->param) {
		e->param->used = true;
		e->type = e->param->type;
	} else if (e->define) {
		e->type = uint_for(e->define->value);
	} else if (e->enumerator) {
		e->type = alloc(sizeof(*e->type));
		e->type->kind = TYPE_MTYPE;
		e->type->mtype = e->enumerator->of;
	} else if (!strcmp(e->name, h->self)) {
		refuse(e->loc, MSG_BARE_MACHINE, e->name);
	} else {
		refuse(e->loc, MSG_UNKNOWN_NAME, e->name);
	}
}

const char *const op_text[] = { "||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "!" };

/* Where an expression begins, for the caret. */
static struct loc start_of(const struct expr *e)
{
	while (e->a && e->op != OP_NOT)
		e = e->a;
	return e->op == OP_PLACE ? e->base_loc : e->loc;
}

static void need_operand(enum op op, const struct expr *e, enum type_kind kind)
{
	if (e->type->kind != kind)
		refuse(start_of(e), MSG_OPERAND, op_text[op], kind == TYPE_BOOL ? "bools" : "integers", say(e->type));
}

/* Is the value known here? */
static bool is_known(const struct expr *e, uint64_t *value)
{
	uint64_t a, b;

	*value = e->op == OP_NUMBER ? e->value : e->define ? e->define->value : 0;
	if (e->op == OP_NUMBER || e->define)
		return true;
	if ((e->op != OP_ADD && e->op != OP_SUB) || !is_known(e->a, &a) || !is_known(e->b, &b))
		return false;
	if (e->op == OP_ADD ? __builtin_add_overflow(a, b, value) : __builtin_sub_overflow(a, b, value))
		refuse(e->loc, MSG_OUT_OF_RANGE, op_text[e->op]);
	return true;
}

static struct type *wider(struct type *a, struct type *b)
{
	return a->bits > b->bits ? a : b;
}

/* Where 64 bits are wanted, a sum is computed in 64 bits. */
static void widen(struct expr *e, const struct type *wanted)
{
	if (wanted->bits < 64 || (e->op != OP_ADD && e->op != OP_SUB) || e->type->bits == 64)
		return;
	e->type = &uint_types[2];
	widen(e->a, wanted);
	widen(e->b, wanted);
}

/* Two numbers of 16 bits have a sum of 17, and constants one that is known. */
static struct type *type_of_sum(const struct expr *e)
{
	struct type *t = wider(e->a->type, e->b->type);
	uint64_t value;

	if (is_known(e, &value))
		return wider(t, uint_for(value));
	return e->op == OP_ADD && t->bits == 16 ? &uint_types[1] : t;
}

static void check_operators(struct path *p, struct expr *e);

static void check_expr(struct path *p, struct expr *e)
{
	unsigned int n;

	check_operators(p, e);
	n = grown(p, e);
	if (n > OPERATORS_MAX)
		refuse(start_of(e), MSG_LARGE, OPERATORS_MAX);
	p->all_operators += n;
}

/* Both sides of a comparison or a sum in the same width. */
static void widen_both(struct expr *e, const struct type *wanted)
{
	widen(e->a, wanted);
	widen(e->b, wanted);
}

static void check_operators(struct path *p, struct expr *e)
{
	if (e->a)
		check_operators(p, e->a);
	if (e->b)
		check_operators(p, e->b);
	switch (e->op) {
	case OP_OR:
	case OP_AND:
		need_operand(e->op, e->a, TYPE_BOOL);
		need_operand(e->op, e->b, TYPE_BOOL);
		e->type = &bool_type;
		break;
	case OP_NOT:
		need_operand(e->op, e->a, TYPE_BOOL);
		e->type = &bool_type;
		break;
	case OP_EQ:
	case OP_NE:
		if (e->a->type->kind != e->b->type->kind || e->a->type->mtype != e->b->type->mtype)
			refuse(e->loc, MSG_MISMATCH, op_text[e->op], say(e->a->type), say(e->b->type));
		widen_both(e, wider(e->a->type, e->b->type));
		e->type = &bool_type;
		break;
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		need_operand(e->op, e->a, TYPE_UINT);
		need_operand(e->op, e->b, TYPE_UINT);
		widen_both(e, wider(e->a->type, e->b->type));
		e->type = &bool_type;
		break;
	case OP_ADD:
	case OP_SUB:
		need_operand(e->op, e->a, TYPE_UINT);
		need_operand(e->op, e->b, TYPE_UINT);
		e->type = type_of_sum(e);
		widen_both(e, e->type);
		break;
	case OP_NUMBER:
		e->type = uint_for(e->value);
		break;
	case OP_BOOL:
		e->type = &bool_type;
		break;
	case OP_NAME:
		check_name(p, e);
		break;
	case OP_PLACE:
		check_place(p, e);
		break;
	}
}

static void check_assign(struct path *p, struct stmt *s)
{
	const struct type *to, *from;
	const char *name;

	check_place(p, s->place);
	check_expr(p, s->value);
	to = s->place->type;
	from = s->value->type;
	name = format("%s.%s", s->place->base, s->place->name);
	if (to->kind != from->kind || to->mtype != from->mtype)
		refuse(start_of(s->value), MSG_ASSIGN_TYPE, name, say(to), say(from));
	if (from->bits > to->bits)
		refuse(start_of(s->value), MSG_NARROWING, say(from), name, say(to));
	widen(s->value, to);
	p->operators[index_of(p, s->place->field)] = grown(p, s->value);
}

static const char *count_of(int n)
{
	return n == 0 ? "no arguments" : format("%d argument%s", n, n == 1 ? "" : "s");
}

/* Each effect at most once on a path, in the order of declaration. */
static void check_order(struct path *p, const struct stmt *s)
{
	struct effect *later;
	int index = s->effect->index;

	if (p->called >> index & 1)
		refuse(s->loc, MSG_EFFECT_TWICE, s->callee);
	each(later, s->effect->machine->effects)
		if (later_i > index && p->called >> later_i & 1)
			refuse(s->loc, MSG_EFFECT_ORDER, s->callee, later->name);
	p->called |= UINT32_C(1) << index;
}

static void check_call(struct path *p, struct stmt *s)
{
	struct effect *e;
	struct expr *arg;

	each(e, p->spec->effects)
		if (!strcmp(e->name, s->callee) && before(e->loc, s->loc))
			s->effect = e;
	if (!s->effect)
		refuse(s->loc, MSG_UNKNOWN_EFFECT, s->callee);
	if (s->effect->machine != p->handler->machine)
		refuse(s->loc, MSG_OTHER_EFFECT, s->callee);
	if (s->args.n != s->effect->params.n)
		refuse(s->loc, MSG_ARG_COUNT, s->callee, count_of(s->effect->params.n),
		       s->args.n ? format("%d", s->args.n) : "none");
	each(arg, s->args) {
		struct param *param = s->effect->params.at[arg_i];

		check_expr(p, arg);
		if (arg->type->kind != param->type->kind || arg->type->mtype != param->type->mtype)
			refuse(start_of(arg), MSG_ARG_TYPE, param->name, s->callee, say(param->type), say(arg->type));
		if (arg->type->bits > param->type->bits)
			refuse(start_of(arg), MSG_NARROWING, say(arg->type), param->name, say(param->type));
		widen(arg, param->type);
	}
	check_order(p, s);
}

/* With several options: a switch on one place. */
static void check_switch(const struct stmt *s)
{
	struct option *o, *above, *first = s->options.at[0];

	each(o, s->options) {
		const struct expr *g = o->guard;

		if (!g)
			continue;
		if (g->op != OP_EQ || g->a->op != OP_PLACE || !g->b->enumerator || g->a->field != first->guard->a->field)
			refuse(start_of(g), MSG_NOT_SWITCH);
		each(above, s->options)
			if (above_i < o_i && above->guard->b->enumerator == g->b->enumerator)
				refuse(g->b->loc, MSG_SAME_CASE, g->b->name);
	}
}

static void check_stmts(struct path *p, struct list *stmts);

static void check_if(struct path *p, struct stmt *s)
{
	int fields = p->handler->machine->state->fields.n;
	unsigned int *old = p->operators, *most = alloc(fields * sizeof(*most));
	uint32_t before, after = 0;
	struct option *o;

	each(o, s->options) {
		if (!o->guard && o_i < s->options.n - 1)
			refuse(o->loc, MSG_ELSE_LAST);
		if (!o->guard && s->options.n == 1)
			refuse(o->loc, MSG_ELSE_ONLY);
		if (!o->guard)
			continue;
		check_expr(p, o->guard);
		if (o->guard->type->kind != TYPE_BOOL)
			refuse(start_of(o->guard), MSG_GUARD_TYPE, say(o->guard->type));
	}
	o = s->options.at[s->options.n - 1];
	if (o->guard)
		refuse(s->loc, MSG_NO_ELSE);
	if (s->options.n > 2)
		check_switch(s);
	before = p->called;
	each(o, s->options) {
		p->called = before;
		p->operators = alloc(fields * sizeof(*old));
		memcpy(p->operators, old, fields * sizeof(*old));
		check_stmts(p, &o->stmts);
		after |= p->called;
		for (int i = 0; i < fields; i++)
			if (p->operators[i] > most[i])
				most[i] = p->operators[i];
	}
	p->called = after;
	p->operators = most;
}

static void check_stmts(struct path *p, struct list *stmts)
{
	struct stmt *s;

	each(s, *stmts) {
		if (s->kind == STMT_ASSIGN)
			check_assign(p, s);
		else if (s->kind == STMT_CALL)
			check_call(p, s);
		else if (s->kind == STMT_IF)
			check_if(p, s);
	}
}

/* The ways through these statements. */
static unsigned int count_paths(const struct handler *h, const struct list *stmts)
{
	unsigned int n = 1, ways;
	struct option *o;
	struct stmt *s;

	each(s, *stmts) {
		if (s->kind != STMT_IF)
			continue;
		ways = 0;
		each(o, s->options)
			ways += count_paths(h, &o->stmts);
		n *= ways;
		if (n > PATHS_MAX)
			refuse(s->loc, MSG_MANY_PATHS, PATHS_MAX, h->name);
	}
	return n;
}

/* The machine's parameter, and names that are made of those of parameters and fields. */
static void check_self(const struct spec *spec, const struct handler *h)
{
	const struct record *state = h->machine->state;
	const char *made;
	struct param *p;
	struct field *f;

	if (typed_name(spec, h->self) || is_taken(spec, h->self) || !strcmp(h->self, "own"))
		refuse(h->self_loc, MSG_SELF_NAME, h->self);
	check_word(h->self, h->self_loc, NAME_PARAM);
	each(p, h->params) {
		/* guest_call_gen.h has these beside the parameters of a handler that takes an answer or a notice. */
		if (!strcmp(p->name, "asked") || !strcmp(p->name, "notice"))
			refuse(p->loc, MSG_SAME_IN_C, p->written, p->name);
		made = format("a_%s", p->name);		/* in the model's wrappers */
		if (find_field(state, made) || !strcmp(h->self, made))
			refuse(p->loc, MSG_SAME_IN_C, p->written, made);
		each(f, state->fields)			/* in a tracepoint */
			if (!strcmp(p->name, format("%s_%s", h->self, f->name)))
				refuse(p->loc, MSG_SAME_IN_C, p->written, p->name);
	}
}

static void check_handler(struct spec *spec, struct handler *h)
{
	struct path p = { .spec = spec, .handler = h };
	unsigned int paths;

	if (!h->machine->state || before(h->loc, h->machine->state->loc))
		refuse(h->loc, MSG_NO_MACHINE, h->name);
	if (!h->contract)
		refuse(h->loc, MSG_NO_CONTRACT, h->name);
	check_params(spec, &h->params);
	check_self(spec, h);
	p.operators = alloc(h->machine->state->fields.n * sizeof(*p.operators));
	paths = count_paths(h, &h->stmts);
	check_stmts(&p, &h->stmts);
	if (paths * (p.all_operators + h->machine->state->fields.n) > RELATION_MAX)
		refuse(h->loc, MSG_LARGE_HANDLER, h->name, RELATION_MAX);
}

void check_spec(struct spec *spec)
{
	struct record *r;
	struct acsl *a;
	struct effect *e;
	struct handler *h;

	check_names(spec);
	check_names_once(spec);
	each(r, spec->records)
		check_record(spec, r, r_i);
	each(a, spec->acsl) {
		if (!*a->text)
			refuse(a->loc, MSG_EMPTY_ACSL);
		if (a->is_contract && !a->taken)
			refuse(a->loc, MSG_LONE_CONTRACT);
	}
	each(e, spec->effects)
		check_effect(spec, e);
	each(h, spec->handlers)
		check_handler(spec, h);
	check_queues(spec);
}
