/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's trace vocabulary, as lines of text.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Whoever includes it declares before: bool trace_wanted(void *ctx), and
 * void trace_line(void *ctx, const char *line), which gets a line without its end.
 * In a kernel, which has tracepoints for that: the names alone.
 */
#ifndef AEROSTAT_GUEST_TEXT_GEN_H
#define AEROSTAT_GUEST_TEXT_GEN_H

#include "core_gen.h"

static inline const char *guest_text_status(enum status value)
{
	switch (value) {
	case ST_OK:
		return "ST_OK";
	case ST_ACCEPTED:
		return "ST_ACCEPTED";
	case ST_REFUSED_LATE:
		return "ST_REFUSED_LATE";
	case ST_REFUSED_HOST:
		return "ST_REFUSED_HOST";
	case ST_BAD:
		return "ST_BAD";
	case ST_DONE:
		return "ST_DONE";
	case ST_UNKNOWN:
		return "ST_UNKNOWN";
	case ST_GRANTED:
		return "ST_GRANTED";
	}
	return "?";
}

static inline const char *guest_text_host_state(enum host_state value)
{
	switch (value) {
	case HOST_PLENTY:
		return "HOST_PLENTY";
	case HOST_TIGHT:
		return "HOST_TIGHT";
	case HOST_MIGRATING:
		return "HOST_MIGRATING";
	}
	return "?";
}

static inline const char *guest_text_link_state(enum link_state value)
{
	switch (value) {
	case LINK_DOWN:
		return "LINK_DOWN";
	case LINK_UP:
		return "LINK_UP";
	case LINK_STOPPING:
		return "LINK_STOPPING";
	}
	return "?";
}

static inline const char *guest_text_give_state(enum give_state value)
{
	switch (value) {
	case GIVE_IDLE:
		return "GIVE_IDLE";
	case GIVE_WAIT_STATE:
		return "GIVE_WAIT_STATE";
	case GIVE_GATHER:
		return "GIVE_GATHER";
	case GIVE_DROPPED:
		return "GIVE_DROPPED";
	case GIVE_WAIT_ACK:
		return "GIVE_WAIT_ACK";
	case GIVE_ABANDONED:
		return "GIVE_ABANDONED";
	case GIVE_WAIT_DONE:
		return "GIVE_WAIT_DONE";
	case GIVE_WAIT_REPORTED:
		return "GIVE_WAIT_REPORTED";
	}
	return "?";
}

static inline const char *guest_text_take_state(enum take_state value)
{
	switch (value) {
	case TAKE_NONE:
		return "TAKE_NONE";
	case TAKE_ASKED:
		return "TAKE_ASKED";
	case TAKE_OVERDUE:
		return "TAKE_OVERDUE";
	}
	return "?";
}

static inline const char *guest_text_stats_state(enum stats_state value)
{
	switch (value) {
	case STATS_IDLE:
		return "STATS_IDLE";
	case STATS_SENT:
		return "STATS_SENT";
	case STATS_AGAIN:
		return "STATS_AGAIN";
	}
	return "?";
}

#ifndef __KERNEL__
#include <stdio.h>

/* What follows the parameters: the state after the step, and the effects. */
static inline void guest_text_rest(char *line, size_t size, size_t at, const struct guest *state,
				   u32 todo)
{
	static const char *const names[] = {
		"fx_release_gathered",
		"fx_release_offered",
		"fx_keep_offered",
		"fx_release_given",
		"fx_absorb_grant",
		"fx_send_query",
		"fx_gather",
		"fx_send_offer",
		"fx_offer_isolated",
		"fx_send_commit",
		"fx_send_report",
		"fx_send_reclaim",
		"fx_send_stats",
		"fx_warn_overdue",
	};
	const char *comma = " | ";

	at += snprintf(line + at, size - at, " | give=%s take=%s stats=%s link=%s state=%s reporting=%u seq=%u take_seq=%u fit_extents=%u want_pages=%llu offered_pages=%llu given_pages=%llu total_pages=%llu target_pages=%llu heard_host_ms=%llu heard_at_ms=%llu sent_at_ms=%llu asked_at_ms=%llu ttl_ms=%u grant_ms=%u",
		      guest_text_give_state(state->give),
		      guest_text_take_state(state->take),
		      guest_text_stats_state(state->stats),
		      guest_text_link_state(state->link),
		      guest_text_host_state(state->state),
		      state->reporting,
		      state->seq,
		      state->take_seq,
		      state->fit_extents,
		      (unsigned long long)state->want_pages,
		      (unsigned long long)state->offered_pages,
		      (unsigned long long)state->given_pages,
		      (unsigned long long)state->total_pages,
		      (unsigned long long)state->target_pages,
		      (unsigned long long)state->heard_host_ms,
		      (unsigned long long)state->heard_at_ms,
		      (unsigned long long)state->sent_at_ms,
		      (unsigned long long)state->asked_at_ms,
		      state->ttl_ms,
		      state->grant_ms);
	for (u32 i = 0; i < 14u && at < size; i++) {
		if (!(todo >> i & 1))
			continue;
		at += snprintf(line + at, size - at, "%s%s", comma, names[i]);
		comma = ",";
	}
	if (!todo && at < size)
		snprintf(line + at, size - at, " | -");
}

static inline void trace_guest_init(void *ctx, const struct guest *g, u64 total_pages, u32 ttl_ms,
				    u32 grant_ms, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_init total_pages=%llu ttl_ms=%u grant_ms=%u",
		      (unsigned long long)total_pages, ttl_ms, grant_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_start(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_start");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_collect(void *ctx, const struct guest *g, u64 want_pages,
				       const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_collect want_pages=%llu",
		      (unsigned long long)want_pages);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_state(void *ctx, const struct guest *g, u32 seq, enum status status,
				     enum host_state state, u64 host_time_ms, u64 now_ms,
				     const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line),
		      "guest_state seq=%u status=%s state=%s host_time_ms=%llu now_ms=%llu", seq,
		      guest_text_status(status), guest_text_host_state(state),
		      (unsigned long long)host_time_ms, (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_offer(void *ctx, const struct guest *g, u64 pages, u64 now_ms,
				     const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_offer pages=%llu now_ms=%llu",
		      (unsigned long long)pages, (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_report(void *ctx, const struct guest *g, u64 pages, bool agreed,
				      u64 now_ms, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_report pages=%llu agreed=%u now_ms=%llu",
		      (unsigned long long)pages, agreed, (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_ack(void *ctx, const struct guest *g, u32 seq, enum status status,
				   enum host_state state, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_ack seq=%u status=%s state=%s", seq,
		      guest_text_status(status), guest_text_host_state(state));
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_done(void *ctx, const struct guest *g, u32 seq, enum status status,
				    enum host_state state, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_done seq=%u status=%s state=%s", seq,
		      guest_text_status(status), guest_text_host_state(state));
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_reported(void *ctx, const struct guest *g, enum host_state state,
					const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_reported state=%s", guest_text_host_state(state));
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_pressure(void *ctx, const struct guest *g, u64 want_pages,
					u64 near_addr, u32 fit_extents, u64 now_ms,
					const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line),
		      "guest_pressure want_pages=%llu near_addr=%llu fit_extents=%u now_ms=%llu",
		      (unsigned long long)want_pages, (unsigned long long)near_addr, fit_extents,
		      (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_grant(void *ctx, const struct guest *g, enum host_state state,
				     u32 back_extents, u64 back_pages, u64 back_offered_pages,
				     const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line),
		      "guest_grant state=%s back_extents=%u back_pages=%llu back_offered_pages=%llu",
		      guest_text_host_state(state), back_extents, (unsigned long long)back_pages,
		      (unsigned long long)back_offered_pages);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_tick(void *ctx, const struct guest *g, u64 now_ms,
				    const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_tick now_ms=%llu", (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_host(void *ctx, const struct guest *g, enum host_state state,
				    const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_host state=%s", guest_text_host_state(state));
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_target(void *ctx, const struct guest *g, u64 target_pages,
				      const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_target target_pages=%llu",
		      (unsigned long long)target_pages);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_patience(void *ctx, const struct guest *g, u32 ttl_ms, u32 grant_ms,
					const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_patience ttl_ms=%u grant_ms=%u", ttl_ms, grant_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_stats(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_stats");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_stats_taken(void *ctx, const struct guest *g, enum host_state state,
					   const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_stats_taken state=%s",
		      guest_text_host_state(state));
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_stop(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_stop");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_reset(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_reset");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

#endif /* __KERNEL__ */
#endif
