// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * What a contract requires, as C: the glue's test builds ask it before each step.  ACSL is C's
 * own notation here, but for `==>` and `<==>`, for chains (a <= b <= c), for sums that never wrap, and for
 * \valid and \separated, which C cannot ask.
 */
#include <ctype.h>
#include <string.h>

#include "gen.h"

/* Where the reading is. */
struct reader {
	const struct spec *spec;
	const struct acsl *acsl;
	const char *at;		/* in acsl->text */
};

static void skip(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

static const char *word_end(const char *s)
{
	if (*s == '\\')
		s++;
	while (isalnum((unsigned char)*s) || *s == '_')
		s++;
	return s;
}

static struct loc here(const struct reader *r)
{
	struct loc loc = r->acsl->loc;
	const char *at = strstr(loc.at, r->acsl->text) + (r->at - r->acsl->text);

	for (const char *s = loc.at; s < at; s++)
		loc.line += *s == '\n';
	loc.at = at;
	return loc;
}

static void __attribute__((noreturn)) no_c(const struct reader *r)
{
	const char *end = word_end(r->at);

	refuse(here(r), MSG_NO_C, end > r->at ? copy(r->at, end) : *r->at ? copy(r->at, r->at + 1) : "*/");
}

/* Takes this operator, unless it is the beginning of another one. */
static bool take(struct reader *r, const char *op)
{
	const char *end;

	skip(r);
	end = r->at + strlen(op);
	if (!starts_with(r->at, op) || (strchr("<>!=", op[0]) && *end == '=' && op[strlen(op) - 1] != '='))
		return false;
	if (!strcmp(op, "==") && *end == '>')
		return false;
	if (starts_with(r->at, "<==>") && strcmp(op, "<==>"))
		return false;
	r->at = end;
	return true;
}

static void expect(struct reader *r, const char *op)
{
	if (!take(r, op))
		no_c(r);
}

static const char *take_word(struct reader *r)
{
	const char *from, *end;

	skip(r);
	from = r->at;
	end = word_end(from);
	if (end == from || *from == '\\')
		no_c(r);
	r->at = end;
	return copy(from, end);
}

/* Does it begin a definition of a predicate?  Then its name is behind. */
static bool defines_predicate(const struct acsl *a)
{
	return !a->is_contract && starts_with(a->text, "predicate ");
}

static bool is_predicate(const struct reader *r, const char *name)
{
	struct acsl *a;

	each(a, r->spec->acsl)
		if (defines_predicate(a) && starts_with(a->text + strlen("predicate "), format("%s(struct ", name)))
			return true;
	return false;
}

static const char *whole(struct reader *r);

/* A name with what follows it: a field, or a predicate's argument. */
static const char *name(struct reader *r)
{
	const char *before = r->at, *text = take_word(r);

	if (take(r, "->"))
		return format("%s->%s", text, take_word(r));
	if (take(r, "(")) {
		if (!is_predicate(r, text)) {
			r->at = before;
			skip(r);
			no_c(r);
		}
		text = format("%s(%s)", text, take_word(r));
		expect(r, ")");
	}
	return text;
}

static const char *factor(struct reader *r)
{
	const char *text;

	if (take(r, "!"))
		return format("!%s", factor(r));
	if (!take(r, "("))
		return name(r);
	text = whole(r);
	expect(r, ")");
	return *text == '(' && text[strlen(text) - 1] == ')' && !strstr(text + 1, "(") ? text : format("(%s)", text);
}

static const char *sum(struct reader *r)
{
	const char *text = factor(r), *op;

	for (;;) {
		op = NULL;
		skip(r);
		if (*r->at == '+' || (*r->at == '-' && r->at[1] != '>'))
			op = copy(r->at, r->at + 1);
		if (!op)
			return text;
		r->at++;
		text = format("%s%s %s %s", starts_with(text, "(__int128)") ? "" : "(__int128)", text, op, factor(r));
	}
}

/* A comparison, or a chain of them. */
static const char *relation(struct reader *r)
{
	static const char *const ops[] = { "==", "!=", "<=", ">=", "<", ">" };
	const char *left = sum(r), *right, *text = NULL;
	size_t i;

	for (;;) {
		for (i = 0; i < 6 && !take(r, ops[i]); i++)
			;
		if (i == 6)
			return text ? text : left;
		right = sum(r);
		text = text ? format("%s && %s %s %s", text, left, ops[i], right) : format("%s %s %s", left, ops[i], right);
		left = right;
	}
}

/* \valid and its like: C cannot ask that. */
static bool skip_pointers(struct reader *r)
{
	static const char *const words[] = { "\\valid_read", "\\valid", "\\separated" };

	skip(r);
	for (int i = 0; i < 3; i++) {
		size_t length = strlen(words[i]);

		if (starts_with(r->at, words[i]) && word_end(r->at) == r->at + length) {
			r->at += length;
			expect(r, "(");
			for (int open = 1; open; r->at++) {
				if (!*r->at)
					no_c(r);
				open += (*r->at == '(') - (*r->at == ')');
			}
			return true;
		}
	}
	return false;
}

/* What stands between `&&`, without what C cannot ask. */
static struct list conjunction(struct reader *r)
{
	struct list parts = { NULL, 0 };

	do {
		if (!skip_pointers(r))
			push(&parts, (void *)relation(r));
	} while (take(r, "&&"));
	return parts;
}

static const char *joined(const struct list *parts)
{
	const char *text = NULL, *part;

	each(part, *parts)
		text = text ? format("%s && %s", text, part) : part;
	return text ? text : "true";
}

static const char *alternative(struct reader *r, struct list parts)
{
	const char *text = joined(&parts), *more;
	bool several = parts.n > 1;

	while (take(r, "||")) {
		parts = conjunction(r);
		more = joined(&parts);
		text = format(several ? "(%s) || %s" : "%s || %s", text, parts.n > 1 ? format("(%s)", more) : more);
		several = false;
	}
	return text;
}

static const char *implication(struct reader *r, struct list parts)
{
	const char *text = alternative(r, parts);

	return take(r, "==>") ? format("!(%s) || (%s)", text, implication(r, conjunction(r))) : text;
}

static const char *equivalence(struct reader *r, struct list parts)
{
	const char *text = implication(r, parts);

	while (take(r, "<==>"))
		text = format("!(%s) == !(%s)", text, implication(r, conjunction(r)));
	return text;
}

static const char *whole(struct reader *r)
{
	return equivalence(r, conjunction(r));
}

/* An expression that ends in ";", as what must all hold. */
static struct list all_of(struct reader *r)
{
	struct list parts = conjunction(r);
	const char *text;

	skip(r);
	if (*r->at != ';') {
		text = equivalence(r, parts);
		parts = (struct list){ NULL, 0 };
		push(&parts, (void *)format("(%s)", text));
	}
	expect(r, ";");
	return parts;
}

/* The predicates over one machine, each as a function of the same name. */
void emit_predicates(struct out *o, const struct spec *spec, const struct machine *m)
{
	const char *predicate, *self, *part;
	struct list parts;
	struct acsl *a;

	each(a, spec->acsl) {
		struct reader r = { spec, a, a->text + strlen("predicate") };

		if (!defines_predicate(a))
			continue;
		predicate = take_word(&r);
		expect(&r, "(");
		if (strcmp(take_word(&r), "struct") || strcmp(take_word(&r), m->name))
			continue;
		expect(&r, "*");
		self = take_word(&r);
		expect(&r, ")");
		expect(&r, "=");
		parts = all_of(&r);
		put(o, "\n");
		put_line(o, 0, "static inline bool %s(const struct %s *%s)", predicate, m->name, self);
		put(o, "{\n");
		each(part, parts)
			put_line(o, 1, "%s%s%s", part_i ? "       " : "return ", part, part_i < parts.n - 1 ? " &&" : ";");
		if (!parts.n)
			put(o, "\treturn true;\n");
		put(o, "}\n");
	}
}

/* Before a step: what its contract requires, and what the proof for any number of pages assumes. */
void emit_required(struct out *o, const struct spec *spec, const struct handler *h)
{
	struct reader r = { spec, h->contract, h->contract->text };
	struct list parts;
	const char *part;

	for (skip(&r); starts_with(r.at, "requires") && word_end(r.at) == r.at + strlen("requires"); skip(&r)) {
		r.at += strlen("requires");
		parts = all_of(&r);
		each(part, parts)
			put_line(o, 1, "AEROSTAT_REQUIRED(%s, \"%s: %s\");", part, h->name, part);
	}
	if (strstr(r.at, "requires")) {	/* in a behavior, or behind another clause */
		r.at = strstr(r.at, "requires");
		refuse(here(&r), MSG_REQUIRES_FIRST);
	}
	put_line(o, 1, "AEROSTAT_ASSUMED(%s, ctx%s);", h->name, c_args(&h->params));
}
