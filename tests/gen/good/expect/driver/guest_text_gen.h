/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's trace vocabulary, as lines of text.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Whoever includes it declares before: bool trace_wanted(void *ctx), and
 * void trace_line(void *ctx, const char *line), which gets a line without its end.
 * In a kernel, which has tracepoints for that: the names alone.
 */
#ifndef AEROSTAT_GUEST_TEXT_GEN_H
#define AEROSTAT_GUEST_TEXT_GEN_H

#include "core_gen.h"

static inline const char *guest_text_mood(enum mood value)
{
	switch (value) {
	case CALM:
		return "CALM";
	case ANGRY:
		return "ANGRY";
	case ASLEEP:
		return "ASLEEP";
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
		"fx_take_all",
		"fx_share",
		"fx_shout",
	};
	const char *comma = " | ";

	at += snprintf(line + at, size - at, " | mood=%s serial=%u weight=%llu low=%u high=%u open=%u",
		      guest_text_mood(state->mood),
		      state->serial,
		      (unsigned long long)state->weight,
		      state->low,
		      state->high,
		      state->open);
	for (u32 i = 0; i < 3u && at < size; i++) {
		if (!(todo >> i & 1))
			continue;
		at += snprintf(line + at, size - at, "%s%s", comma, names[i]);
		comma = ",";
	}
	if (!todo && at < size)
		snprintf(line + at, size - at, " | -");
}

static inline void trace_guest_init(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_init");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_step(void *ctx, const struct guest *g, enum mood mood, u32 serial,
				    u64 now_ms, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_step mood=%s serial=%u now_ms=%llu",
		      guest_text_mood(mood), serial, (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_forget(void *ctx, const struct guest *me, u64 now_ms,
				      const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_forget now_ms=%llu", (unsigned long long)now_ms);
	guest_text_rest(line, sizeof(line), at, me, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_guest_news(void *ctx, const struct guest *g, const struct guest_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "guest_news");
	guest_text_rest(line, sizeof(line), at, g, fx->todo);
	trace_line(ctx, line);
}

#endif /* __KERNEL__ */
#endif
