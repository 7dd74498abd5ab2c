/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * How the glue calls the guest's machine: step, trace, perform.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * The glue defines the effects, and declares trace_guest_*() before it includes this.
 */
#ifndef AEROSTAT_GUEST_CALL_GEN_H
#define AEROSTAT_GUEST_CALL_GEN_H

#include "core_gen.h"

/* Effects, in the order in which they are performed. */

/* All of theirs is mine. */
void fx_take_all(void *ctx);

void fx_share(void *ctx, u32 serial, enum mood mood);
void fx_shout(void *ctx);

static inline void guest_perform(void *ctx, const struct guest_fx *fx)
{
	if (fx->todo & GUEST_FX_TAKE_ALL)
		fx_take_all(ctx);
	if (fx->todo & GUEST_FX_SHARE)
		fx_share(ctx, fx->share.serial, fx->share.mood);
	if (fx->todo & GUEST_FX_SHOUT)
		fx_shout(ctx);
}

static inline void call_guest_init(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	guest_init(g, &fx);
	trace_guest_init(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_step(void *ctx, struct guest *g, enum mood mood, u32 serial,
				   u64 now_ms)
{
	struct guest_fx fx;

	guest_step(g, mood, serial, now_ms, &fx);
	trace_guest_step(ctx, g, mood, serial, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_forget(void *ctx, struct guest *me, u64 now_ms)
{
	struct guest_fx fx;

	guest_forget(me, now_ms, &fx);
	trace_guest_forget(ctx, me, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_news(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	guest_news(g, &fx);
	trace_guest_news(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

/* What comes from the device, to the handler that spec/queues.pml names; of another kind, to nobody. */

static inline void call_todevq_talk_answer(void *ctx, struct guest *me, enum ask asked, u64 now_ms,
					   enum mood mood, u32 serial)
{
	switch (asked) {
	case ASK_PING:
		call_guest_forget(ctx, me, now_ms);
		break;
	case ASK_BATCH:
		call_guest_step(ctx, me, mood, serial, now_ms);
		break;
	default:
		break;
	}
}

static inline void call_fromdevq(void *ctx, struct guest *g, enum notice notice)
{
	switch (notice) {
	case NOTICE_NEWS:
		call_guest_news(ctx, g);
		break;
	default:
		break;
	}
}

#endif
