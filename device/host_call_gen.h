/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * How the glue calls the host's machine: step, trace, perform.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * The glue defines the effects, and declares trace_host_*() before it includes this.
 */
#ifndef AEROSTAT_HOST_CALL_GEN_H
#define AEROSTAT_HOST_CALL_GEN_H

#include "core_gen.h"

/*
 * What the glue owes the handlers: what their contracts require, and what proofs/unbounded.mlw
 * assumes of their callers.  Test builds define AEROSTAT_REQUIRED and AEROSTAT_ASSUMED before
 * they include this, and then have the functions glue_*.  Elsewhere nothing is asked.
 */
#ifndef AEROSTAT_ASSUMED
#define AEROSTAT_ASSUMED(handler, ...)	((void)0)
#else
bool glue_host_init(void *ctx, u64 total_pages);
bool glue_host_query(void *ctx, u32 seq, u64 now_ms);
bool glue_host_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages, bool valid,
		     u64 now_ms);
bool glue_host_commit(void *ctx, u32 seq, u64 now_ms);
bool glue_host_report(void *ctx, u32 seq, bool agreed, u64 now_ms);
bool glue_host_discarded(void *ctx, u64 now_ms);
bool glue_host_reclaim(void *ctx, u32 seq, u64 want_pages, u64 pick_pages, u64 now_ms);
bool glue_host_stats(void *ctx, u32 seq, u64 now_ms);
bool glue_host_bad(void *ctx, u64 now_ms);
bool glue_host_set_state(void *ctx, enum host_state state);
bool glue_host_load(void *ctx, enum host_state state);
bool glue_host_set_target(void *ctx, u64 target_pages);
bool glue_host_want_stats(void *ctx);
bool glue_host_tell(void *ctx, u64 now_ms);
bool glue_host_reset(void *ctx);
#endif
#ifndef AEROSTAT_REQUIRED
#define AEROSTAT_REQUIRED(holds, what)	((void)0)
#else

static inline bool host_inv(const struct host *h)
{
	return (__int128)h->reserved_pages + h->held_pages <= h->total_pages && h->total_pages <= PAGES_MAX &&
	       (!(h->reserved_pages > 0) || (h->resv == RESV_HELD || h->resv == RESV_DISCARDING)) &&
	       (!(h->resv_report) || (h->resv == RESV_DISCARDING));
}

#endif

/* Effects, in the order in which they are performed. */

/* Forget the reservation; nothing more of it is discarded. */
void fx_drop_reserved(void *ctx);

/* Reserve the pages of the offer being read. */
void fx_reserve(void *ctx);

/* Discard the reserved pages, in as many steps as it takes, then call host_discarded.  Keep the
 * buffer of the commit or the report for the answer. */
void fx_discard(void *ctx);

/* The reserved pages are discarded: book them as held. */
void fx_hold(void *ctx);

/* Make the picked pages usable and strike them off the books. */
void fx_grant(void *ctx);

/* The balloon is empty; a grant that was not read yet counts for nothing any more. */
void fx_drop_held(void *ctx);

/* Publish the guest's stats. */
void fx_publish_stats(void *ctx);

/* Answer the message being read. */
void fx_reply(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms);

/* Answer the commit that was kept. */
void fx_reply_commit(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms);

/* Forget the reserved pages, which are discarded, and answer the report that was kept. */
void fx_reply_report(void *ctx, enum status status, u32 seq, enum host_state state, u64 now_ms);

/* Answer the reclaim being read, with the picked pages if any. */
void fx_reply_grant(void *ctx, enum status status, u32 seq, enum host_state state, u64 pick_pages,
		    u64 now_ms);

/* Fill the buffer at hand on fromdevq. */
void fx_notice(void *ctx, enum notice notice, enum host_state state, u64 target_pages, u64 now_ms);

/* Call host_tell as soon as fromdevq has a buffer. */
void fx_tell(void *ctx);

static inline void host_perform(void *ctx, const struct host_fx *fx)
{
	if (fx->todo & HOST_FX_DROP_RESERVED)
		fx_drop_reserved(ctx);
	if (fx->todo & HOST_FX_RESERVE)
		fx_reserve(ctx);
	if (fx->todo & HOST_FX_DISCARD)
		fx_discard(ctx);
	if (fx->todo & HOST_FX_HOLD)
		fx_hold(ctx);
	if (fx->todo & HOST_FX_GRANT)
		fx_grant(ctx);
	if (fx->todo & HOST_FX_DROP_HELD)
		fx_drop_held(ctx);
	if (fx->todo & HOST_FX_PUBLISH_STATS)
		fx_publish_stats(ctx);
	if (fx->todo & HOST_FX_REPLY)
		fx_reply(ctx, fx->reply.status, fx->reply.seq, fx->reply.state, fx->reply.now_ms);
	if (fx->todo & HOST_FX_REPLY_COMMIT)
		fx_reply_commit(ctx, fx->reply_commit.status, fx->reply_commit.seq,
				fx->reply_commit.state, fx->reply_commit.now_ms);
	if (fx->todo & HOST_FX_REPLY_REPORT)
		fx_reply_report(ctx, fx->reply_report.status, fx->reply_report.seq,
				fx->reply_report.state, fx->reply_report.now_ms);
	if (fx->todo & HOST_FX_REPLY_GRANT)
		fx_reply_grant(ctx, fx->reply_grant.status, fx->reply_grant.seq,
			       fx->reply_grant.state, fx->reply_grant.pick_pages,
			       fx->reply_grant.now_ms);
	if (fx->todo & HOST_FX_NOTICE)
		fx_notice(ctx, fx->notice.notice, fx->notice.state, fx->notice.target_pages,
			  fx->notice.now_ms);
	if (fx->todo & HOST_FX_TELL)
		fx_tell(ctx);
}

static inline void call_host_init(void *ctx, struct host *h, u64 total_pages)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(total_pages <= PAGES_MAX, "host_init: total_pages <= PAGES_MAX");
	AEROSTAT_ASSUMED(host_init, ctx, total_pages);
	host_init(h, total_pages, &fx);
	trace_host_init(ctx, h, total_pages, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_query(void *ctx, struct host *h, u32 seq, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_query: host_inv(h)");
	AEROSTAT_ASSUMED(host_query, ctx, seq, now_ms);
	host_query(h, seq, now_ms, &fx);
	trace_host_query(ctx, h, seq, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_offer(void *ctx, struct host *h, u32 seq, u64 sent_at_ms, u32 ttl_ms,
				   u64 pages, bool valid, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_offer: host_inv(h)");
	AEROSTAT_ASSUMED(host_offer, ctx, seq, sent_at_ms, ttl_ms, pages, valid, now_ms);
	host_offer(h, seq, sent_at_ms, ttl_ms, pages, valid, now_ms, &fx);
	trace_host_offer(ctx, h, seq, sent_at_ms, ttl_ms, pages, valid, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_commit(void *ctx, struct host *h, u32 seq, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_commit: host_inv(h)");
	AEROSTAT_ASSUMED(host_commit, ctx, seq, now_ms);
	host_commit(h, seq, now_ms, &fx);
	trace_host_commit(ctx, h, seq, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_report(void *ctx, struct host *h, u32 seq, bool agreed, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_report: host_inv(h)");
	AEROSTAT_ASSUMED(host_report, ctx, seq, agreed, now_ms);
	host_report(h, seq, agreed, now_ms, &fx);
	trace_host_report(ctx, h, seq, agreed, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_discarded(void *ctx, struct host *h, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_discarded: host_inv(h)");
	AEROSTAT_ASSUMED(host_discarded, ctx, now_ms);
	host_discarded(h, now_ms, &fx);
	trace_host_discarded(ctx, h, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_reclaim(void *ctx, struct host *h, u32 seq, u64 want_pages,
				     u64 pick_pages, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_reclaim: host_inv(h)");
	AEROSTAT_ASSUMED(host_reclaim, ctx, seq, want_pages, pick_pages, now_ms);
	host_reclaim(h, seq, want_pages, pick_pages, now_ms, &fx);
	trace_host_reclaim(ctx, h, seq, want_pages, pick_pages, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_stats(void *ctx, struct host *h, u32 seq, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_stats: host_inv(h)");
	AEROSTAT_ASSUMED(host_stats, ctx, seq, now_ms);
	host_stats(h, seq, now_ms, &fx);
	trace_host_stats(ctx, h, seq, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_bad(void *ctx, struct host *h, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_bad: host_inv(h)");
	AEROSTAT_ASSUMED(host_bad, ctx, now_ms);
	host_bad(h, now_ms, &fx);
	trace_host_bad(ctx, h, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_set_state(void *ctx, struct host *h, enum host_state state)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_set_state: host_inv(h)");
	AEROSTAT_ASSUMED(host_set_state, ctx, state);
	host_set_state(h, state, &fx);
	trace_host_set_state(ctx, h, state, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_load(void *ctx, struct host *h, enum host_state state)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_load: host_inv(h)");
	AEROSTAT_ASSUMED(host_load, ctx, state);
	host_load(h, state, &fx);
	trace_host_load(ctx, h, state, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_set_target(void *ctx, struct host *h, u64 target_pages)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_set_target: host_inv(h)");
	AEROSTAT_ASSUMED(host_set_target, ctx, target_pages);
	host_set_target(h, target_pages, &fx);
	trace_host_set_target(ctx, h, target_pages, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_want_stats(void *ctx, struct host *h)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_want_stats: host_inv(h)");
	AEROSTAT_ASSUMED(host_want_stats, ctx);
	host_want_stats(h, &fx);
	trace_host_want_stats(ctx, h, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_tell(void *ctx, struct host *h, u64 now_ms)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_tell: host_inv(h)");
	AEROSTAT_ASSUMED(host_tell, ctx, now_ms);
	host_tell(h, now_ms, &fx);
	trace_host_tell(ctx, h, now_ms, &fx);
	host_perform(ctx, &fx);
}

static inline void call_host_reset(void *ctx, struct host *h)
{
	struct host_fx fx;

	AEROSTAT_REQUIRED(host_inv(h), "host_reset: host_inv(h)");
	AEROSTAT_ASSUMED(host_reset, ctx);
	host_reset(h, &fx);
	trace_host_reset(ctx, h, &fx);
	host_perform(ctx, &fx);
}

/* A message of the driver's; in `rest` stands what follows its fixed part. */
struct todevq_message {
	enum msg type;
	union {
		struct wire_query query;
		struct wire_offer offer;
		struct wire_commit commit;
		struct wire_report report;
		struct wire_reclaim reclaim;
		struct wire_stats stats;
	};
	const u8 *rest;
};

/* What a message does not say of itself: the glue finds it out for those handlers that take it. */
struct todevq_found {
	u64 now_ms;
	u64 pages;
	bool valid;
	bool agreed;
	u64 pick_pages;
};

/* False: these bytes are no message. */
static inline bool todevq_decode(struct todevq_message *m, const u8 *buf, size_t len)
{
	if (!wire_msg_peek(&m->type, buf, len))
		return false;
	switch (m->type) {
	case MSG_QUERY:
		return wire_query_decode(&m->query, buf, len);
	case MSG_OFFER:
		m->rest = buf + WIRE_OFFER_BYTES;
		return wire_offer_decode(&m->offer, buf, len);
	case MSG_COMMIT:
		return wire_commit_decode(&m->commit, buf, len);
	case MSG_REPORT:
		return wire_report_decode(&m->report, buf, len);
	case MSG_RECLAIM:
		return wire_reclaim_decode(&m->reclaim, buf, len);
	case MSG_STATS:
		m->rest = buf + WIRE_STATS_BYTES;
		return wire_stats_decode(&m->stats, buf, len);
	default:
		return false;
	}
}

/* To the handler that spec/queues.pml names. */
static inline void call_todevq(void *ctx, struct host *h, const struct todevq_message *m,
			       const struct todevq_found *found)
{
	switch (m->type) {
	case MSG_QUERY:
		call_host_query(ctx, h, m->query.seq, found->now_ms);
		break;
	case MSG_OFFER:
		call_host_offer(ctx, h, m->offer.seq, m->offer.sent_at_ms, m->offer.ttl_ms,
				found->pages, found->valid, found->now_ms);
		break;
	case MSG_COMMIT:
		call_host_commit(ctx, h, m->commit.seq, found->now_ms);
		break;
	case MSG_REPORT:
		call_host_report(ctx, h, m->report.seq, found->agreed, found->now_ms);
		break;
	case MSG_RECLAIM:
		call_host_reclaim(ctx, h, m->reclaim.seq, m->reclaim.want_pages, found->pick_pages,
				  found->now_ms);
		break;
	case MSG_STATS:
		call_host_stats(ctx, h, m->stats.seq, found->now_ms);
		break;
	default:
		break;
	}
}

#endif
