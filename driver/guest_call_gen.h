/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * How the glue calls the guest's machine: step, trace, perform.
 * Generated from spec/ (SHA-256 16ae7a1c3be77b7c) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * The glue defines the effects, and declares trace_guest_*() before it includes this.
 */
#ifndef AEROSTAT_GUEST_CALL_GEN_H
#define AEROSTAT_GUEST_CALL_GEN_H

#include "core_gen.h"

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

/* Ask for pages, best of all those from near_addr on, with room for fit_extents in the answer, and call guest_tick
 * grant_ms from now. */
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

	guest_init(g, total_pages, ttl_ms, grant_ms, &fx);
	trace_guest_init(ctx, g, total_pages, ttl_ms, grant_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_start(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	guest_start(g, &fx);
	trace_guest_start(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_collect(void *ctx, struct guest *g, u64 want_pages)
{
	struct guest_fx fx;

	guest_collect(g, want_pages, &fx);
	trace_guest_collect(ctx, g, want_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_state(void *ctx, struct guest *g, u32 seq, enum status status,
				    enum host_state state, u64 host_time_ms, u64 now_ms)
{
	struct guest_fx fx;

	guest_state(g, seq, status, state, host_time_ms, now_ms, &fx);
	trace_guest_state(ctx, g, seq, status, state, host_time_ms, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_offer(void *ctx, struct guest *g, u64 pages, u64 now_ms)
{
	struct guest_fx fx;

	guest_offer(g, pages, now_ms, &fx);
	trace_guest_offer(ctx, g, pages, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_report(void *ctx, struct guest *g, u64 pages, bool agreed, u64 now_ms)
{
	struct guest_fx fx;

	guest_report(g, pages, agreed, now_ms, &fx);
	trace_guest_report(ctx, g, pages, agreed, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_ack(void *ctx, struct guest *g, u32 seq, enum status status,
				  enum host_state state)
{
	struct guest_fx fx;

	guest_ack(g, seq, status, state, &fx);
	trace_guest_ack(ctx, g, seq, status, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_done(void *ctx, struct guest *g, u32 seq, enum status status,
				   enum host_state state)
{
	struct guest_fx fx;

	guest_done(g, seq, status, state, &fx);
	trace_guest_done(ctx, g, seq, status, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_reported(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	guest_reported(g, state, &fx);
	trace_guest_reported(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_pressure(void *ctx, struct guest *g, u64 want_pages, u64 near_addr,
				       u32 fit_extents, u64 now_ms)
{
	struct guest_fx fx;

	guest_pressure(g, want_pages, near_addr, fit_extents, now_ms, &fx);
	trace_guest_pressure(ctx, g, want_pages, near_addr, fit_extents, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_grant(void *ctx, struct guest *g, enum host_state state,
				    u32 back_extents, u64 back_pages, u64 back_offered_pages)
{
	struct guest_fx fx;

	guest_grant(g, state, back_extents, back_pages, back_offered_pages, &fx);
	trace_guest_grant(ctx, g, state, back_extents, back_pages, back_offered_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_tick(void *ctx, struct guest *g, u64 now_ms)
{
	struct guest_fx fx;

	guest_tick(g, now_ms, &fx);
	trace_guest_tick(ctx, g, now_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_host(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	guest_host(g, state, &fx);
	trace_guest_host(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_target(void *ctx, struct guest *g, u64 target_pages)
{
	struct guest_fx fx;

	guest_target(g, target_pages, &fx);
	trace_guest_target(ctx, g, target_pages, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_patience(void *ctx, struct guest *g, u32 ttl_ms, u32 grant_ms)
{
	struct guest_fx fx;

	guest_patience(g, ttl_ms, grant_ms, &fx);
	trace_guest_patience(ctx, g, ttl_ms, grant_ms, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stats(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	guest_stats(g, &fx);
	trace_guest_stats(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stats_taken(void *ctx, struct guest *g, enum host_state state)
{
	struct guest_fx fx;

	guest_stats_taken(g, state, &fx);
	trace_guest_stats_taken(ctx, g, state, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_stop(void *ctx, struct guest *g)
{
	struct guest_fx fx;

	guest_stop(g, &fx);
	trace_guest_stop(ctx, g, &fx);
	guest_perform(ctx, &fx);
}

static inline void call_guest_reset(void *ctx, struct guest *g)
{
	struct guest_fx fx;

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
