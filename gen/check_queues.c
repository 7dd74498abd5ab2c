// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The queues of spec/queues.pml: every message is in one exchange and every notice
 * goes to one handler, and each handler is one of the machine that the buffer goes to.
 */
#include <string.h>

#include "gen.h"

/* The wire_ typedef of a kind of message, or NULL. */
struct record *message_of(const struct spec *spec, const struct enumerator *kind)
{
	struct record *r;

	each(r, spec->records)
		if (r->tag && r->tag == kind)
			return r;
	return NULL;
}

static bool is_notice(const struct enumerator *e)
{
	return !strcmp(e->of->name, "notice");
}

static struct handler *find_handler(const struct spec *spec, const struct token *name, const char *machine)
{
	struct handler *h;

	each(h, spec->handlers)
		if (!strcmp(h->name, name->text) && !strcmp(h->machine->name, machine))
			return h;
	refuse(name->loc, MSG_NO_HANDLER, name->text, machine);
}

/* exchange(message, handler, handler) on a todevq_, notice(notice, handler) on a fromdevq */
static void check_line(const struct spec *spec, struct queue *q, struct exchange *x)
{
	bool is_exchange = starts_with(q->name, "todevq");
	struct token **names = (struct token **)x->names.at;

	if (strcmp(x->word->text, is_exchange ? "exchange" : "notice") || x->names.n != (is_exchange ? 3 : 2))
		refuse(x->word->loc, MSG_QUEUE_LINE, q->name,
		       is_exchange ? "exchange(message, handler, handler)" : "notice(notice, handler)");
	x->queue = q;
	x->kind = find_enumerator(spec, names[0]->text);
	if (is_exchange) {
		if (!x->kind || !message_of(spec, x->kind))
			refuse(names[0]->loc, MSG_NO_MESSAGE, names[0]->text);
		x->taken_by = find_handler(spec, names[1], "host");
		x->answered_to = find_handler(spec, names[2], "guest");
	} else {
		if (!x->kind || !is_notice(x->kind))
			refuse(names[0]->loc, MSG_NO_NOTICE, names[0]->text);
		x->taken_by = find_handler(spec, names[1], "guest");
	}
}

/* A handler that stands in two exchanges could not tell which message it answers. */
static void check_once(const struct exchange *x, const struct exchange *y)
{
	struct token **a = (struct token **)x->names.at, **b = (struct token **)y->names.at;

	for (int i = 0; i < x->names.n && i < y->names.n; i++)
		if (!strcmp(a[i]->text, b[i]->text))
			refuse(a[i]->loc, MSG_IN_QUEUE, a[i]->text);
}

static bool travels(const struct spec *spec, const struct enumerator *e)
{
	struct exchange *x;

	each(x, spec->exchanges)
		if (x->kind == e)
			return true;
	return false;
}

void check_queues(struct spec *spec)
{
	struct exchange *x, *y;
	struct enumerator *e;
	struct queue *q;
	struct mtype *m;

	each(q, spec->queues) {
		each(x, q->lines) {
			check_line(spec, q, x);
			each(y, spec->exchanges)
				check_once(x, y);
			push(&spec->exchanges, x);
		}
	}
	if (!spec->queues.n)
		return;
	each(m, spec->mtypes)
		each(e, m->enumerators)
			if ((is_notice(e) || message_of(spec, e)) && !travels(spec, e))
				refuse(e->loc, MSG_IN_NO_QUEUE, e->name);
}
