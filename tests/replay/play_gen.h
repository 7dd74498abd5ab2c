/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Repeats a step that the model printed (model/calls_gen.pml) on the C.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
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

	if (play_name(&s, 8, &value))
		return -1;
	state->give = value;
	if (play_name(&s, 3, &value))
		return -1;
	state->take = value;
	if (play_name(&s, 3, &value))
		return -1;
	state->stats = value;
	if (play_name(&s, 3, &value))
		return -1;
	state->link = value;
	if (play_name(&s, 3, &value))
		return -1;
	state->state = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->reporting = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->seq = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->take_seq = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->fit_extents = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->want_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->offered_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->given_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->total_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->target_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->heard_host_ms = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->heard_at_ms = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->sent_at_ms = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->asked_at_ms = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->ttl_ms = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->grant_ms = value;
	return play_end(s);
}

static int play_guest_init(struct play *p, const char *s)
{
	struct guest model;
	u64 in[3];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_init(p, &p->g, in[0], in[1], in[2]);
	return compare_guest("guest_init", &p->g, &model);
}

static int play_guest_start(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_start(p, &p->g);
	return compare_guest("guest_start", &p->g, &model);
}

static int play_guest_collect(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_collect(p, &p->g, in[0]);
	return compare_guest("guest_collect", &p->g, &model);
}

static int play_guest_state(struct play *p, const char *s)
{
	struct guest model;
	u64 in[5];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_name(&s, 8, &in[1]))
		return -1;
	if (play_name(&s, 3, &in[2]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[3]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[4]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_state(p, &p->g, in[0], in[1], in[2], in[3], in[4]);
	return compare_guest("guest_state", &p->g, &model);
}

static int play_guest_offer(struct play *p, const char *s)
{
	struct guest model;
	u64 in[2];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_offer(p, &p->g, in[0], in[1]);
	return compare_guest("guest_offer", &p->g, &model);
}

static int play_guest_report(struct play *p, const char *s)
{
	struct guest model;
	u64 in[3];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_number(&s, 1, &in[1]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_report(p, &p->g, in[0], in[1], in[2]);
	return compare_guest("guest_report", &p->g, &model);
}

static int play_guest_ack(struct play *p, const char *s)
{
	struct guest model;
	u64 in[3];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_name(&s, 8, &in[1]))
		return -1;
	if (play_name(&s, 3, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_ack(p, &p->g, in[0], in[1], in[2]);
	return compare_guest("guest_ack", &p->g, &model);
}

static int play_guest_done(struct play *p, const char *s)
{
	struct guest model;
	u64 in[3];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_name(&s, 8, &in[1]))
		return -1;
	if (play_name(&s, 3, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_done(p, &p->g, in[0], in[1], in[2]);
	return compare_guest("guest_done", &p->g, &model);
}

static int play_guest_reported(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_reported(p, &p->g, in[0]);
	return compare_guest("guest_reported", &p->g, &model);
}

static int play_guest_pressure(struct play *p, const char *s)
{
	struct guest model;
	u64 in[4];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[2]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[3]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_pressure(p, &p->g, in[0], in[1], in[2], in[3]);
	return compare_guest("guest_pressure", &p->g, &model);
}

static int play_guest_grant(struct play *p, const char *s)
{
	struct guest model;
	u64 in[4];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[2]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[3]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_grant(p, &p->g, in[0], in[1], in[2], in[3]);
	return compare_guest("guest_grant", &p->g, &model);
}

static int play_guest_tick(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_tick(p, &p->g, in[0]);
	return compare_guest("guest_tick", &p->g, &model);
}

static int play_guest_host(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_host(p, &p->g, in[0]);
	return compare_guest("guest_host", &p->g, &model);
}

static int play_guest_target(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_target(p, &p->g, in[0]);
	return compare_guest("guest_target", &p->g, &model);
}

static int play_guest_patience(struct play *p, const char *s)
{
	struct guest model;
	u64 in[2];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_patience(p, &p->g, in[0], in[1]);
	return compare_guest("guest_patience", &p->g, &model);
}

static int play_guest_stats(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_stats(p, &p->g);
	return compare_guest("guest_stats", &p->g, &model);
}

static int play_guest_stats_taken(struct play *p, const char *s)
{
	struct guest model;
	u64 in[1];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_stats_taken(p, &p->g, in[0]);
	return compare_guest("guest_stats_taken", &p->g, &model);
}

static int play_guest_stop(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_stop(p, &p->g);
	return compare_guest("guest_stop", &p->g, &model);
}

static int play_guest_reset(struct play *p, const char *s)
{
	struct guest model;

	if (play_bar(&s) || play_read_guest(s, &model))
		return -1;
	call_guest_reset(p, &p->g);
	return compare_guest("guest_reset", &p->g, &model);
}

static int play_read_host(const char *s, struct host *state)
{
	u64 value;

	if (play_name(&s, 3, &value))
		return -1;
	state->resv = value;
	if (play_name(&s, 3, &value))
		return -1;
	state->state = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->resv_report = value;
	if (play_number(&s, UINT32_MAX, &value))
		return -1;
	state->resv_seq = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->reserved_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->held_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->total_pages = value;
	if (play_number(&s, UINT64_MAX, &value))
		return -1;
	state->target_pages = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->tell_state = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->tell_target = value;
	if (play_number(&s, 1, &value))
		return -1;
	state->tell_stats = value;
	return play_end(s);
}

static int play_host_init(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_init(p, &p->h, in[0]);
	return compare_host("host_init", &p->h, &model);
}

static int play_host_query(struct play *p, const char *s)
{
	struct host model;
	u64 in[2];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_query(p, &p->h, in[0], in[1]);
	return compare_host("host_query", &p->h, &model);
}

static int play_host_offer(struct play *p, const char *s)
{
	struct host model;
	u64 in[6];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT32_MAX, &in[2]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[3]))
		return -1;
	if (play_number(&s, 1, &in[4]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[5]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_offer(p, &p->h, in[0], in[1], in[2], in[3], in[4], in[5]);
	return compare_host("host_offer", &p->h, &model);
}

static int play_host_commit(struct play *p, const char *s)
{
	struct host model;
	u64 in[2];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_commit(p, &p->h, in[0], in[1]);
	return compare_host("host_commit", &p->h, &model);
}

static int play_host_report(struct play *p, const char *s)
{
	struct host model;
	u64 in[3];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, 1, &in[1]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[2]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_report(p, &p->h, in[0], in[1], in[2]);
	return compare_host("host_report", &p->h, &model);
}

static int play_host_discarded(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_discarded(p, &p->h, in[0]);
	return compare_host("host_discarded", &p->h, &model);
}

static int play_host_reclaim(struct play *p, const char *s)
{
	struct host model;
	u64 in[4];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[2]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[3]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_reclaim(p, &p->h, in[0], in[1], in[2], in[3]);
	return compare_host("host_reclaim", &p->h, &model);
}

static int play_host_stats(struct play *p, const char *s)
{
	struct host model;
	u64 in[2];

	if (play_number(&s, UINT32_MAX, &in[0]))
		return -1;
	if (play_number(&s, UINT64_MAX, &in[1]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_stats(p, &p->h, in[0], in[1]);
	return compare_host("host_stats", &p->h, &model);
}

static int play_host_bad(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_bad(p, &p->h, in[0]);
	return compare_host("host_bad", &p->h, &model);
}

static int play_host_set_state(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_set_state(p, &p->h, in[0]);
	return compare_host("host_set_state", &p->h, &model);
}

static int play_host_load(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_name(&s, 3, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_load(p, &p->h, in[0]);
	return compare_host("host_load", &p->h, &model);
}

static int play_host_set_target(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_set_target(p, &p->h, in[0]);
	return compare_host("host_set_target", &p->h, &model);
}

static int play_host_want_stats(struct play *p, const char *s)
{
	struct host model;

	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_want_stats(p, &p->h);
	return compare_host("host_want_stats", &p->h, &model);
}

static int play_host_tell(struct play *p, const char *s)
{
	struct host model;
	u64 in[1];

	if (play_number(&s, UINT64_MAX, &in[0]))
		return -1;
	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_tell(p, &p->h, in[0]);
	return compare_host("host_tell", &p->h, &model);
}

static int play_host_reset(struct play *p, const char *s)
{
	struct host model;

	if (play_bar(&s) || play_read_host(s, &model))
		return -1;
	call_host_reset(p, &p->h);
	return compare_host("host_reset", &p->h, &model);
}

static const struct {
	const char *name;
	int (*play)(struct play *p, const char *s);
} play_handlers[] = {
	{ "guest_init", play_guest_init },
	{ "guest_start", play_guest_start },
	{ "guest_collect", play_guest_collect },
	{ "guest_state", play_guest_state },
	{ "guest_offer", play_guest_offer },
	{ "guest_report", play_guest_report },
	{ "guest_ack", play_guest_ack },
	{ "guest_done", play_guest_done },
	{ "guest_reported", play_guest_reported },
	{ "guest_pressure", play_guest_pressure },
	{ "guest_grant", play_guest_grant },
	{ "guest_tick", play_guest_tick },
	{ "guest_host", play_guest_host },
	{ "guest_target", play_guest_target },
	{ "guest_patience", play_guest_patience },
	{ "guest_stats", play_guest_stats },
	{ "guest_stats_taken", play_guest_stats_taken },
	{ "guest_stop", play_guest_stop },
	{ "guest_reset", play_guest_reset },
	{ "host_init", play_host_init },
	{ "host_query", play_host_query },
	{ "host_offer", play_host_offer },
	{ "host_commit", play_host_commit },
	{ "host_report", play_host_report },
	{ "host_discarded", play_host_discarded },
	{ "host_reclaim", play_host_reclaim },
	{ "host_stats", play_host_stats },
	{ "host_bad", play_host_bad },
	{ "host_set_state", play_host_set_state },
	{ "host_load", play_host_load },
	{ "host_set_target", play_host_set_target },
	{ "host_want_stats", play_host_want_stats },
	{ "host_tell", play_host_tell },
	{ "host_reset", play_host_reset },
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
