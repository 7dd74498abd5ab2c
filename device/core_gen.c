// SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause
/*
 * The protocol's core.  No loop, no allocation, no clock, no I/O.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 */
#include "core_gen.h"

/* The driver is made: everything is the guest's. */
void guest_init(struct guest *g, u64 total_pages, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx)
{
	g->give = GIVE_IDLE;
	g->take = TAKE_NONE;
	g->stats = STATS_IDLE;
	g->link = LINK_DOWN;
	g->state = HOST_PLENTY;
	g->reporting = false;
	g->seq = 0;
	g->take_seq = 0;
	g->fit_extents = 0;
	g->want_pages = 0;
	g->offered_pages = 0;
	g->given_pages = 0;
	g->total_pages = total_pages;
	g->target_pages = TARGET_NONE;
	g->heard_host_ms = 0;
	g->heard_at_ms = 0;
	g->sent_at_ms = 0;
	g->asked_at_ms = 0;
	g->ttl_ms = ttl_ms;
	g->grant_ms = grant_ms;
	fx->todo = 0;
}

/* The device is ready, its queues and books are empty. */
void guest_start(struct guest *g, struct guest_fx *fx)
{
	if (g->link == LINK_DOWN)
		g->link = LINK_UP;
	fx->todo = 0;
}

/* The policy can spare want_pages.  Nobody gathers for a host that wants none, so ask it first. */
void guest_collect(struct guest *g, u64 want_pages, struct guest_fx *fx)
{
	u32 todo = 0;

	if (g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
	    g->state == HOST_PLENTY && want_pages > 0) {
		if (g->seq < SEQ_LAST)
			g->seq = g->seq + 1;
		else
			g->seq = 0;
		g->want_pages = want_pages;
		g->give = GIVE_WAIT_STATE;
		todo += GUEST_FX_SEND_QUERY;
		fx->send_query.seq = g->seq;
	}
	fx->todo = todo;
}

/* The answer to the query. */
void guest_state(struct guest *g, u32 seq, enum status status, enum host_state state,
		 u64 host_time_ms, u64 now_ms, struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	if (g->give == GIVE_WAIT_STATE) {
		if (status == ST_OK && seq == g->seq && state == HOST_PLENTY &&
		    g->take == TAKE_NONE && g->link == LINK_UP) {
			if (host_time_ms <= TIME_MAX_MS)
				g->heard_host_ms = host_time_ms;
			else
				g->heard_host_ms = 0;
			g->heard_at_ms = now_ms;
			g->give = GIVE_GATHER;
			todo += GUEST_FX_GATHER;
			fx->gather.want_pages = g->want_pages;
		} else {
			g->give = GIVE_IDLE;
		}
	}
	fx->todo = todo;
}

/* The worker is back.  Short of memory meanwhile, nothing found, or a host that wants none by now: no offer. */
void guest_offer(struct guest *g, u64 pages, u64 now_ms, struct guest_fx *fx)
{
	u32 todo = 0;

	if (g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY &&
	    pages > 0 && pages <= g->total_pages - g->given_pages && g->heard_at_ms <= now_ms) {
		g->reporting = false;
		g->offered_pages = pages;
		g->sent_at_ms = now_ms;
		g->give = GIVE_WAIT_ACK;
		todo += GUEST_FX_SEND_OFFER;
		fx->send_offer.seq = g->seq;
		fx->send_offer.sent_at_ms = g->heard_host_ms + (now_ms - g->heard_at_ms);
		fx->send_offer.ttl_ms = g->ttl_ms;
		fx->send_offer.pages = pages;
	} else {
		if (g->give == GIVE_GATHER || g->give == GIVE_DROPPED)
			g->give = GIVE_IDLE;
		todo += GUEST_FX_RELEASE_GATHERED;
	}
	fx->todo = todo;
}

/*
 * The kernel has isolated free pages to report them: they stay the guest's, and the
 * host may throw away what is in them.  If no offer goes out, they are free at
 * once; else as soon as `offered` is empty again.  The host's clock may be unknown
 * here, so the offer is never late: the driver's own patience ends it.
 */
void guest_report(struct guest *g, u64 pages, bool agreed, u64 now_ms, struct guest_fx *fx)
{
	u32 todo = 0;

	if (agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
	    g->state == HOST_PLENTY && pages > 0 && pages <= g->total_pages - g->given_pages) {
		if (g->seq < SEQ_LAST)
			g->seq = g->seq + 1;
		else
			g->seq = 0;
		g->reporting = true;
		g->offered_pages = pages;
		g->sent_at_ms = now_ms;
		g->give = GIVE_WAIT_ACK;
		todo += GUEST_FX_OFFER_ISOLATED;
		fx->offer_isolated.seq = g->seq;
		fx->offer_isolated.sent_at_ms = TIME_MAX_MS;
		fx->offer_isolated.ttl_ms = g->ttl_ms;
		fx->offer_isolated.pages = pages;
	}
	fx->todo = todo;
}

/* The answer to the offer.  Anything but a clear yes to this very offer is a no. */
void guest_ack(struct guest *g, u32 seq, enum status status, enum host_state state,
	       struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	switch (g->give) {
	case GIVE_WAIT_ACK:
		if (status == ST_ACCEPTED && seq == g->seq) {
			if (g->reporting) {
				g->give = GIVE_WAIT_REPORTED;
				todo += GUEST_FX_SEND_REPORT;
				fx->send_report.seq = g->seq;
			} else {
				g->give = GIVE_WAIT_DONE;
				todo += GUEST_FX_SEND_COMMIT;
				fx->send_commit.seq = g->seq;
			}
		} else {
			g->give = GIVE_IDLE;
			g->offered_pages = 0;
			todo += GUEST_FX_RELEASE_OFFERED;
		}
		break;
	case GIVE_ABANDONED:
		g->give = GIVE_IDLE;
		break;
	default:
		break;
	}
	fx->todo = todo;
}

/* The answer to the commit.  Only a clear no to this very commit makes the pages the guest's again. */
void guest_done(struct guest *g, u32 seq, enum status status, enum host_state state,
		struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	if (g->give == GIVE_WAIT_DONE) {
		g->give = GIVE_IDLE;
		if (status == ST_UNKNOWN && seq == g->seq) {
			g->offered_pages = 0;
			todo += GUEST_FX_RELEASE_OFFERED;
		} else {
			g->given_pages = g->given_pages + g->offered_pages;
			g->offered_pages = 0;
			todo += GUEST_FX_KEEP_OFFERED;
		}
	}
	fx->todo = todo;
}

/* The answer to the report: the host has discarded its pages or never will, and they are free. */
void guest_reported(struct guest *g, enum host_state state, struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	if (g->give == GIVE_WAIT_REPORTED) {
		g->give = GIVE_IDLE;
		g->offered_pages = 0;
		todo += GUEST_FX_RELEASE_OFFERED;
	}
	fx->todo = todo;
}

/*
 * The guest is short of want_pages, best of all those from near_addr on.  An
 * offer not committed is given up at once, and the rest is asked for.  The driver's books
 * can take a grant of fit_extents runs, and will till it is read: no more is asked for.
 */
void guest_pressure(struct guest *g, u64 want_pages, u64 near_addr, u32 fit_extents, u64 now_ms,
		    struct guest_fx *fx)
{
	u32 todo = 0;

	if (g->give == GIVE_WAIT_ACK) {
		g->give = GIVE_ABANDONED;
		g->offered_pages = 0;
		todo += GUEST_FX_RELEASE_OFFERED;
	} else if (g->give == GIVE_GATHER) {
		g->give = GIVE_DROPPED;
	}
	if (g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 &&
	    (g->given_pages > 0 || g->give == GIVE_WAIT_DONE)) {
		if (g->take_seq < SEQ_LAST)
			g->take_seq = g->take_seq + 1;
		else
			g->take_seq = 0;
		g->fit_extents = fit_extents;
		g->asked_at_ms = now_ms;
		g->take = TAKE_ASKED;
		todo += GUEST_FX_SEND_RECLAIM;
		fx->send_reclaim.take_seq = g->take_seq;
		fx->send_reclaim.want_pages = want_pages;
		fx->send_reclaim.near_addr = near_addr;
		fx->send_reclaim.fit_extents = fit_extents;
		fx->send_reclaim.grant_ms = g->grant_ms;
	}
	fx->todo = todo;
}

/*
 * The answer to the reclaim, late or not, with back_extents runs.  The driver has
 * looked their pages up in its own lists: back_pages were given, back_offered_pages stood in
 * a commit whose answer is not here yet; it ignores all others.
 */
void guest_grant(struct guest *g, enum host_state state, u32 back_extents, u64 back_pages,
		 u64 back_offered_pages, struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	if (g->take != TAKE_NONE) {
		g->take = TAKE_NONE;
		if (back_extents <= g->fit_extents && back_pages <= g->given_pages &&
		    (back_offered_pages == 0 ||
		     (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages))) {
			g->given_pages = g->given_pages - back_pages;
			g->offered_pages = g->offered_pages - back_offered_pages;
			todo += GUEST_FX_ABSORB_GRANT;
		}
		g->fit_extents = 0;
	}
	fx->todo = todo;
}

/* Time has passed: an offer not acked is given up, a reclaim not answered is complained about, once. */
void guest_tick(struct guest *g, u64 now_ms, struct guest_fx *fx)
{
	u32 todo = 0;

	if (g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms &&
	    now_ms - g->sent_at_ms >= g->ttl_ms) {
		g->give = GIVE_ABANDONED;
		g->offered_pages = 0;
		todo += GUEST_FX_RELEASE_OFFERED;
	}
	if (g->take == TAKE_ASKED && now_ms >= g->asked_at_ms &&
	    now_ms - g->asked_at_ms >= g->grant_ms) {
		g->take = TAKE_OVERDUE;
		todo += GUEST_FX_WARN_OVERDUE;
		fx->warn_overdue.take_seq = g->take_seq;
	}
	fx->todo = todo;
}

/* The host says how it is, unasked. */
void guest_host(struct guest *g, enum host_state state, struct guest_fx *fx)
{
	g->state = state;
	fx->todo = 0;
}

/* The operator has set a target; the policy honours it within what the guest can spare. */
void guest_target(struct guest *g, u64 target_pages, struct guest_fx *fx)
{
	g->target_pages = target_pages;
	fx->todo = 0;
}

/*
 * How long to wait for the host has been set anew.  An offer or a reclaim on its
 * way is judged by it too, at the next guest_tick; the host goes by what the
 * offer says.
 */
void guest_patience(struct guest *g, u32 ttl_ms, u32 grant_ms, struct guest_fx *fx)
{
	g->ttl_ms = ttl_ms;
	g->grant_ms = grant_ms;
	fx->todo = 0;
}

/* Stats are due: a period has passed, or the host asks.  A request is never lost: it waits for the buffer. */
void guest_stats(struct guest *g, struct guest_fx *fx)
{
	u32 todo = 0;

	switch (g->stats) {
	case STATS_IDLE:
		if (g->link == LINK_UP) {
			g->stats = STATS_SENT;
			todo += GUEST_FX_SEND_STATS;
		}
		break;
	case STATS_SENT:
		g->stats = STATS_AGAIN;
		break;
	default:
		break;
	}
	fx->todo = todo;
}

/* The stats buffer is back. */
void guest_stats_taken(struct guest *g, enum host_state state, struct guest_fx *fx)
{
	u32 todo = 0;

	g->state = state;
	if (g->stats == STATS_AGAIN && g->link == LINK_UP) {
		g->stats = STATS_SENT;
		todo += GUEST_FX_SEND_STATS;
	} else {
		g->stats = STATS_IDLE;
	}
	fx->todo = todo;
}

/*
 * The driver is to let go of the device: unbind, reboot, kexec, suspend.  What is
 * not committed comes back at once, and nothing new is sent; what is committed
 * stays the host's until guest_reset.
 */
void guest_stop(struct guest *g, struct guest_fx *fx)
{
	u32 todo = 0;

	if (g->link == LINK_UP)
		g->link = LINK_STOPPING;
	switch (g->give) {
	case GIVE_WAIT_ACK:
		g->give = GIVE_ABANDONED;
		g->offered_pages = 0;
		todo += GUEST_FX_RELEASE_OFFERED;
		break;
	case GIVE_GATHER:
		g->give = GIVE_DROPPED;
		break;
	default:
		break;
	}
	fx->todo = todo;
}

/*
 * The device has been reset, or is not there any more: its queues are empty and
 * its books with them, and every page is the guest's.  Call it only after the
 * reset has taken effect.
 */
void guest_reset(struct guest *g, struct guest_fx *fx)
{
	u32 todo = 0;

	g->give = GIVE_IDLE;
	g->take = TAKE_NONE;
	g->stats = STATS_IDLE;
	g->link = LINK_DOWN;
	g->state = HOST_PLENTY;
	g->target_pages = TARGET_NONE;
	g->fit_extents = 0;
	g->offered_pages = 0;
	g->given_pages = 0;
	todo += GUEST_FX_RELEASE_OFFERED;
	todo += GUEST_FX_RELEASE_GIVEN;
	fx->todo = todo;
}

/* The device is made. */
void host_init(struct host *h, u64 total_pages, struct host_fx *fx)
{
	h->resv = RESV_NONE;
	h->state = HOST_PLENTY;
	h->resv_report = false;
	h->resv_seq = 0;
	h->reserved_pages = 0;
	h->held_pages = 0;
	h->total_pages = total_pages;
	h->target_pages = TARGET_NONE;
	h->tell_state = false;
	h->tell_target = false;
	h->tell_stats = false;
	fx->todo = 0;
}

void host_query(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	todo += HOST_FX_REPLY;
	fx->reply.status = ST_OK;
	fx->reply.seq = seq;
	fx->reply.state = h->state;
	fx->reply.now_ms = now_ms;
	fx->todo = todo;
}

/*
 * An offer.  Whoever sends one has given up the offer before it, so its
 * reservation goes; but what is being discarded is committed and stays.
 */
void host_offer(struct host *h, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages, bool valid,
		u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	if (h->resv == RESV_DISCARDING) {
		todo += HOST_FX_REPLY;
		fx->reply.status = ST_BAD;
		fx->reply.seq = seq;
		fx->reply.state = h->state;
		fx->reply.now_ms = now_ms;
	} else {
		h->resv = RESV_NONE;
		h->reserved_pages = 0;
		if (!valid || pages == 0 || pages > h->total_pages - h->held_pages) {
			todo += HOST_FX_DROP_RESERVED;
			todo += HOST_FX_REPLY;
			fx->reply.status = ST_BAD;
			fx->reply.seq = seq;
			fx->reply.state = h->state;
			fx->reply.now_ms = now_ms;
		} else if (h->state != HOST_PLENTY) {
			todo += HOST_FX_DROP_RESERVED;
			todo += HOST_FX_REPLY;
			fx->reply.status = ST_REFUSED_HOST;
			fx->reply.seq = seq;
			fx->reply.state = h->state;
			fx->reply.now_ms = now_ms;
		} else if (now_ms >= sent_at_ms && now_ms - sent_at_ms > ttl_ms) {
			todo += HOST_FX_DROP_RESERVED;
			todo += HOST_FX_REPLY;
			fx->reply.status = ST_REFUSED_LATE;
			fx->reply.seq = seq;
			fx->reply.state = h->state;
			fx->reply.now_ms = now_ms;
		} else {
			h->resv = RESV_HELD;
			h->resv_seq = seq;
			h->reserved_pages = pages;
			todo += HOST_FX_RESERVE;
			todo += HOST_FX_REPLY;
			fx->reply.status = ST_ACCEPTED;
			fx->reply.seq = seq;
			fx->reply.state = h->state;
			fx->reply.now_ms = now_ms;
		}
	}
	fx->todo = todo;
}

/* The commit: from here on the reserved pages are the host's, and only now are they discarded. */
void host_commit(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	if (h->resv == RESV_HELD && seq == h->resv_seq) {
		h->resv = RESV_DISCARDING;
		todo += HOST_FX_DISCARD;
	} else if (h->resv == RESV_DISCARDING) {
		todo += HOST_FX_REPLY;
		fx->reply.status = ST_BAD;
		fx->reply.seq = seq;
		fx->reply.state = h->state;
		fx->reply.now_ms = now_ms;
	} else {
		todo += HOST_FX_REPLY;
		fx->reply.status = ST_UNKNOWN;
		fx->reply.seq = seq;
		fx->reply.state = h->state;
		fx->reply.now_ms = now_ms;
	}
	fx->todo = todo;
}

/* The report: the reserved pages are discarded like those of a commit, and stay the guest's. */
void host_report(struct host *h, u32 seq, bool agreed, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	if (agreed && h->resv == RESV_HELD && seq == h->resv_seq) {
		h->resv = RESV_DISCARDING;
		h->resv_report = true;
		todo += HOST_FX_DISCARD;
	} else if (!agreed || h->resv == RESV_DISCARDING) {
		todo += HOST_FX_REPLY;
		fx->reply.status = ST_BAD;
		fx->reply.seq = seq;
		fx->reply.state = h->state;
		fx->reply.now_ms = now_ms;
	} else {
		todo += HOST_FX_REPLY;
		fx->reply.status = ST_UNKNOWN;
		fx->reply.seq = seq;
		fx->reply.state = h->state;
		fx->reply.now_ms = now_ms;
	}
	fx->todo = todo;
}

/* The discard has ended. */
void host_discarded(struct host *h, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	if (h->resv == RESV_DISCARDING) {
		h->resv = RESV_NONE;
		if (h->resv_report) {
			h->resv_report = false;
			h->reserved_pages = 0;
			todo += HOST_FX_REPLY_REPORT;
			fx->reply_report.status = ST_DONE;
			fx->reply_report.seq = h->resv_seq;
			fx->reply_report.state = h->state;
			fx->reply_report.now_ms = now_ms;
		} else {
			h->held_pages = h->held_pages + h->reserved_pages;
			h->reserved_pages = 0;
			todo += HOST_FX_HOLD;
			todo += HOST_FX_REPLY_COMMIT;
			fx->reply_commit.status = ST_DONE;
			fx->reply_commit.seq = h->resv_seq;
			fx->reply_commit.state = h->state;
			fx->reply_commit.now_ms = now_ms;
		}
	}
	fx->todo = todo;
}

/* The reclaim.  The books have been asked what they would grant: at most what is wanted and fits. */
void host_reclaim(struct host *h, u32 seq, u64 want_pages, u64 pick_pages, u64 now_ms,
		  struct host_fx *fx)
{
	u32 todo = 0;

	if (h->state == HOST_TIGHT || pick_pages > want_pages || pick_pages > h->held_pages) {
		todo += HOST_FX_REPLY_GRANT;
		fx->reply_grant.status = ST_REFUSED_HOST;
		fx->reply_grant.seq = seq;
		fx->reply_grant.state = h->state;
		fx->reply_grant.pick_pages = 0;
		fx->reply_grant.now_ms = now_ms;
	} else {
		h->held_pages = h->held_pages - pick_pages;
		todo += HOST_FX_GRANT;
		todo += HOST_FX_REPLY_GRANT;
		fx->reply_grant.status = ST_GRANTED;
		fx->reply_grant.seq = seq;
		fx->reply_grant.state = h->state;
		fx->reply_grant.pick_pages = pick_pages;
		fx->reply_grant.now_ms = now_ms;
	}
	fx->todo = todo;
}

/* The guest's stats. */
void host_stats(struct host *h, u32 seq, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	todo += HOST_FX_PUBLISH_STATS;
	todo += HOST_FX_REPLY;
	fx->reply.status = ST_OK;
	fx->reply.seq = seq;
	fx->reply.state = h->state;
	fx->reply.now_ms = now_ms;
	fx->todo = todo;
}

/* A message that could not be read: nothing changes. */
void host_bad(struct host *h, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	todo += HOST_FX_REPLY;
	fx->reply.status = ST_BAD;
	fx->reply.seq = 0;
	fx->reply.state = h->state;
	fx->reply.now_ms = now_ms;
	fx->todo = todo;
}

/* The host's condition, as it is now. */
void host_set_state(struct host *h, enum host_state state, struct host_fx *fx)
{
	u32 todo = 0;

	if (h->state != state) {
		h->state = state;
		h->tell_state = true;
		todo += HOST_FX_TELL;
	}
	fx->todo = todo;
}

/*
 * The VM goes on here: after a migration, or from a snapshot.  State, reservation,
 * books and queues came along; the host and its clock are others.  A discard
 * that was under way starts anew: its pages are committed, so twice does no harm.
 */
void host_load(struct host *h, enum host_state state, struct host_fx *fx)
{
	u32 todo = 0;

	h->state = state;
	h->tell_state = true;
	if (h->resv == RESV_DISCARDING)
		todo += HOST_FX_DISCARD;
	todo += HOST_FX_TELL;
	fx->todo = todo;
}

/* The operator's target. */
void host_set_target(struct host *h, u64 target_pages, struct host_fx *fx)
{
	u32 todo = 0;

	h->target_pages = target_pages;
	h->tell_target = true;
	todo += HOST_FX_TELL;
	fx->todo = todo;
}

/* Somebody wants stats. */
void host_want_stats(struct host *h, struct host_fx *fx)
{
	u32 todo = 0;

	h->tell_stats = true;
	todo += HOST_FX_TELL;
	fx->todo = todo;
}

/* fromdevq has a buffer at hand, if anything is due.  The state goes first: it may stop a gathering. */
void host_tell(struct host *h, u64 now_ms, struct host_fx *fx)
{
	u32 todo = 0;

	if (h->tell_state) {
		h->tell_state = false;
		todo += HOST_FX_NOTICE;
		fx->notice.notice = NOTICE_STATE;
		fx->notice.state = h->state;
		fx->notice.target_pages = h->target_pages;
		fx->notice.now_ms = now_ms;
	} else if (h->tell_target) {
		h->tell_target = false;
		todo += HOST_FX_NOTICE;
		fx->notice.notice = NOTICE_TARGET;
		fx->notice.state = h->state;
		fx->notice.target_pages = h->target_pages;
		fx->notice.now_ms = now_ms;
	} else if (h->tell_stats) {
		h->tell_stats = false;
		todo += HOST_FX_NOTICE;
		fx->notice.notice = NOTICE_STATS;
		fx->notice.state = h->state;
		fx->notice.target_pages = h->target_pages;
		fx->notice.now_ms = now_ms;
	}
	if (h->tell_target || h->tell_stats)
		todo += HOST_FX_TELL;
	fx->todo = todo;
}

/* The device is reset: the balloon is empty, and what the next driver must know waits for its first buffer. */
void host_reset(struct host *h, struct host_fx *fx)
{
	u32 todo = 0;

	h->resv = RESV_NONE;
	h->resv_report = false;
	h->reserved_pages = 0;
	h->held_pages = 0;
	h->tell_state = true;
	h->tell_target = h->target_pages != TARGET_NONE;
	h->tell_stats = false;
	todo += HOST_FX_DROP_RESERVED;
	todo += HOST_FX_DROP_HELD;
	todo += HOST_FX_TELL;
	fx->todo = todo;
}

/* Bytes: little-endian. */

/*@ requires \valid(p + (0 .. 1));
    assigns p[0 .. 1];
    ensures le16(p) == v; */
static inline void put_u16(u8 *p, u16 v)
{
	p[0] = v % 256;
	p[1] = v / 256;
}

/*@ requires \valid(p + (0 .. 3));
    assigns p[0 .. 3];
    ensures le32(p) == v; */
static inline void put_u32(u8 *p, u32 v)
{
	p[0] = v % 256;
	p[1] = v / 256 % 256;
	p[2] = v / 65536 % 256;
	p[3] = v / 16777216;
}

/*@ requires \valid(p + (0 .. 7));
    assigns p[0 .. 7];
    ensures le64(p) == v; */
static inline void put_u64(u8 *p, u64 v)
{
	put_u32(p, v % 4294967296);
	put_u32(p + 4, v / 4294967296);
}

/*@ requires \valid_read(p + (0 .. 1));
    assigns \nothing;
    ensures \result == le16(p); */
static inline u16 get_u16(const u8 *p)
{
	return p[0] + 256 * p[1];
}

/*@ requires \valid_read(p + (0 .. 3));
    assigns \nothing;
    ensures \result == le32(p); */
static inline u32 get_u32(const u8 *p)
{
	return p[0] + 256u * p[1] + 65536u * p[2] + 16777216u * p[3];
}

/*@ requires \valid_read(p + (0 .. 7));
    assigns \nothing;
    ensures \result == le64(p); */
static inline u64 get_u64(const u8 *p)
{
	return get_u32(p) + 4294967296ull * get_u32(p + 4);
}

void wire_extent_encode(const struct wire_extent *m, u8 *buf)
{
	put_u64(buf, m->addr);
	put_u64(buf + 8, m->pages);
}

bool wire_extent_decode(struct wire_extent *m, const u8 *buf, size_t len)
{
	if (len != WIRE_EXTENT_BYTES)
		return false;
	m->addr = get_u64(buf);
	m->pages = get_u64(buf + 8);
	return true;
}

void wire_stat_encode(const struct wire_stat *m, u8 *buf)
{
	put_u16(buf, m->tag);
	put_u64(buf + 2, m->value);
}

bool wire_stat_decode(struct wire_stat *m, const u8 *buf, size_t len)
{
	if (len != WIRE_STAT_BYTES)
		return false;
	m->tag = get_u16(buf);
	m->value = get_u64(buf + 2);
	return true;
}

bool wire_msg_peek(enum msg *type, const u8 *buf, size_t len)
{
	if (len < 4)
		return false;
	*type = get_u32(buf);
	return *type >= MSG_QUERY && *type <= MSG_REPORT;
}

void wire_query_encode(const struct wire_query *m, u8 *buf)
{
	put_u32(buf, MSG_QUERY);
	put_u32(buf + 4, m->seq);
}

bool wire_query_decode(struct wire_query *m, const u8 *buf, size_t len)
{
	if (len != WIRE_QUERY_BYTES)
		return false;
	if (get_u32(buf) != MSG_QUERY)
		return false;
	m->seq = get_u32(buf + 4);
	return true;
}

void wire_offer_encode(const struct wire_offer *m, u8 *buf)
{
	put_u32(buf, MSG_OFFER);
	put_u32(buf + 4, m->seq);
	put_u64(buf + 8, m->sent_at_ms);
	put_u32(buf + 16, m->ttl_ms);
	put_u32(buf + 20, m->count);
}

bool wire_offer_decode(struct wire_offer *m, const u8 *buf, size_t len)
{
	if (len < WIRE_OFFER_BYTES)
		return false;
	if (get_u32(buf) != MSG_OFFER)
		return false;
	m->seq = get_u32(buf + 4);
	m->sent_at_ms = get_u64(buf + 8);
	m->ttl_ms = get_u32(buf + 16);
	m->count = get_u32(buf + 20);
	if (m->count > EXTENTS_MAX)
		return false;
	return len == WIRE_OFFER_BYTES + m->count * WIRE_EXTENT_BYTES;
}

void wire_commit_encode(const struct wire_commit *m, u8 *buf)
{
	put_u32(buf, MSG_COMMIT);
	put_u32(buf + 4, m->seq);
}

bool wire_commit_decode(struct wire_commit *m, const u8 *buf, size_t len)
{
	if (len != WIRE_COMMIT_BYTES)
		return false;
	if (get_u32(buf) != MSG_COMMIT)
		return false;
	m->seq = get_u32(buf + 4);
	return true;
}

void wire_report_encode(const struct wire_report *m, u8 *buf)
{
	put_u32(buf, MSG_REPORT);
	put_u32(buf + 4, m->seq);
}

bool wire_report_decode(struct wire_report *m, const u8 *buf, size_t len)
{
	if (len != WIRE_REPORT_BYTES)
		return false;
	if (get_u32(buf) != MSG_REPORT)
		return false;
	m->seq = get_u32(buf + 4);
	return true;
}

void wire_reclaim_encode(const struct wire_reclaim *m, u8 *buf)
{
	put_u32(buf, MSG_RECLAIM);
	put_u32(buf + 4, m->seq);
	put_u64(buf + 8, m->want_pages);
	put_u64(buf + 16, m->near_addr);
}

bool wire_reclaim_decode(struct wire_reclaim *m, const u8 *buf, size_t len)
{
	if (len != WIRE_RECLAIM_BYTES)
		return false;
	if (get_u32(buf) != MSG_RECLAIM)
		return false;
	m->seq = get_u32(buf + 4);
	m->want_pages = get_u64(buf + 8);
	m->near_addr = get_u64(buf + 16);
	return true;
}

void wire_stats_encode(const struct wire_stats *m, u8 *buf)
{
	put_u32(buf, MSG_STATS);
	put_u32(buf + 4, m->seq);
	put_u32(buf + 8, m->count);
}

bool wire_stats_decode(struct wire_stats *m, const u8 *buf, size_t len)
{
	if (len < WIRE_STATS_BYTES)
		return false;
	if (get_u32(buf) != MSG_STATS)
		return false;
	m->seq = get_u32(buf + 4);
	m->count = get_u32(buf + 8);
	if (m->count > STATS_MAX)
		return false;
	return len == WIRE_STATS_BYTES + m->count * WIRE_STAT_BYTES;
}

void wire_ack_encode(const struct wire_ack *m, u8 *buf)
{
	put_u32(buf, m->status);
	put_u32(buf + 4, m->seq);
	put_u32(buf + 8, m->state);
	put_u64(buf + 12, m->host_time_ms);
}

bool wire_ack_decode(struct wire_ack *m, const u8 *buf, size_t len)
{
	if (len != WIRE_ACK_BYTES)
		return false;
	m->status = get_u32(buf);
	if (m->status < ST_OK || m->status > ST_GRANTED)
		return false;
	m->seq = get_u32(buf + 4);
	m->state = get_u32(buf + 8);
	if (m->state < HOST_PLENTY || m->state > HOST_MIGRATING)
		return false;
	m->host_time_ms = get_u64(buf + 12);
	return true;
}

void wire_grant_encode(const struct wire_grant *m, u8 *buf)
{
	put_u32(buf, m->status);
	put_u32(buf + 4, m->seq);
	put_u32(buf + 8, m->state);
	put_u64(buf + 12, m->host_time_ms);
	put_u32(buf + 20, m->count);
}

bool wire_grant_decode(struct wire_grant *m, const u8 *buf, size_t len)
{
	if (len < WIRE_GRANT_BYTES)
		return false;
	m->status = get_u32(buf);
	if (m->status < ST_OK || m->status > ST_GRANTED)
		return false;
	m->seq = get_u32(buf + 4);
	m->state = get_u32(buf + 8);
	if (m->state < HOST_PLENTY || m->state > HOST_MIGRATING)
		return false;
	m->host_time_ms = get_u64(buf + 12);
	m->count = get_u32(buf + 20);
	if (m->count > EXTENTS_MAX)
		return false;
	return len == WIRE_GRANT_BYTES + m->count * WIRE_EXTENT_BYTES;
}

void wire_notice_encode(const struct wire_notice *m, u8 *buf)
{
	put_u32(buf, m->notice);
	put_u32(buf + 4, m->state);
	put_u64(buf + 8, m->target_pages);
	put_u64(buf + 16, m->host_time_ms);
}

bool wire_notice_decode(struct wire_notice *m, const u8 *buf, size_t len)
{
	if (len != WIRE_NOTICE_BYTES)
		return false;
	m->notice = get_u32(buf);
	if (m->notice < NOTICE_STATE || m->notice > NOTICE_STATS)
		return false;
	m->state = get_u32(buf + 4);
	if (m->state < HOST_PLENTY || m->state > HOST_MIGRATING)
		return false;
	m->target_pages = get_u64(buf + 8);
	m->host_time_ms = get_u64(buf + 16);
	return true;
}

void wire_config_encode(const struct wire_config *m, u8 *buf)
{
	put_u32(buf, m->version);
	put_u32(buf + 4, m->page_bytes);
	put_u32(buf + 8, m->extents_max);
	put_u32(buf + 12, m->stats_max);
}

bool wire_config_decode(struct wire_config *m, const u8 *buf, size_t len)
{
	if (len != WIRE_CONFIG_BYTES)
		return false;
	m->version = get_u32(buf);
	m->page_bytes = get_u32(buf + 4);
	m->extents_max = get_u32(buf + 8);
	m->stats_max = get_u32(buf + 12);
	return true;
}

void wire_floor_encode(const struct wire_floor *m, u8 *buf)
{
	put_u64(buf, m->floor_bytes);
}

bool wire_floor_decode(struct wire_floor *m, const u8 *buf, size_t len)
{
	if (len != WIRE_FLOOR_BYTES)
		return false;
	m->floor_bytes = get_u64(buf);
	return true;
}
