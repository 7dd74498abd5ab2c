// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * Documents: the messages as tables, and for each machine a state diagram that is
 * found by walking every path through its handlers.
 */
#include <stdlib.h>
#include <string.h>

#include "gen.h"

#define LICENSE "GPL-2.0-or-later OR BSD-2-Clause"

/* messages_gen.md */

/* A comment's words on one line. */
static const char *words(const char *comment)
{
	const char *s = "", *p = comment ? comment + 2 : "", *end = comment ? p + strlen(p) - 2 : p;

	while (p < end) {
		const char *word = p;

		while (p < end && !strchr(" \t\n", *p))
			p++;
		if (p > word && !(p == word + 1 && *word == '*'))
			s = format("%s%s%.*s", s, *s ? " " : "", (int)(p - word), word);
		p += p < end;
	}
	return s;
}

/* The first comment of the file that is no licence: the prose on top. */
static const char *prose(const struct source *src)
{
	struct comment *c;

	each(c, src->comments)
		if (!strstr(c->text, "SPDX-License-Identifier"))
			return c->text;
	return NULL;
}

/* A comment, laid out as it is. */
static void put_prose(struct out *o, const char *comment)
{
	const char *p, *end;

	if (!comment)
		return;
	put(o, "```text\n");
	for (p = comment + 2; *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, "\n");
		p += strspn(p, " \t");
		if (starts_with(p, "*/"))
			break;
		p += *p == '*';
		p += *p == ' ';
		if (end > p || p > comment + 4)
			put(o, "%.*s\n", (int)(end > p ? end - p : 0), p);
	}
	put(o, "```\n\n");
}

static const char *doc_type(const struct field *f)
{
	if (f->dim)
		return format("`%s`, `count` of them, at most `%s`", f->type->record->name, f->dim->text);
	if (f->type->kind == TYPE_MTYPE)
		return format("`%s`", f->type->mtype->name);
	return format("u%d", f->type->bits);
}

static void emit_message(struct out *o, const struct record *r)
{
	struct field *f;

	put(o, "## %s\n\n", r->name);
	if (r->above)
		put(o, "%s\n\n", words(r->above));
	if (r->array)
		put(o, "%u bytes, and %u for each element behind them.\n\n", r->bytes, r->array->type->record->bytes);
	else
		put(o, "%u bytes.\n\n", r->bytes);
	put(o, "| offset | bytes | field | type | |\n|---:|---:|---|---|---|\n");
	each(f, r->fields) {
		bool tag = r->tag && !strcmp(f->name, "type");
		unsigned int size = f->dim ? f->type->record->bytes : f->type->kind == TYPE_MTYPE ? 4u : f->type->bits / 8u;

		put(o, "| %u | %s%u | `%s` | %s | %s |\n", f->offset, f->dim ? "each " : "", size, f->name, doc_type(f),
		    tag ? format("`%s` = %d", r->tag->name, r->tag->value) : words(comment_behind(f->loc)));
	}
	put(o, "\n");
}

static bool travels(struct spec *spec, const struct mtype *m)
{
	struct record *r;
	struct field *f;

	each(r, spec->records)
		each(f, r->fields)
			if (r->kind == RECORD_WIRE && f->type->mtype == m)
				return true;
	return false;
}

static void emit_messages(struct spec *spec)
{
	struct out *o = output("spec/messages_gen.md", NULL);
	const struct source *wire = NULL;
	struct enumerator *e;
	struct define *d;
	struct record *r;
	struct mtype *m;

	put_banner(o, "<!--", LICENSE, "What travels between driver and device.", "-->");
	put(o, "# Messages\n\n");
	each(r, spec->records)
		if (r->kind == RECORD_WIRE && !wire)
			wire = r->loc.in;
	if (wire)
		put_prose(o, prose(wire));
	put(o, "## Limits\n\n| name | value | |\n|---|---:|---|\n");
	each(d, spec->defines)
		put(o, "| `%s` | %llu | %s |\n", d->name, (unsigned long long)d->value, words(comment_behind(d->loc)));
	put(o, "\n");
	each(m, spec->mtypes) {
		if (!travels(spec, m))
			continue;
		put(o, "## mtype:%s\n\n", m->name);
		if (m->above)
			put(o, "%s\n\n", words(m->above));
		put(o, "| value | name | |\n|---:|---|---|\n");
		each(e, m->enumerators)
			put(o, "| %d | `%s` | %s |\n", e->value, e->name, words(comment_behind(e->loc)));
		put(o, "\n");
	}
	each(r, spec->records)
		if (r->kind == RECORD_WIRE)
			emit_message(o, r);
}

/* State diagrams: one world is what is known at some point of some path through a handler. */

enum { UNKNOWN = -1 };

struct world {
	const struct record *state;
	uint32_t called;	/* effects, by index */
	int value[];		/* of each field: an enumerator's or a bool's value, or UNKNOWN */
};

static struct world *new_world(const struct record *state)
{
	struct world *w = alloc(sizeof(*w) + state->fields.n * sizeof(*w->value));

	w->state = state;
	for (int i = 0; i < state->fields.n; i++)
		w->value[i] = UNKNOWN;
	return w;
}

static int index_of(const struct world *w, const struct field *f)
{
	struct field *g;

	each(g, w->state->fields)
		if (g == f)
			return g_i;
	return 0;
}

static int evaluate(const struct world *w, const struct expr *e)
{
	int a, b;

	switch (e->op) {
	case OP_PLACE:
		return w->value[index_of(w, e->field)];
	case OP_NAME:
		return e->enumerator ? e->enumerator->value : UNKNOWN;
	case OP_BOOL:
		return e->value;
	case OP_NOT:
		a = evaluate(w, e->a);
		return a == UNKNOWN ? UNKNOWN : !a;
	case OP_AND:
	case OP_OR:
		a = evaluate(w, e->a);
		b = evaluate(w, e->b);
		if (a == (e->op == OP_OR) || b == (e->op == OP_OR))
			return e->op == OP_OR;
		return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : e->op == OP_AND;
	case OP_EQ:
	case OP_NE:
		a = evaluate(w, e->a);
		b = evaluate(w, e->b);
		return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : (a == b) == (e->op == OP_EQ);
	default:
		return UNKNOWN;
	}
}

/* What a guard that holds says about the fields. */
static void learn(struct world *w, const struct expr *e)
{
	if (e->op == OP_AND) {
		learn(w, e->a);
		learn(w, e->b);
	} else if (e->op == OP_EQ && e->a->op == OP_PLACE && evaluate(w, e->b) != UNKNOWN) {
		w->value[index_of(w, e->a->field)] = evaluate(w, e->b);
	} else if (e->op == OP_PLACE) {
		w->value[index_of(w, e->field)] = 1;
	}
}

static struct world *another(const struct world *w)
{
	struct world *x = new_world(w->state);

	x->called = w->called;
	memcpy(x->value, w->value, w->state->fields.n * sizeof(*w->value));
	return x;
}

/* The worlds given are used up; there are many of them, so here they are freed. */
static struct list walk(struct list worlds, const struct list *stmts);

static struct list walk_if(struct world *w, const struct stmt *s)
{
	struct list after = { NULL, 0 };
	struct option *o;
	struct world *x;

	each(o, s->options) {
		int holds = o->guard ? evaluate(w, o->guard) : true;
		struct list in = { NULL, 0 }, out;

		if (!holds)
			continue;
		x = another(w);
		if (o->guard)
			learn(x, o->guard);
		push(&in, x);
		out = walk(in, &o->stmts);
		each(x, out)
			push(&after, x);
		free(out.at);
		if (holds == true)
			break;
	}
	free(w);
	return after;
}

static struct list walk(struct list worlds, const struct list *stmts)
{
	struct stmt *s;
	struct world *w, *x;

	each(s, *stmts) {
		struct list after = { NULL, 0 };

		each(w, worlds) {
			if (s->kind == STMT_IF) {
				struct list out = walk_if(w, s);

				each(x, out)
					push(&after, x);
				free(out.at);
				continue;
			}
			if (s->kind == STMT_ASSIGN && s->place->type->kind != TYPE_UINT)
				w->value[index_of(w, s->place->field)] = evaluate(w, s->value);
			else if (s->kind == STMT_CALL)
				w->called |= UINT32_C(1) << s->effect->index;
			push(&after, w);
		}
		free(worlds.at);
		worlds = after;
	}
	return worlds;
}

/* What a handler does to one field in one state: for each state after it, the effects. */
struct edge {
	bool taken;
	uint32_t some, all;	/* effects called on some path, on all paths */
};

/* Row: the value before; column: the value after, 0 for one that is not known here. */
struct table {
	int states;
	struct edge *edge;
};

static struct edge *edge_of(const struct table *t, int from, int to)
{
	return &t->edge[from * (t->states + 1) + to];
}

static void fill_table(struct table *t, const struct handler *h, int field, int states)
{
	struct world *w;

	t->states = states;
	t->edge = alloc((states + 1) * (states + 1) * sizeof(*t->edge));
	for (int from = 1; from <= states; from++) {
		struct list worlds = { NULL, 0 };

		w = new_world(h->machine->state);
		w->value[field] = from;
		push(&worlds, w);
		worlds = walk(worlds, &h->stmts);
		each(w, worlds) {
			int to = w->value[field] == UNKNOWN ? 0 : w->value[field];
			struct edge *e = edge_of(t, from, to);

			e->all = e->taken ? e->all & w->called : w->called;
			e->some |= w->called;
			e->taken = true;
			free(w);
		}
		free(worlds.at);
	}
}

static bool same_edge(const struct edge *a, const struct edge *b)
{
	return a->taken == b->taken && a->some == b->some && a->all == b->all;
}

/* Does the handler lead from every other state to this one, in the same way? */
static bool from_anywhere(const struct table *t, int to, int states)
{
	const struct edge *first;

	if (states <= 2)
		return false;
	first = edge_of(t, to == 1 ? 2 : 1, to);
	for (int from = 1; from <= states; from++)
		if (from != to && (!edge_of(t, from, to)->taken || !same_edge(edge_of(t, from, to), first)))
			return false;
	return true;
}

/* A line for the handler and one for each effect; in brackets those that not every path calls. */
static const char *label(const struct handler *h, const struct edge *e)
{
	const char *s = "";
	struct effect *x;

	each(x, h->machine->effects)
		if (e->some >> x_i & 1)
			s = format("%s%s%s", s, *s ? "\\l      " : "      ", format(e->all >> x_i & 1 ? "%s" : "[%s]", x->name));
	return format("  %s\\l%s%s", h->name, s, *s ? "\\l" : "");
}

static void emit_edge(struct out *o, const char *from, const char *to, const char *text)
{
	if (*text)
		put(o, "\t\t%s -> %s [label=\"%s\"];\n", from, to, text);
}

static void emit_cluster(struct out *o, const struct machine *m, const struct field *f, int field)
{
	const struct mtype *type = f->type->mtype;
	int states = type->enumerators.n;
	struct list tables = { NULL, 0 };
	struct enumerator *e, *to;
	struct handler *h;
	struct table *t;
	const char *told = "";

	each(h, m->handlers) {
		t = alloc(sizeof(*t));
		fill_table(t, h, field, states);
		push(&tables, t);
	}
	put(o, "\n\tsubgraph cluster_%s {\n\t\tlabel=\"%s.%s\"; margin=16;\n", f->name, m->name, f->name);
	each(e, type->enumerators)
		put(o, "\t\t%s_%s [label=\"%s\"];\n", f->name, e->name, e->name);
	/* Edges to a value that the handler is told end in a node of their own. */
	each(t, tables)
		if (edge_of(t, 1, 0)->taken)
			told = format("%s%s", told, label(m->handlers.at[t_i], edge_of(t, 1, 0)));
	if (*told) {
		put(o, "\t\t%s_any_told [label=\"any state\", shape=plaintext];\n", f->name);
		put(o, "\t\t%s_told [label=\"the one told\", style=dashed];\n", f->name);
		emit_edge(o, format("%s_any_told", f->name), format("%s_told", f->name), told);
	}
	each(to, type->enumerators) {
		const char *text = "";

		each(t, tables)
			if (from_anywhere(t, to->value, states))
				text = format("%s%s", text, label(m->handlers.at[t_i],
								  edge_of(t, to->value == 1 ? 2 : 1, to->value)));
		if (*text)
			put(o, "\t\t%s_any_%d [label=\"any state\", shape=plaintext];\n", f->name, to->value);
		emit_edge(o, format("%s_any_%d", f->name, to->value), format("%s_%s", f->name, to->name), text);
	}
	each(e, type->enumerators) {
		each(to, type->enumerators) {
			const char *text = "";

			each(t, tables)
				if (e != to && edge_of(t, e->value, to->value)->taken &&
				    !from_anywhere(t, to->value, states))
					text = format("%s%s", text, label(m->handlers.at[t_i],
									  edge_of(t, e->value, to->value)));
			emit_edge(o, format("%s_%s", f->name, e->name), format("%s_%s", f->name, to->name), text);
		}
	}
	put(o, "\t}\n");
}

static void emit_diagram(const struct machine *m)
{
	struct out *o = output(format("spec/%s_gen.dot", m->name), NULL);
	struct field *f;

	put_banner(o, "/*", LICENSE, format("The %s's state diagrams: a handler, and below it its effects.", m->name), " *");
	put(o, " * In [ ]: not on every path.  What leaves the state as it is, is not drawn.\n */\n");
	put(o, "digraph %s {\n"
	       "\tlabel=\"An edge: a handler, and below it its effects; in [ ] those that not every path has.\\l"
	       "What leaves the state as it is, is not drawn.\\l\";\n"
	       "\tfontname=\"Helvetica\"; fontsize=11; labeljust=l; nodesep=0.4; ranksep=0.6;\n"
	       "\tnode [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=12];\n"
	       "\tedge [fontname=\"Helvetica\", fontsize=10];\n", m->name);
	each(f, m->state->fields)
		if (f->type->kind == TYPE_MTYPE)
			emit_cluster(o, m, f, f_i);
	put(o, "}\n");
}

void emit_doc(struct spec *spec)
{
	emit_messages(spec);
	each_machine(m, spec)
		if (m->state)
			emit_diagram(m);
}
