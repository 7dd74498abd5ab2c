// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads and plays the loads of load.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"

#define NEVER (~0ull)
#define WORDS 32u

struct words { char *word[WORDS]; u32 count, at; };

static const char *word(struct words *w) { return w->at < w->count ? w->word[w->at++] : ""; }
static bool is_next(struct words *w, const char *text)
{
	if (w->at >= w->count || strcmp(w->word[w->at], text))
		return false;
	w->at++;
	return true;
}
static double number(struct words *w, bool *ok)
{
	const char *text = word(w);
	char *end;
	double x = strtod(text, &end);

	*ok &= *text && !*end && x >= 0 && x < 1e9;
	return *ok ? x : 0;
}
static u64 ms(struct words *w, bool *ok) { return number(w, ok) * 1000 + 0.5; }

static u32 file_of(const struct load *l, const char *name)
{
	u32 i;

	for (i = 0; i < l->vm.files && strcmp(l->vm.file[i].name, name); i++)
		;
	return i;
}

static u32 program_of(const struct load *l, const char *name)
{
	u32 i;

	for (i = 0; i < l->vm.programs && strcmp(l->vm.program[i].name, name); i++)
		;
	return i;
}

static bool read_guest(struct load *l, struct words *w)
{
	struct vm *g = &l->vm;
	bool ok = true;
	u64 total = number(w, &ok) * MIB, kernel = 90 * MIB;
	u32 i;

	g->nodes = 1;
	g->disk = 131;
	g->swappiness = 60;
	g->frag = 4;
	while (ok && w->at < w->count)
		if (is_next(w, "nodes"))
			g->nodes = number(w, &ok);
		else if (is_next(w, "swap"))
			g->swap_total = number(w, &ok) * MIB;
		else if (is_next(w, "zram"))
			g->zram = true;
		else if (is_next(w, "swappiness"))
			g->swappiness = number(w, &ok);
		else if (is_next(w, "disk"))
			g->disk = number(w, &ok);
		else if (is_next(w, "kernel"))
			kernel = number(w, &ok) * MIB;
		else if (is_next(w, "frag"))
			g->frag = number(w, &ok);
		else if (is_next(w, "timer"))
			g->timer_ms = ms(w, &ok);
		else if (is_next(w, "until"))
			g->until_ms = ms(w, &ok);
		else
			ok = false;
	ok &= g->nodes >= 1 && g->nodes <= NODES && g->until_ms && total > kernel && g->disk && g->frag <= 100 && g->swappiness <= 200;
	for (i = 0; ok && i < g->nodes; i++) {
		g->node[i].total = total / g->nodes;
		g->node[i].kernel = kernel / g->nodes;
	}
	return ok;
}

static bool read_file(struct load *l, struct words *w)
{
	struct file *f = &l->vm.file[l->vm.files];
	bool ok = l->vm.files < FILES;

	if (!ok)
		return false;
	snprintf(f->name, sizeof(f->name), "%s", word(w));
	f->units = number(w, &ok);
	f->first = l->vm.units;
	l->vm.units += f->units;
	l->vm.files++;
	return ok && f->units;
}

static bool read_program(struct load *l, struct words *w)
{
	struct program *p = &l->vm.program[l->vm.programs];
	bool ok = l->vm.programs < PROGRAMS;

	if (!ok)
		return false;
	snprintf(p->name, sizeof(p->name), "%s", word(w));
	p->node = -1;
	while (ok && w->at < w->count)
		if (is_next(w, "node"))
			p->node = number(w, &ok);
		else if (is_next(w, "touch"))
			p->touch = number(w, &ok);
		else if (is_next(w, "tmpfs"))
			p->shmem = true;
		else
			ok = false;
	l->vm.programs++;
	return ok && p->node < (int)l->vm.nodes;
}

static bool read_command(struct load *l, struct words *w, struct event *e)
{
	bool ok = true;

	e->times = 1;
	if (is_next(w, "read"))
		e->kind = EVENT_READ;
	else if (is_next(w, "write"))
		e->kind = EVENT_WRITE;
	else if (is_next(w, "zipf"))
		e->kind = EVENT_ZIPF;
	else if (is_next(w, "stop"))
		e->kind = EVENT_STOP;
	else
		e->kind = EVENT_SIZE;
	if (e->kind == EVENT_SIZE) {
		e->index = program_of(l, word(w));
		e->size = number(w, &ok) * MIB;
		ok &= e->index < l->vm.programs;
	} else {
		e->index = file_of(l, word(w));
		if (e->index >= l->vm.files)
			return false;
		e->to = l->vm.file[e->index].units;
	}
	while (ok && w->at < w->count)
		if (is_next(w, "rate"))
			e->rate = number(w, &ok);
		else if (is_next(w, "from"))
			e->from = number(w, &ok);
		else if (is_next(w, "to"))
			e->to = number(w, &ok);
		else if (is_next(w, "times"))
			e->times = number(w, &ok);
		else if (is_next(w, "for"))
			e->for_ms = ms(w, &ok);
		else
			ok = false;
	if (e->kind == EVENT_READ || e->kind == EVENT_WRITE || e->kind == EVENT_ZIPF)
		ok &= e->rate && e->times && e->from < e->to && e->to <= l->vm.file[e->index].units;
	return ok;
}

static bool read_line(struct load *l, struct words *w)
{
	struct event *e;
	bool ok = true;

	if (is_next(w, "guest"))
		return read_guest(l, w);
	if (!l->vm.nodes)
		return false;
	if (is_next(w, "file"))
		return read_file(l, w);
	if (is_next(w, "program"))
		return read_program(l, w);
	if (l->events == EVENTS)
		return false;
	e = &l->event[l->events];
	*e = (struct event){ .every_ms = 0 };
	if (is_next(w, "at")) {
		e->at_ms = e->until_ms = ms(w, &ok);
	} else if (is_next(w, "every")) {
		e->every_ms = ms(w, &ok);
		ok &= e->every_ms && is_next(w, "from");
		e->at_ms = ms(w, &ok);
		ok &= is_next(w, "to");
		e->until_ms = ms(w, &ok);
	} else {
		return false;
	}
	if (!ok || !read_command(l, w, e))
		return false;
	l->events++;
	return true;
}

bool load_read(struct load *l, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[512], *save, *text;
	const char *base = strrchr(path, '/');
	unsigned int number = 0;
	bool ok = f;

	*l = (struct load){ .events = 0 };
	l->event = calloc(EVENTS, sizeof(*l->event));
	snprintf(l->name, sizeof(l->name), "%s", base ? base + 1 : path);
	l->name[strcspn(l->name, ".")] = 0;
	while (ok && fgets(line, sizeof(line), f)) {
		struct words w = { .count = 0 };

		number++;
		line[strcspn(line, "#\n")] = 0;
		for (text = strtok_r(line, " \t", &save); text && w.count < WORDS; text = strtok_r(NULL, " \t", &save))
			w.word[w.count++] = text;
		if (w.count && (!read_line(l, &w) || w.at < w.count)) {
			fprintf(stderr, "%s:%u: not a line of a load (tests/policy/load.h)\n", path, number);
			ok = false;
		}
	}
	if (!f)
		perror(path);
	else
		fclose(f);
	if (ok && !l->vm.until_ms) {
		fprintf(stderr, "%s: no guest\n", path);
		ok = false;
	}
	return ok;
}

void load_start(const struct load *l, struct vm *g, struct event *event)
{
	*g = l->vm;
	g->rng = 88172645463325252ull;
	memcpy(event, l->event, l->events * sizeof(*event));
	vm_start(g);
}

static void begin(struct vm *g, const struct event *e)
{
	struct reader *r;
	u32 i;

	if (e->kind == EVENT_SIZE) {
		g->program[e->index].target = e->size;
		g->program[e->index].rate = e->rate;
		return;
	}
	if (e->kind == EVENT_STOP) {
		for (i = 0; i < READERS; i++)
			if (g->reader[i].file == e->index)
				g->reader[i].on = false;
		return;
	}
	for (i = 0; i < READERS - 1 && g->reader[i].on; i++)
		;
	r = &g->reader[i];	/* one too many ends the last */
	*r = (struct reader){ .file = e->index, .pos = e->from, .from = e->from, .to = e->to, .rate = e->rate, .times = e->times,
			      .on = true, .zipf = e->kind == EVENT_ZIPF, .write = e->kind == EVENT_WRITE,
			      .until_ms = g->now_ms + e->for_ms };
}

u64 load_due(const struct load *l, struct vm *g, struct event *event)
{
	u64 next = NEVER;
	u32 i;

	for (i = 0; i < l->events; i++) {
		struct event *e = &event[i];

		while (e->at_ms <= g->now_ms) {
			begin(g, e);
			g->active = true;
			if (!e->every_ms || e->at_ms + e->every_ms >= e->until_ms) {
				e->at_ms = NEVER;
				break;
			}
			e->at_ms += e->every_ms;
		}
		next = e->at_ms < next ? e->at_ms : next;
	}
	return next;
}
