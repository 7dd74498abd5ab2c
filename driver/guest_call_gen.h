/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * How the glue calls the guest's machine: step, trace, perform.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
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
bool glue_guest_init(void *ctx, u64 total_pages, u32 ttl_ms, u32 grant_ms);
bool glue_guest_start(void *ctx);
bool glue_guest_collect(void *ctx, u64 want_pages);
bool glue_guest_state(void *ctx, u32 seq, enum status status, enum host_state state,
		      u64 host_time_ms, u64 now_ms);
bool glue_guest_offer(void *ctx, u64 pages, u64 now_ms);
bool glue_guest_report(void *ctx, u64 pages, bool agreed, u64 now_ms);
bool glue_guest_ack(void *ctx, u32 seq, enum status status, enum host_state state);
bool glue_guest_done(void *ctx, u32 seq, enum status status, enum host_state state);
bool glue_guest_reported(void *ctx, enum host_state state);
bool glue_guest_pressure(void *ctx, u64 want_pages, u64 near_addr, u32 fit_extents, u64 now_ms);
bool glue_guest_grant(void *ctx, enum host_state state, u32 back_extents, u64 back_pages,
		      u64 back_offered_pages);
bool glue_guest_tick(void *ctx, u64 now_ms);
bool glue_guest_host(void *ctx, enum host_state state);
bool glue_guest_target(void *ctx, u64 target_pages);
bool glue_guest_patience(void *ctx, u32 ttl_ms, u32 grant_ms);
bool glue_guest_stats(void *ctx);
bool glue_guest_stats_taken(void *ctx, enum host_state state);
bool glue_guest_stop(void *ctx);
bool glue_guest_reset(void *ctx);
#endif
#ifndef AEROSTAT_REQUIRED
#define AEROSTAT_REQUIRED(holds, what)	((void)0)
#else

static inline bool guest_inv(const struct guest *g)
{
	return (__int128)g->offered_pages + g->given_pages <= g->total_pages && g->total_pages <= PAGES_MAX &&
	       g->heard_host_ms <= TIME_MAX_MS &&
	       g->heard_at_ms <= TIME_MAX_MS &&
	       (!(g->offered_pages > 0) ||
		(g->give == GIVE_WAIT_ACK || g->give == GIVE_WAIT_DONE ||
		 g->give == GIVE_WAIT_REPORTED)) &&
	       (!(g->give == GIVE_WAIT_DONE) || (!g->reporting)) &&
	       (!(g->give == GIVE_WAIT_REPORTED) || (g->reporting && g->offered_pages > 0)) &&
	       (!(g->give == GIVE_WAIT_ACK) || (g->offered_pages > 0)) &&
	       (!(g->take != TAKE_NONE) == !(g->fit_extents > 0)) &&
	       (!(g->link != LINK_UP) || (g->give != GIVE_GATHER && g->give != GIVE_WAIT_ACK)) &&
	       (!(g->link == LINK_DOWN) ||
		(g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE &&
		 g->offered_pages == 0 && g->given_pages == 0));
}

#endif

/* Effects, in the order in which they are performed. */

/* The gathered pages go back to use. */
void fx_release_gathered(void *ctx);

/* The pages of the offer go back to use. */
void fx_release_offered(void *ctx);

/* The pages of the offer are now the host's. */
void fx_keep_offered(void *ctx);

/* Every page that the host had goes back to use. */
void fx_release_given(void *ctx);

/* The granted pages go back to use. */
void fx_absorb_grant(void *ctx);

/* Ask the host how it is. */
void fx_send_query(void *ctx, u32 seq);

/* Take up to want_pages out of use, then call guest_offer. */
void fx_gather(void *ctx, u64 want_pages);

/* Offer the gathered pages, and call guest_tick ttl_ms from now. */
void fx_send_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages);

/* Offer the isolated pages, and call guest_tick ttl_ms from now. */
void fx_offer_isolated(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages);

void fx_send_commit(void *ctx, u32 seq);
void fx_send_report(void *ctx, u32 seq);

/* Ask for pages in fit_extents runs at most, best from near_addr on; call guest_tick grant_ms from now. */
void fx_send_reclaim(void *ctx, u32 take_seq, u64 want_pages, u64 near_addr, u32 fit_extents,
		     u32 grant_ms);

void fx_send_stats(void *ctx);

/* Say once that the host owes pages; nobody waits for them in the meantime. */
void fx_warn_overdue(void *ctx, u32 take_seq);

static inline void guest_perform(void *ctx, const struct guest_fx *fx)
{
	if (fx->todo & GUEST_FX_RELEASE_GATHERED)
		fx_release_gathered(ctx);
	if (fx->todo & GUEST_FX_RELEASE_OFFERED)
		fx_release_offered(ctx);
	if (fx->todo & GUEST_FX_KEEP_OFFERED)
		fx_keep_offered(ctx);
	if (fx->todo & GUEST_FX_RELEASE_GIVEN)
		fx_release_given(ctx);
	if (fx->todo & GUEST_FX_ABSORB_GRANT)
		fx_absorb_grant(ctx);
	if (fx->todo & GUEST_FX_SEND_QUERY)
		fx_send_query(ctx, fx->send_query.seq);
	if (fx->todo & GUEST_FX_GATHER)
		fx_gather(ctx, fx->gather.want_pages);
	if (fx->todo & GUEST_FX_SEND_OFFER)
		fx_send_offer(ctx, fx->send_offer.seq, fx->send_offer.sent_at_ms,
			      fx->send_offer.ttl_ms, fx->send_offer.pages);
	if (fx->todo & GUEST_FX_OFFER_ISOLATED)
		fx_offer_isolated(ctx, fx->offer_isolated.seq, fx->offer_isolated.sent_at_ms,
				  fx->offer_isolated.ttl_ms, fx->offer_isolated.pages);
	if (fx->todo & GUEST_FX_SEND_COMMIT)
		fx_send_commit(ctx, fx->send_commit.seq);
	if (fx->todo & GUEST_FX_SEND_REPORT)
		fx_send_report(ctx, fx->send_report.seq);
	if (fx->todo & GUEST_FX_SEND_RECLAIM)
		fx_send_reclaim(ctx, fx->send_reclaim.take_seq, fx->send_reclaim.want_pages,
				fx->send_reclaim.near_addr, fx->send_reclaim.fit_extents,
				fx->send_reclaim.grant_ms);
	if (fx->todo & GUEST_FX_SEND_STATS)
		fx_send_stats(ctx);
	if (fx->todo & GUEST_FX_WARN_OVERDUE)
		fx_warn_overdue(ctx, fx->warn_overdue.take_seq);
}

static inline void call_guest_init(void *ctx, struct guest *g, u64 total_pages, u32 ttl_ms,
				   u32 grant_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(total_pages <= PAGES_MAX, "guest_init: total_pages <= PAGES_MAX");
	AEROSTAT_ASSUMED(guest_init, ctx, total_pages, ttl_ms, grant_ms);
	guest_init(g, total_pages, ttl_ms, grant_ms, &fx);
	trace_guest_init(ctx, g, total_pages, ttl_ms, grant_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_start(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_start: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_start, ctx);
	guest_start(g, &fx);
	trace_guest_start(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_collect(void *ctx, struct guest *g, u64 want_pages)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_collect: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_collect, ctx, want_pages);
	guest_collect(g, want_pages, &fx);
	trace_guest_collect(ctx, g, want_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_state(void *ctx, struct guest *g, u32 seq, enum status status,
				    enum host_state state, u64 host_time_ms, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_state: guest_inv(g)");
	AEROSTAT_REQUIRED(now_ms <= TIME_MAX_MS, "guest_state: now_ms <= TIME_MAX_MS");
	AEROSTAT_ASSUMED(guest_state, ctx, seq, status, state, host_time_ms, now_ms);
	guest_state(g, seq, status, state, host_time_ms, now_ms, &fx);
	trace_guest_state(ctx, g, seq, status, state, host_time_ms, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_offer(void *ctx, struct guest *g, u64 pages, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_offer: guest_inv(g)");
	AEROSTAT_REQUIRED(now_ms <= TIME_MAX_MS, "guest_offer: now_ms <= TIME_MAX_MS");
	AEROSTAT_ASSUMED(guest_offer, ctx, pages, now_ms);
	guest_offer(g, pages, now_ms, &fx);
	trace_guest_offer(ctx, g, pages, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_report(void *ctx, struct guest *g, u64 pages, bool agreed, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_report: guest_inv(g)");
	AEROSTAT_REQUIRED(now_ms <= TIME_MAX_MS, "guest_report: now_ms <= TIME_MAX_MS");
	AEROSTAT_ASSUMED(guest_report, ctx, pages, agreed, now_ms);
	guest_report(g, pages, agreed, now_ms, &fx);
	trace_guest_report(ctx, g, pages, agreed, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_ack(void *ctx, struct guest *g, u32 seq, enum status status,
				  enum host_state state)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_ack: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_ack, ctx, seq, status, state);
	guest_ack(g, seq, status, state, &fx);
	trace_guest_ack(ctx, g, seq, status, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_done(void *ctx, struct guest *g, u32 seq, enum status status,
				   enum host_state state)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_done: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_done, ctx, seq, status, state);
	guest_done(g, seq, status, state, &fx);
	trace_guest_done(ctx, g, seq, status, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_reported(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_reported: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_reported, ctx, state);
	guest_reported(g, state, &fx);
	trace_guest_reported(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_pressure(void *ctx, struct guest *g, u64 want_pages, u64 near_addr,
				       u32 fit_extents, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_pressure: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_pressure, ctx, want_pages, near_addr, fit_extents, now_ms);
	guest_pressure(g, want_pages, near_addr, fit_extents, now_ms, &fx);
	trace_guest_pressure(ctx, g, want_pages, near_addr, fit_extents, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_grant(void *ctx, struct guest *g, enum host_state state,
				    u32 back_extents, u64 back_pages, u64 back_offered_pages)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_grant: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_grant, ctx, state, back_extents, back_pages, back_offered_pages);
	guest_grant(g, state, back_extents, back_pages, back_offered_pages, &fx);
	trace_guest_grant(ctx, g, state, back_extents, back_pages, back_offered_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_tick(void *ctx, struct guest *g, u64 now_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_tick: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_tick, ctx, now_ms);
	guest_tick(g, now_ms, &fx);
	trace_guest_tick(ctx, g, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_host(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_host: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_host, ctx, state);
	guest_host(g, state, &fx);
	trace_guest_host(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_target(void *ctx, struct guest *g, u64 target_pages)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_target: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_target, ctx, target_pages);
	guest_target(g, target_pages, &fx);
	trace_guest_target(ctx, g, target_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_patience(void *ctx, struct guest *g, u32 ttl_ms, u32 grant_ms)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_patience: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_patience, ctx, ttl_ms, grant_ms);
	guest_patience(g, ttl_ms, grant_ms, &fx);
	trace_guest_patience(ctx, g, ttl_ms, grant_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stats(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_stats: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_stats, ctx);
	guest_stats(g, &fx);
	trace_guest_stats(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stats_taken(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_stats_taken: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_stats_taken, ctx, state);
	guest_stats_taken(g, state, &fx);
	trace_guest_stats_taken(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stop(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_stop: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_stop, ctx);
	guest_stop(g, &fx);
	trace_guest_stop(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_reset(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	AEROSTAT_REQUIRED(guest_inv(g), "guest_reset: guest_inv(g)");
	AEROSTAT_ASSUMED(guest_reset, ctx);
	guest_reset(g, &fx);
	trace_guest_reset(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

/* What comes from the device, to the handler that spec/queues.pml names; of another kind, to nobody. */

static inline void call_todevq_give_answer(void *ctx, struct guest *g, enum msg asked, u32 seq,
					   enum status status, enum host_state state,
					   u64 host_time_ms, u64 now_ms)
{
	switch (asked) {
	case MSG_QUERY:
		call_guest_state(ctx, g, seq, status, state, host_time_ms, now_ms);
		break;
	case MSG_OFFER:
		call_guest_ack(ctx, g, seq, status, state);
		break;
	case MSG_COMMIT:
		call_guest_done(ctx, g, seq, status, state);
		break;
	case MSG_REPORT:
		call_guest_reported(ctx, g, state);
		break;
	default:
		break;
	}
}

static inline void call_todevq_take_answer(void *ctx, struct guest *g, enum msg asked,
					   enum host_state state, u32 back_extents, u64 back_pages,
					   u64 back_offered_pages)
{
	switch (asked) {
	case MSG_RECLAIM:
		call_guest_grant(ctx, g, state, back_extents, back_pages, back_offered_pages);
		break;
	default:
		break;
	}
}

static inline void call_todevq_stats_answer(void *ctx, struct guest *g, enum msg asked,
					    enum host_state state)
{
	switch (asked) {
	case MSG_STATS:
		call_guest_stats_taken(ctx, g, state);
		break;
	default:
		break;
	}
}

static inline void call_fromdevq(void *ctx, struct guest *g, enum notice notice,
				 enum host_state state, u64 target_pages)
{
	switch (notice) {
	case NOTICE_STATE:
		call_guest_host(ctx, g, state);
		break;
	case NOTICE_TARGET:
		call_guest_target(ctx, g, target_pages);
		break;
	case NOTICE_STATS:
		call_guest_stats(ctx, g);
		break;
	default:
		break;
	}
}

#endif
