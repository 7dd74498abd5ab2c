/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's trace vocabulary, as lines of text.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Whoever includes it declares before: bool trace_wanted(void *ctx), and
 * void trace_line(void *ctx, const char *line), which gets a line without its end.
 * In a kernel, which has tracepoints for that: the names alone.
 */
#ifndef AEROSTAT_HOST_TEXT_GEN_H
#define AEROSTAT_HOST_TEXT_GEN_H

#include "core_gen.h"

static inline const char *host_text_host_state(enum host_state value)
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

static inline const char *host_text_resv_state(enum resv_state value)
{
	switch (value) {
	case RESV_NONE:
		return "RESV_NONE";
	case RESV_HELD:
		return "RESV_HELD";
	case RESV_DISCARDING:
		return "RESV_DISCARDING";
	}
	return "?";
}

#ifndef __KERNEL__
#include <stdio.h>

/* What follows the parameters: the state after the step, and the effects. */
static inline void host_text_rest(char *line, size_t size, size_t at, const struct host *state,
				  u32 todo)
{
	static const char *const names[] = {
		"fx_drop_reserved",
		"fx_reserve",
		"fx_discard",
		"fx_hold",
		"fx_grant",
		"fx_drop_held",
		"fx_publish_stats",
		"fx_reply",
		"fx_reply_commit",
		"fx_reply_report",
		"fx_reply_grant",
		"fx_notice",
		"fx_tell",
	};
	const char *comma = " | ";

	at += snprintf(line + at, size - at, " | resv=%s state=%s resv_report=%u resv_seq=%u reserved_pages=%llu held_pages=%llu total_pages=%llu target_pages=%llu tell_state=%u tell_target=%u tell_stats=%u",
		      host_text_resv_state(state->resv),
		      host_text_host_state(state->state),
		      state->resv_report,
		      state->resv_seq,
		      (unsigned long long)state->reserved_pages,
		      (unsigned long long)state->held_pages,
		      (unsigned long long)state->total_pages,
		      (unsigned long long)state->target_pages,
		      state->tell_state,
		      state->tell_target,
		      state->tell_stats);
	for (u32 i = 0; i < 13u && at < size; i++) {
		if (!(todo >> i & 1))
			continue;
		at += snprintf(line + at, size - at, "%s%s", comma, names[i]);
		comma = ",";
	}
	if (!todo && at < size)
		snprintf(line + at, size - at, " | -");
}

static inline void trace_host_init(void *ctx, const struct host *h, u64 total_pages,
				   const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_init total_pages=%llu",
		      (unsigned long long)total_pages);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_query(void *ctx, const struct host *h, u32 seq, u64 now_ms,
				    const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_query seq=%u now_ms=%llu", seq,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_offer(void *ctx, const struct host *h, u32 seq, u64 sent_at_ms,
				    u32 ttl_ms, u64 pages, bool valid, u64 now_ms,
				    const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line),
		      "host_offer seq=%u sent_at_ms=%llu ttl_ms=%u pages=%llu valid=%u now_ms=%llu",
		      seq, (unsigned long long)sent_at_ms, ttl_ms, (unsigned long long)pages, valid,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_commit(void *ctx, const struct host *h, u32 seq, u64 now_ms,
				     const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_commit seq=%u now_ms=%llu", seq,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_report(void *ctx, const struct host *h, u32 seq, bool agreed,
				     u64 now_ms, const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_report seq=%u agreed=%u now_ms=%llu", seq, agreed,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_discarded(void *ctx, const struct host *h, u64 now_ms,
					const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_discarded now_ms=%llu", (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_reclaim(void *ctx, const struct host *h, u32 seq, u64 want_pages,
				      u64 pick_pages, u64 now_ms, const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line),
		      "host_reclaim seq=%u want_pages=%llu pick_pages=%llu now_ms=%llu", seq,
		      (unsigned long long)want_pages, (unsigned long long)pick_pages,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_stats(void *ctx, const struct host *h, u32 seq, u64 now_ms,
				    const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_stats seq=%u now_ms=%llu", seq,
		      (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_bad(void *ctx, const struct host *h, u64 now_ms,
				  const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_bad now_ms=%llu", (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_set_state(void *ctx, const struct host *h, enum host_state state,
					const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_set_state state=%s", host_text_host_state(state));
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_load(void *ctx, const struct host *h, enum host_state state,
				   const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_load state=%s", host_text_host_state(state));
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_set_target(void *ctx, const struct host *h, u64 target_pages,
					 const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_set_target target_pages=%llu",
		      (unsigned long long)target_pages);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_want_stats(void *ctx, const struct host *h, const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_want_stats");
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_tell(void *ctx, const struct host *h, u64 now_ms,
				   const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_tell now_ms=%llu", (unsigned long long)now_ms);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_reset(void *ctx, const struct host *h, const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_reset");
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

#endif /* __KERNEL__ */
#endif
