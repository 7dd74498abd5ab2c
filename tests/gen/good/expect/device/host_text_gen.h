/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's trace vocabulary, as lines of text.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Whoever includes it declares before: bool trace_wanted(void *ctx), and
 * void trace_line(void *ctx, const char *line), which gets a line without its end.
 * In a kernel, which has tracepoints for that: the names alone.
 */
#ifndef AEROSTAT_HOST_TEXT_GEN_H
#define AEROSTAT_HOST_TEXT_GEN_H

#include "core_gen.h"

static inline const char *host_text_mood(enum mood value)
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
static inline void host_text_rest(char *line, size_t size, size_t at, const struct host *state,
				  u32 todo)
{
	(void)todo;
	snprintf(line + at, size - at, " | temper=%s open=%u | -",
		      host_text_mood(state->temper),
		      state->open);
}

static inline void trace_host_cheer(void *ctx, const struct host *h, enum mood mood, u32 extra,
				    const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_cheer mood=%s extra=%u", host_text_mood(mood),
		      extra);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

static inline void trace_host_hear(void *ctx, const struct host *h, u32 serial,
				   const struct host_fx *fx)
{
	char line[1024];
	size_t at;

	if (!trace_wanted(ctx))
		return;
	at = snprintf(line, sizeof(line), "host_hear serial=%u", serial);
	host_text_rest(line, sizeof(line), at, h, fx->todo);
	trace_line(ctx, line);
}

#endif /* __KERNEL__ */
#endif
