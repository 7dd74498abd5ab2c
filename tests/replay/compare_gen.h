/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Is the C where the model is?  What differs is printed.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#ifndef AEROSTAT_COMPARE_GEN_H
#define AEROSTAT_COMPARE_GEN_H

#include <stdio.h>

#include "core_gen.h"

static inline void compare_print(const char *const *names, u64 n, u64 value)
{
	if (value < n)
		printf("%s", names[value]);
	else
		printf("%llu", (unsigned long long)value);
}

/* 0: equal; 1: not, and both are printed, by name if there are n names. */
static inline int compare_value(const char *handler, const char *what, const char *const *names, u64 n, u64 in_c,
				u64 in_model)
{
	if (in_c == in_model)
		return 0;
	printf("%s: %s is ", handler, what);
	compare_print(names, n, in_c);
	printf(" in C and ");
	compare_print(names, n, in_model);
	printf(" in the model\n");
	return 1;
}

static const char *const names_msg[] = {
	"0",
	"MSG_QUERY",
	"MSG_OFFER",
	"MSG_COMMIT",
	"MSG_RECLAIM",
	"MSG_STATS",
	"MSG_REPORT",
};

static const char *const names_status[] = {
	"0",
	"ST_OK",
	"ST_ACCEPTED",
	"ST_REFUSED_LATE",
	"ST_REFUSED_HOST",
	"ST_BAD",
	"ST_DONE",
	"ST_UNKNOWN",
	"ST_GRANTED",
};

static const char *const names_host_state[] = {
	"0",
	"HOST_PLENTY",
	"HOST_TIGHT",
	"HOST_MIGRATING",
};

static const char *const names_notice[] = {
	"0",
	"NOTICE_STATE",
	"NOTICE_TARGET",
	"NOTICE_STATS",
};

static const char *const names_link_state[] = {
	"0",
	"LINK_DOWN",
	"LINK_UP",
	"LINK_STOPPING",
};

static const char *const names_give_state[] = {
	"0",
	"GIVE_IDLE",
	"GIVE_WAIT_STATE",
	"GIVE_GATHER",
	"GIVE_DROPPED",
	"GIVE_WAIT_ACK",
	"GIVE_ABANDONED",
	"GIVE_WAIT_DONE",
	"GIVE_WAIT_REPORTED",
};

static const char *const names_take_state[] = {
	"0",
	"TAKE_NONE",
	"TAKE_ASKED",
	"TAKE_OVERDUE",
};

static const char *const names_stats_state[] = {
	"0",
	"STATS_IDLE",
	"STATS_SENT",
	"STATS_AGAIN",
};

static const char *const names_resv_state[] = {
	"0",
	"RESV_NONE",
	"RESV_HELD",
	"RESV_DISCARDING",
};

static inline int compare_guest(const char *handler, const struct guest *c,
				const struct guest *model)
{
	int differs = 0;

	differs |= compare_value(handler, "give", names_give_state, 9, c->give, model->give);
	differs |= compare_value(handler, "take", names_take_state, 4, c->take, model->take);
	differs |= compare_value(handler, "stats", names_stats_state, 4, c->stats, model->stats);
	differs |= compare_value(handler, "link", names_link_state, 4, c->link, model->link);
	differs |= compare_value(handler, "state", names_host_state, 4, c->state, model->state);
	differs |= compare_value(handler, "reporting", NULL, 0, c->reporting, model->reporting);
	differs |= compare_value(handler, "seq", NULL, 0, c->seq, model->seq);
	differs |= compare_value(handler, "take_seq", NULL, 0, c->take_seq, model->take_seq);
	differs |= compare_value(handler, "fit_extents", NULL, 0, c->fit_extents,
				 model->fit_extents);
	differs |= compare_value(handler, "want_pages", NULL, 0, c->want_pages, model->want_pages);
	differs |= compare_value(handler, "offered_pages", NULL, 0, c->offered_pages,
				 model->offered_pages);
	differs |= compare_value(handler, "given_pages", NULL, 0, c->given_pages,
				 model->given_pages);
	differs |= compare_value(handler, "total_pages", NULL, 0, c->total_pages,
				 model->total_pages);
	differs |= compare_value(handler, "target_pages", NULL, 0, c->target_pages,
				 model->target_pages);
	differs |= compare_value(handler, "heard_host_ms", NULL, 0, c->heard_host_ms,
				 model->heard_host_ms);
	differs |= compare_value(handler, "heard_at_ms", NULL, 0, c->heard_at_ms,
				 model->heard_at_ms);
	differs |= compare_value(handler, "sent_at_ms", NULL, 0, c->sent_at_ms, model->sent_at_ms);
	differs |= compare_value(handler, "asked_at_ms", NULL, 0, c->asked_at_ms,
				 model->asked_at_ms);
	differs |= compare_value(handler, "ttl_ms", NULL, 0, c->ttl_ms, model->ttl_ms);
	differs |= compare_value(handler, "grant_ms", NULL, 0, c->grant_ms, model->grant_ms);
	return differs;
}

static inline int compare_host(const char *handler, const struct host *c, const struct host *model)
{
	int differs = 0;

	differs |= compare_value(handler, "resv", names_resv_state, 4, c->resv, model->resv);
	differs |= compare_value(handler, "state", names_host_state, 4, c->state, model->state);
	differs |= compare_value(handler, "resv_report", NULL, 0, c->resv_report,
				 model->resv_report);
	differs |= compare_value(handler, "resv_seq", NULL, 0, c->resv_seq, model->resv_seq);
	differs |= compare_value(handler, "reserved_pages", NULL, 0, c->reserved_pages,
				 model->reserved_pages);
	differs |= compare_value(handler, "held_pages", NULL, 0, c->held_pages, model->held_pages);
	differs |= compare_value(handler, "total_pages", NULL, 0, c->total_pages,
				 model->total_pages);
	differs |= compare_value(handler, "target_pages", NULL, 0, c->target_pages,
				 model->target_pages);
	differs |= compare_value(handler, "tell_state", NULL, 0, c->tell_state, model->tell_state);
	differs |= compare_value(handler, "tell_target", NULL, 0, c->tell_target,
				 model->tell_target);
	differs |= compare_value(handler, "tell_stats", NULL, 0, c->tell_stats, model->tell_stats);
	return differs;
}

#endif
