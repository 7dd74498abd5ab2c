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

/*
 * What the glue owes the handlers: what their contracts require, and what proofs/unbounded.mlw
 * assumes of their callers.  Test builds define AEROSTAT_REQUIRED and AEROSTAT_ASSUMED before
 * they include this, and then have the functions glue_*.  Elsewhere nothing is asked.
 */
#ifndef AEROSTAT_ASSUMED
#define AEROSTAT_ASSUMED(handler, ...)	((void)0)
#else
bool glue_guest_init(void *ctx);
bool glue_guest_step(void *ctx, enum mood mood, u32 serial, u64 now_ms);
bool glue_guest_forget(void *ctx, u64 now_ms);
bool glue_guest_news(void *ctx);
#endif
#ifndef AEROSTAT_REQUIRED
#define AEROSTAT_REQUIRED(holds, what)	((void)0)
#else

static inline bool guest_inv(const struct guest *g)
{
	return g->low <= g->high;
}

static inline bool guest_rests(const struct guest *g)
{
	return guest_inv(g) &&
	       (__int128)g->serial + 1 <= (__int128)SERIAL_LAST + 0 && (__int128)SERIAL_LAST + 0 < NEVER &&
	       (!(g->open && g->mood != CALM) || (g->low == 0 || !((__int128)g->high - 1 > 5))) &&
	       (!(g->mood == ASLEEP) == !(g->weight == NEVER && g->low >= 1));
}

#endif

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

	AEROSTAT_ASSUMED(guest_init, ctx);
	guest_init(g, &fx);
	trace_guest_init(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_step(void *ctx, struct guest *g, enum mood mood, u32 serial,
				   u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_rests(g), "guest_step: guest_rests(g)");
	AEROSTAT_REQUIRED((!(now_ms < 100 || serial == 0) || (mood != ASLEEP)),
			  "guest_step: (!(now_ms < 100 || serial == 0) || (mood != ASLEEP))");
	AEROSTAT_ASSUMED(guest_step, ctx, mood, serial, now_ms);
	guest_step(g, mood, serial, now_ms, &fx);
	trace_guest_step(ctx, g, mood, serial, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_forget(void *ctx, struct guest *me, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_ASSUMED(guest_forget, ctx, now_ms);
	guest_forget(me, now_ms, &fx);
	trace_guest_forget(ctx, me, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_news(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	AEROSTAT_ASSUMED(guest_news, ctx);
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
