/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Repeats a step that the model printed (model/calls_gen.pml) on the C.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Before it is included: struct play with members `struct guest g` and `struct
 * host h`, and the wrappers call_*() with struct play as their context.
 */
#ifndef AEROSTAT_PLAY_GEN_H
#define AEROSTAT_PLAY_GEN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare_gen.h"

/* A number up to max. */
static int play_number(const char **s, u64 max, u64 *value)
{
	char *end;

	*s += strspn(*s, " ");
	if (**s < '0' || **s > '9')
		return -1;
	*value = strtoull(*s, &end, 10);
	*s = end;
	return *value > max ? -1 : 0;
}

/* One of so many names, which SPIN numbers from the last to the first, and C from the first to the last. */
static int play_name(const char **s, u64 names, u64 *value)
{
	if (play_number(s, names, value))
		return -1;
	if (*value)
		*value = names + 1 - *value;
	return 0;
}

/* What stands between the parameters and the state. */
static int play_bar(const char **s)
{
	*s += strspn(*s, " ");
	if (**s != '|')
		return -1;
	(*s)++;
	return 0;
}

static int play_end(const char *s)
{
	return s[strspn(s, " \r\n")] ? -1 : 0;
}

static int play_read_guest(const char *s, struct guest *state)
{
	u64 value;

	if (play_name(&s, 3, &value))
		return -1;
	state->mood = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->serial = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->weight = value;
	if (play_number(&s, UINT16_MAX, &value))
		return -1;
	state->low = value;
	if (play_number(&s, UINT16_MAX, &value))
		return -1;
	state->high = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->open = value;
	return play_end(s);
}

static int play_guest_init(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_init(p, &p->g);
	return compare_guest("guest_init", &p->g, &model);
}

static int play_guest_step(struct play *p, const char *s)
{
	struct guest model;
	u64 in[3];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_step(p, &p->g, in[0], in[1], in[2]);
	return compare_guest("guest_step", &p->g, &model);
}

static int play_guest_forget(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_forget(p, &p->g, in[0]);
	return compare_guest("guest_forget", &p->g, &model);
}

static int play_guest_news(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_news(p, &p->g);
	return compare_guest("guest_news", &p->g, &model);
}

static int play_read_host(const char *s, struct host *state)
{
	u64 value;

	if (play_name(&s, 3, &value))
		return -1;
	state->temper = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->open = value;
	return play_end(s);
}

static int play_host_cheer(struct play *p, const char *s)
{
	struct host model;
	u64 in[2];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_cheer(p, &p->h, in[0], in[1]);
	return compare_host("host_cheer", &p->h, &model);
}

static int play_host_hear(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_hear(p, &p->h, in[0]);
	return compare_host("host_hear", &p->h, &model);
}

static const struct {
	const char *name;
	int (*play)(struct play *p, const char *s);
} play_handlers[] = {
	{ "guest_init", play_guest_init },
	{ "guest_step", play_guest_step },
	{ "guest_forget", play_guest_forget },
	{ "guest_news", play_guest_news },
	{ "host_cheer", play_host_cheer },
	{ "host_hear", play_host_hear },
};

/* 0: the C went where the model went; 1: it did not, and what differs is printed; -1: not such a line. */
static int play_line(struct play *p, const char *line)
{
	size_t n;

	line += strspn(line, " \t");
	if (strncmp(line, "@ ", 2))
		return -1;
	line += 2;
	n = strcspn(line, " \r\n");
	for (size_t i = 0; i < sizeof(play_handlers) / sizeof(play_handlers[0]); i++)
		if (strlen(play_handlers[i].name) == n && !strncmp(line, play_handlers[i].name, n))
			return play_handlers[i].play(p, line + n);
	return -1;
}

#endif
