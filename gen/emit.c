// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The one output function, put(), and what is built on it.  All text is kept in
 * memory until everything is known to be right; then files that differ are
 * written beside the old ones and renamed over them.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen.h"

struct out {
	const char *path, *twin;	/* the same bytes go to both; twin may be NULL */
	char *text;
	size_t len, room;
};

static struct list outputs;

const char *spec_hash;

struct out *output(const char *path, const char *twin)
{
	struct out *o = alloc(sizeof(*o));

	o->path = path;
	o->twin = twin;
	push(&outputs, o);
	return o;
}

static void append(struct out *o, const char *text, size_t len)
{
	if (o->len + len > o->room) {
		o->room = 2 * (o->len + len);
		o->text = realloc(o->text, o->room);
		if (!o->text) {
			fputs("gen: out of memory\n", stderr);
			exit(1);
		}
	}
	memcpy(o->text + o->len, text, len);
	o->len += len;
}

void put(struct out *o, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = formatted(fmt, args);
	va_end(args);
	append(o, text, strlen(text));
	free(text);
}

static void indent(struct out *o, int column)
{
	for (; column >= 8; column -= 8)
		put(o, "\t");
	put(o, "%*s", column, "");
}

/*
 * Where a line may end, within the margin if it can: behind a comma, && or ||, the last one
 * in as few brackets as can be.  *column becomes where the rest goes on: behind
 * the innermost bracket that is open there.
 */
static size_t break_before(const char *text, int *column, int *open, int *depth)
{
	enum { MARGIN = 100 };
	size_t best = 0;
	int at = *column, best_column = 0, best_depth = 0, stack[64], n = *depth;
	bool quoted = false;

	memcpy(stack, open, n * sizeof(*stack));
	for (size_t i = 0; text[i] && (at < MARGIN || !best); i++, at++) {
		if (text[i] == '"' && (!i || text[i - 1] != '\\'))
			quoted = !quoted;
		if (quoted)
			continue;
		if (text[i] == '(' && n < 64)
			stack[n++] = at + 1;
		if (text[i] == ')' && n)
			n--;
		if (n && (!best || n <= best_depth) && text[i + 1] == ' ' &&
		    (text[i] == ',' || (i && (text[i] == '&' || text[i] == '|') && text[i - 1] == text[i]))) {
			best = i + 1;
			best_column = stack[n - 1];
			best_depth = n;
			memcpy(open, stack, n * sizeof(*stack));
		}
	}
	if (best) {
		*column = best_column;
		*depth = best_depth;
	}
	return best;
}

/* One line of C, broken where it is too long. */
void put_line(struct out *o, int depth, const char *fmt, ...)
{
	int column = 8 * depth, open[64], n = 0;
	const char *rest;
	va_list args;
	size_t at;

	va_start(args, fmt);
	rest = formatted(fmt, args);
	va_end(args);
	indent(o, column);
	while (column + strlen(rest) > 100 && (at = break_before(rest, &column, open, &n))) {
		put(o, "%.*s\n", (int)at, rest);
		rest += at + 1;
		indent(o, column);
	}
	put(o, "%s\n", rest);
}

void put_banner(struct out *o, const char *open, const char *license, const char *what, const char *close)
{
	const char *mid = starts_with(open, "<!--") ? "" : " * ";

	if (starts_with(open, "//"))
		put(o, "// SPDX-License-Identifier: %s\n/*\n", license);
	else if (starts_with(open, "<!--"))
		put(o, "<!-- SPDX-License-Identifier: %s -->\n<!--\n", license);
	else
		put(o, "/* SPDX-License-Identifier: %s */\n/*\n", license);
	put(o, "%s%s\n", mid, what);
	put(o, "%sGenerated from spec/ (SHA-256 %s) by gen %s; do not edit:\n%schange spec/ and run make gen.\n%s\n",
	    mid, spec_hash, GEN_VERSION, mid, close);
}

void put_comment(struct out *o, const char *comment)
{
	if (comment)
		put(o, "%s\n", comment);
}

/* text, and what stands behind it in a column of its own */
void put_column(struct out *o, int column, const char *text, const char *behind)
{
	int width = 0;

	put(o, "%s", text);
	for (const char *p = text; *p; p++)
		width = *p == '\t' ? (width / 8 + 1) * 8 : width + 1;
	if (behind) {
		do {
			put(o, "\t");
			width = (width / 8 + 1) * 8;
		} while (width < column);
		put(o, "%s", behind);
	}
	put(o, "\n");
}

/* Files */

static bool complain(const char *path)
{
	fprintf(stderr, "gen: %s: %s\n", path, strerror(errno));
	return false;
}

static bool make_folders(const char *path)
{
	char *folder = format("%s", path);

	for (char *p = folder + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(folder, 0777) && errno != EEXIST)
			return complain(folder);
		*p = '/';
	}
	return true;
}

static bool is_on_disk(const struct out *o, const char *path)
{
	FILE *f = fopen(path, "r");
	char *old;
	bool same;

	if (!f)
		return false;
	old = alloc(o->len + 1);
	same = fread(old, 1, o->len + 1, f) == o->len && !memcmp(old, o->text, o->len);
	free(old);
	fclose(f);
	return same;
}

/* The name of the file beside `path` that holds the new bytes, or NULL. */
static const char *write_beside(const struct out *o, const char *path)
{
	const char *beside = format("%s.new", path);
	FILE *f = make_folders(path) ? fopen(beside, "w") : NULL;
	bool good = f && fwrite(o->text, 1, o->len, f) == o->len;

	if (f && fclose(f))
		good = false;
	if (good)
		return beside;
	complain(beside);
	unlink(beside);
	return NULL;
}

bool write_outputs(const char *root)
{
	struct list fresh = { NULL, 0 }, targets = { NULL, 0 };
	struct out *o;
	const char *path, *beside;
	bool good = true;

	each(o, outputs) {
		for (int twin = 0; twin < (o->twin ? 2 : 1); twin++) {
			path = format("%s/%s", root, twin ? o->twin : o->path);
			if (!good || is_on_disk(o, path))
				continue;
			beside = write_beside(o, path);
			if (beside) {
				push(&fresh, (void *)beside);
				push(&targets, (void *)path);
			} else {
				good = false;
			}
		}
	}
	each(beside, fresh) {
		path = targets.at[beside_i];
		if (!good)
			unlink(beside);
		else if (rename(beside, path))
			good = complain(path);
	}
	return good;
}

/* What every emitter says about types and names */

const char *c_type(const struct type *t)
{
	if (t->kind == TYPE_BOOL)
		return "bool";
	if (t->kind == TYPE_MTYPE)
		return format("enum %s", t->mtype->name);
	return format("u%d", t->bits);
}

const char *c_number(uint64_t value)
{
	return format("%llu%s", (unsigned long long)value,
		      value > UINT32_MAX ? "ull" : value > INT32_MAX ? "u" : "");
}

/* ", u32 seq, enum status status" */
const char *c_params(const struct list *params)
{
	const char *s = "";
	struct param *p;

	each(p, *params)
		s = format("%s, %s %s", s, c_type(p->type), p->name);
	return s;
}

/* ", seq, status" */
const char *c_args(const struct list *params)
{
	const char *s = "";
	struct param *p;

	each(p, *params)
		s = format("%s, %s", s, p->name);
	return s;
}

/* fx_send_commit: GUEST_FX_SEND_COMMIT */
const char *effect_bit(const struct effect *e)
{
	return format("%s_%s", upper(e->machine->name), upper(e->name));
}

/* fx_send_commit: send_commit */
const char *effect_member(const struct effect *e)
{
	return e->name + strlen("fx_");
}

bool in_wire_struct(const struct record *r, const struct field *f)
{
	return f != r->array && !(r->tag && !strcmp(f->name, "type"));
}

struct enumerator *first_enumerator(const struct mtype *m)
{
	return m->enumerators.at[0];
}

struct enumerator *last_enumerator(const struct mtype *m)
{
	return m->enumerators.at[m->enumerators.n - 1];
}
