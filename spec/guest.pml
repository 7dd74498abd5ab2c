/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
/*
 * The driver's machine.  Giving (`give`) is patient: query, gather, offer,
 * commit, one collection at a time.  A report takes its place for a while: offer,
 * report, and the pages are the guest's again.  Taking (`take`) is not patient: one
 * reclaim may go out at any moment, whatever giving is doing.  Stats (`stats`) go beside both.
 * Each of the three has one buffer in flight at most, so todevq never fills up.
 *
 * The link to the device ends and begins like this, and in between the pages are
 *
 *   probe                    guest_init, guest_start              the guest's
 *   unbind, reboot, kexec    guest_stop, the reset, guest_reset   the guest's
 *   suspend, resume          the same, then guest_start           the guest's
 *   the device gives up      the same (it answers no more)        as they were, until the reset
 *   surprise removal         guest_reset: no device, no books     the guest's
 *   migration                nothing: the books travel (host_load) as they were
 */
mtype:link_state = {
	LINK_DOWN,		/* the device is reset, or not there: every page is the guest's */
	LINK_UP,
	LINK_STOPPING		/* nothing new is sent; what is committed stays the host's until the reset */
};

mtype:give_state = {
	GIVE_IDLE,
	GIVE_WAIT_STATE,	/* query sent */
	GIVE_GATHER,		/* the worker is taking pages out of use */
	GIVE_DROPPED,		/* given up, and the worker not back yet: no other may begin */
	GIVE_WAIT_ACK,		/* offer sent */
	GIVE_ABANDONED,		/* offer given up, its buffer not back yet */
	GIVE_WAIT_DONE,		/* commit sent: the pages are the host's */
	GIVE_WAIT_REPORTED	/* report sent: the host discards the pages, and they come back with its answer */
};

mtype:take_state = {
	TAKE_NONE,
	TAKE_ASKED,		/* reclaim sent */
	TAKE_OVERDUE		/* the same, and the answer is late */
};

mtype:stats_state = {
	STATS_IDLE,
	STATS_SENT,
	STATS_AGAIN		/* wanted again while a report is in flight */
};

typedef guest {
	mtype:give_state give;
	mtype:take_state take;
	mtype:stats_state stats;
	mtype:link_state link;
	mtype:host_state state;	/* as last heard */
	bool reporting;		/* the last offer was that of a report */
	u32 seq;		/* of the collection */
	u32 take_seq;		/* of the reclaim */
	u32 fit_extents;	/* the answer to the reclaim may list: so many the books can take; 0: nothing is asked */
	u64 want_pages;		/* this collection may gather */
	u64 offered_pages;	/* in the offer in flight, committed or not */
	u64 given_pages;	/* that the host has */
	u64 total_pages;	/* of the guest */
	u64 target_pages;	/* the operator wants the host to have, or TARGET_NONE */
	u64 heard_host_ms;	/* the host's clock, in the answer to the query ... */
	u64 heard_at_ms;	/* ... and the guest's own at that moment */
	u64 sent_at_ms;		/* the offer, by the guest's clock */
	u64 asked_at_ms;	/* the reclaim, by the guest's clock */
	u32 ttl_ms;		/* patience with an offer */
	u32 grant_ms		/* patience with a reclaim */
}

/*@ predicate guest_inv(struct guest *g) =
      g->offered_pages + g->given_pages <= g->total_pages <= PAGES_MAX &&
      g->heard_host_ms <= TIME_MAX_MS && g->heard_at_ms <= TIME_MAX_MS &&
      (g->offered_pages > 0 ==>
       g->give == GIVE_WAIT_ACK || g->give == GIVE_WAIT_DONE || g->give == GIVE_WAIT_REPORTED) &&
      (g->give == GIVE_WAIT_DONE ==> !g->reporting) &&
      (g->give == GIVE_WAIT_REPORTED ==> g->reporting && g->offered_pages > 0) &&
      (g->give == GIVE_WAIT_ACK ==> g->offered_pages > 0) &&
      (g->take != TAKE_NONE <==> g->fit_extents > 0) &&
      (g->link != LINK_UP ==> g->give != GIVE_GATHER && g->give != GIVE_WAIT_ACK) &&
      (g->link == LINK_DOWN ==> g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE &&
       g->offered_pages == 0 && g->given_pages == 0); */

/* Effects, in the order in which they are performed. */

/* The gathered pages go back to use. */
inline fx_release_gathered() { own.gathered = 0 }

/* The pages of the offer go back to use. */
inline fx_release_offered() { own.offered = 0 }

/* The pages of the offer are now the host's. */
inline fx_keep_offered() { own.given = own.given | own.offered; own.offered = 0 }

/* Every page that the host had goes back to use. */
inline fx_release_given() { own.given = 0 }

/* The granted pages go back to use. */
inline fx_absorb_grant() { own.given = own.given & ~own.back; own.offered = own.offered & ~own.back }

/* Ask the host how it is. */
inline fx_send_query(seq_) { put_query(seq_) }

/* Take up to want_pages out of use, then call guest_offer. */
inline fx_gather(want_pages_) { put_gather(want_pages_) }

/* Offer the gathered pages, and call guest_tick ttl_ms from now. */
inline fx_send_offer(seq_, sent_at_ms_, ttl_ms_, pages_) {
	own.offered = own.gathered; own.gathered = 0; own.sent = own.offered;
	put_offer(seq_, sent_at_ms_, ttl_ms_, pages_)
}

/* Offer the isolated pages, and call guest_tick ttl_ms from now. */
inline fx_offer_isolated(seq_, sent_at_ms_, ttl_ms_, pages_) {
	own.offered = own.isolated; own.sent = own.offered;
	put_offer(seq_, sent_at_ms_, ttl_ms_, pages_)
}

inline fx_send_commit(seq_) { put_commit(seq_) }

inline fx_send_report(seq_) { put_report(seq_) }

/* Ask for pages in fit_extents runs at most, best from near_addr on; call guest_tick grant_ms from now. */
inline fx_send_reclaim(take_seq_, want_pages_, near_addr_, fit_extents_, grant_ms_) {
	put_reclaim(take_seq_, want_pages_, near_addr_, fit_extents_, grant_ms_)
}

inline fx_send_stats() { put_stats() }

/* Say once that the host owes pages; nobody waits for them in the meantime. */
inline fx_warn_overdue(take_seq_) { put_warn(take_seq_) }

/* The driver is made: everything is the guest's. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx);
    requires total_pages <= PAGES_MAX;
    assigns *g, fx->todo;
    ensures guest_inv(g) && fx->todo == 0;
    ensures g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE && g->link == LINK_DOWN;
    ensures g->state == HOST_PLENTY && g->target_pages == TARGET_NONE && !g->reporting;
    ensures g->offered_pages == 0 && g->given_pages == 0 && g->want_pages == 0;
    ensures g->seq == 0 && g->take_seq == 0 && g->fit_extents == 0 && g->heard_host_ms == 0 && g->heard_at_ms == 0;
    ensures g->sent_at_ms == 0 && g->asked_at_ms == 0;
    ensures g->total_pages == total_pages && g->ttl_ms == ttl_ms && g->grant_ms == grant_ms; */
inline guest_init(g, total_pages_, ttl_ms_, grant_ms_) {
	g.give = GIVE_IDLE;
	g.take = TAKE_NONE;
	g.stats = STATS_IDLE;
	g.link = LINK_DOWN;
	g.state = HOST_PLENTY;
	g.reporting = false;
	g.seq = 0;
	g.take_seq = 0;
	g.fit_extents = 0;
	g.want_pages = 0;
	g.offered_pages = 0;
	g.given_pages = 0;
	g.total_pages = total_pages_;
	g.target_pages = TARGET_NONE;
	g.heard_host_ms = 0;
	g.heard_at_ms = 0;
	g.sent_at_ms = 0;
	g.asked_at_ms = 0;
	g.ttl_ms = ttl_ms_;
	g.grant_ms = grant_ms_
}

/* The device is ready, its queues and books are empty. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->link, fx->todo;
    ensures guest_inv(g) && fx->todo == 0;
    ensures g->link == (\old(g->link) == LINK_DOWN ? LINK_UP : \old(g->link)); */
inline guest_start(g) {
	if
	:: g.link == LINK_DOWN -> g.link = LINK_UP
	:: else -> skip
	fi
}

/* The policy can spare want_pages.  Nobody gathers for a host that wants none, so ask it first. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->seq, g->want_pages, fx->todo, fx->send_query;
    ensures guest_inv(g);
    behavior ask:
      assumes g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && want_pages > 0;
      ensures g->give == GIVE_WAIT_STATE && g->want_pages == want_pages;
      ensures g->seq == (\old(g->seq) < SEQ_LAST ? \old(g->seq) + 1 : 0);
      ensures fx->todo == GUEST_FX_SEND_QUERY && fx->send_query.seq == g->seq;
    behavior busy:
      assumes !(g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && want_pages > 0);
      ensures g->give == \old(g->give) && g->seq == \old(g->seq) && g->want_pages == \old(g->want_pages);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_collect(g, want_pages_) {
	if
	:: g.link == LINK_UP && g.give == GIVE_IDLE && g.take == TAKE_NONE && g.state == HOST_PLENTY && want_pages_ > 0 ->
		if
		:: g.seq < SEQ_LAST -> g.seq = g.seq + 1
		:: else -> g.seq = 0
		fi;
		g.want_pages = want_pages_;
		g.give = GIVE_WAIT_STATE;
		fx_send_query(g.seq)
	:: else -> skip
	fi
}

/* The answer to the query. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->state, g->heard_host_ms, g->heard_at_ms, fx->todo, fx->gather;
    ensures guest_inv(g) && g->state == state;
    behavior gather:
      assumes g->give == GIVE_WAIT_STATE && status == ST_OK && seq == g->seq &&
              state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP;
      ensures g->give == GIVE_GATHER && g->heard_at_ms == now_ms;
      ensures g->heard_host_ms == (host_time_ms <= TIME_MAX_MS ? host_time_ms : 0);
      ensures fx->todo == GUEST_FX_GATHER && fx->gather.want_pages == g->want_pages;
    behavior leave:
      assumes g->give == GIVE_WAIT_STATE && !(status == ST_OK && seq == g->seq &&
              state == HOST_PLENTY && g->take == TAKE_NONE && g->link == LINK_UP);
      ensures g->give == GIVE_IDLE && fx->todo == 0;
      ensures g->heard_host_ms == \old(g->heard_host_ms) && g->heard_at_ms == \old(g->heard_at_ms);
    behavior stray:
      assumes g->give != GIVE_WAIT_STATE;
      ensures g->give == \old(g->give) && fx->todo == 0;
      ensures g->heard_host_ms == \old(g->heard_host_ms) && g->heard_at_ms == \old(g->heard_at_ms);
    complete behaviors; disjoint behaviors; */
inline guest_state(g, seq_, status_, state_, host_time_ms_, now_ms_) {
	g.state = state_;
	if
	:: g.give == GIVE_WAIT_STATE ->
		if
		:: status_ == ST_OK && seq_ == g.seq && state_ == HOST_PLENTY && g.take == TAKE_NONE && g.link == LINK_UP ->
			if
			:: host_time_ms_ <= TIME_MAX_MS -> g.heard_host_ms = host_time_ms_
			:: else -> g.heard_host_ms = 0
			fi;
			g.heard_at_ms = now_ms_;
			g.give = GIVE_GATHER;
			fx_gather(g.want_pages)
		:: else -> g.give = GIVE_IDLE
		fi
	:: else -> skip
	fi
}

/* The worker is back.  Short of memory meanwhile, nothing found, or a host that wants none by now: no offer. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->reporting, g->offered_pages, g->sent_at_ms, fx->todo, fx->send_offer;
    ensures guest_inv(g);
    behavior offer:
      assumes g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY &&
              0 < pages <= g->total_pages - g->given_pages && g->heard_at_ms <= now_ms;
      ensures g->give == GIVE_WAIT_ACK && g->offered_pages == pages && g->sent_at_ms == now_ms && !g->reporting;
      ensures fx->todo == GUEST_FX_SEND_OFFER && fx->send_offer.seq == g->seq;
      ensures fx->send_offer.sent_at_ms == g->heard_host_ms + (now_ms - g->heard_at_ms);
      ensures fx->send_offer.ttl_ms == g->ttl_ms && fx->send_offer.pages == pages;
    behavior release:
      assumes !(g->give == GIVE_GATHER && g->take == TAKE_NONE && g->state == HOST_PLENTY &&
              0 < pages <= g->total_pages - g->given_pages && g->heard_at_ms <= now_ms);
      ensures g->give == (\old(g->give) == GIVE_GATHER || \old(g->give) == GIVE_DROPPED ? GIVE_IDLE : \old(g->give));
      ensures g->offered_pages == \old(g->offered_pages) && g->sent_at_ms == \old(g->sent_at_ms);
      ensures g->reporting == \old(g->reporting) && fx->todo == GUEST_FX_RELEASE_GATHERED;
    complete behaviors; disjoint behaviors; */
inline guest_offer(g, pages_, now_ms_) {
	if
	:: g.give == GIVE_GATHER && g.take == TAKE_NONE && g.state == HOST_PLENTY && pages_ > 0 &&
	   pages_ <= g.total_pages - g.given_pages && g.heard_at_ms <= now_ms_ ->
		g.reporting = false;
		g.offered_pages = pages_;
		g.sent_at_ms = now_ms_;
		g.give = GIVE_WAIT_ACK;
		fx_send_offer(g.seq, g.heard_host_ms + (now_ms_ - g.heard_at_ms), g.ttl_ms, pages_)
	:: else ->
		if
		:: g.give == GIVE_GATHER || g.give == GIVE_DROPPED -> g.give = GIVE_IDLE
		:: else -> skip
		fi;
		fx_release_gathered()
	fi
}

/*
 * The kernel has isolated free pages to report them: they stay the guest's, and the
 * host may throw away what is in them.  If no offer goes out, they are free at
 * once; else as soon as `offered` is empty again.  The host's clock may be unknown
 * here, so the offer is never late: the driver's own patience ends it.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    requires now_ms <= TIME_MAX_MS;
    assigns g->give, g->reporting, g->seq, g->offered_pages, g->sent_at_ms, fx->todo, fx->offer_isolated;
    ensures guest_inv(g);
    behavior offer:
      assumes agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && 0 < pages <= g->total_pages - g->given_pages;
      ensures g->give == GIVE_WAIT_ACK && g->reporting;
      ensures g->offered_pages == pages && g->sent_at_ms == now_ms;
      ensures g->seq == (\old(g->seq) < SEQ_LAST ? \old(g->seq) + 1 : 0);
      ensures fx->todo == GUEST_FX_OFFER_ISOLATED && fx->offer_isolated.seq == g->seq;
      ensures fx->offer_isolated.sent_at_ms == TIME_MAX_MS;
      ensures fx->offer_isolated.ttl_ms == g->ttl_ms && fx->offer_isolated.pages == pages;
    behavior leave:
      assumes !(agreed && g->link == LINK_UP && g->give == GIVE_IDLE && g->take == TAKE_NONE &&
              g->state == HOST_PLENTY && 0 < pages <= g->total_pages - g->given_pages);
      ensures g->give == \old(g->give) && g->reporting == \old(g->reporting) && g->seq == \old(g->seq);
      ensures g->offered_pages == \old(g->offered_pages) && g->sent_at_ms == \old(g->sent_at_ms);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_report(g, pages_, agreed_, now_ms_) {
	if
	:: agreed_ && g.link == LINK_UP && g.give == GIVE_IDLE && g.take == TAKE_NONE && g.state == HOST_PLENTY &&
	   pages_ > 0 && pages_ <= g.total_pages - g.given_pages ->
		if
		:: g.seq < SEQ_LAST -> g.seq = g.seq + 1
		:: else -> g.seq = 0
		fi;
		g.reporting = true;
		g.offered_pages = pages_;
		g.sent_at_ms = now_ms_;
		g.give = GIVE_WAIT_ACK;
		fx_offer_isolated(g.seq, TIME_MAX_MS, g.ttl_ms, pages_)
	:: else -> skip
	fi
}

/* The answer to the offer.  Anything but a clear yes to this very offer is a no. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, fx->todo, fx->send_commit, fx->send_report;
    ensures guest_inv(g) && g->state == state;
    behavior report:
      assumes g->give == GIVE_WAIT_ACK && status == ST_ACCEPTED && seq == g->seq && g->reporting;
      ensures g->give == GIVE_WAIT_REPORTED && g->offered_pages == \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_SEND_REPORT && fx->send_report.seq == g->seq;
    behavior commit:
      assumes g->give == GIVE_WAIT_ACK && status == ST_ACCEPTED && seq == g->seq && !g->reporting;
      ensures g->give == GIVE_WAIT_DONE && g->offered_pages == \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_SEND_COMMIT && fx->send_commit.seq == g->seq;
    behavior refused:
      assumes g->give == GIVE_WAIT_ACK && !(status == ST_ACCEPTED && seq == g->seq);
      ensures g->give == GIVE_IDLE && g->offered_pages == 0;
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior late:
      assumes g->give == GIVE_ABANDONED;
      ensures g->give == GIVE_IDLE && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    behavior stray:
      assumes g->give != GIVE_WAIT_ACK && g->give != GIVE_ABANDONED;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_ack(g, seq_, status_, state_) {
	g.state = state_;
	if
	:: g.give == GIVE_WAIT_ACK ->
		if
		:: status_ == ST_ACCEPTED && seq_ == g.seq ->
			if
			:: g.reporting ->
				g.give = GIVE_WAIT_REPORTED;
				fx_send_report(g.seq)
			:: else ->
				g.give = GIVE_WAIT_DONE;
				fx_send_commit(g.seq)
			fi
		:: else ->
			g.give = GIVE_IDLE;
			g.offered_pages = 0;
			fx_release_offered()
		fi
	:: g.give == GIVE_ABANDONED -> g.give = GIVE_IDLE
	:: else -> skip
	fi
}

/* The answer to the commit.  Only a clear no to this very commit makes the pages the guest's again. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, g->given_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior unknown:
      assumes g->give == GIVE_WAIT_DONE && status == ST_UNKNOWN && seq == g->seq;
      ensures g->give == GIVE_IDLE && g->offered_pages == 0 && g->given_pages == \old(g->given_pages);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior done:
      assumes g->give == GIVE_WAIT_DONE && !(status == ST_UNKNOWN && seq == g->seq);
      ensures g->give == GIVE_IDLE && g->offered_pages == 0;
      ensures g->given_pages == \old(g->given_pages) + \old(g->offered_pages);
      ensures fx->todo == GUEST_FX_KEEP_OFFERED;
    behavior stray:
      assumes g->give != GIVE_WAIT_DONE;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->given_pages == \old(g->given_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_done(g, seq_, status_, state_) {
	g.state = state_;
	if
	:: g.give == GIVE_WAIT_DONE ->
		g.give = GIVE_IDLE;
		if
		:: status_ == ST_UNKNOWN && seq_ == g.seq ->
			g.offered_pages = 0;
			fx_release_offered()
		:: else ->
			g.given_pages = g.given_pages + g.offered_pages;
			g.offered_pages = 0;
			fx_keep_offered()
		fi
	:: else -> skip
	fi
}

/* The answer to the report: the host has discarded its pages or never will, and they are free. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->state, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior ended:
      assumes g->give == GIVE_WAIT_REPORTED;
      ensures g->give == GIVE_IDLE && g->offered_pages == 0 && fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior stray:
      assumes g->give != GIVE_WAIT_REPORTED;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_reported(g, state_) {
	g.state = state_;
	if
	:: g.give == GIVE_WAIT_REPORTED ->
		g.give = GIVE_IDLE;
		g.offered_pages = 0;
		fx_release_offered()
	:: else -> skip
	fi
}

/*
 * The guest is short of want_pages, best of all those from near_addr on.  An
 * offer not committed is given up at once, and the rest is asked for.  The driver's books
 * can take a grant of fit_extents runs, and will till it is read: no more is asked for.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->take_seq, g->fit_extents, g->offered_pages, g->asked_at_ms, fx->todo, fx->send_reclaim;
    ensures guest_inv(g);
    ensures \old(g->give) == GIVE_WAIT_ACK ==> g->give == GIVE_ABANDONED && g->offered_pages == 0;
    ensures \old(g->give) == GIVE_GATHER ==> g->give == GIVE_DROPPED;
    ensures \old(g->give) != GIVE_WAIT_ACK && \old(g->give) != GIVE_GATHER ==> g->give == \old(g->give);
    ensures \old(g->give) != GIVE_WAIT_ACK ==> g->offered_pages == \old(g->offered_pages);
    behavior abandon_and_ask:
      assumes g->give == GIVE_WAIT_ACK && g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && g->given_pages > 0;
      ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_SEND_RECLAIM);
    behavior ask_alone:
      assumes g->give != GIVE_WAIT_ACK && g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE);
      ensures fx->todo == GUEST_FX_SEND_RECLAIM;
    behavior ask:
      assumes g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE);
      ensures g->take == TAKE_ASKED && g->asked_at_ms == now_ms;
      ensures g->take_seq == (\old(g->take_seq) < SEQ_LAST ? \old(g->take_seq) + 1 : 0);
      ensures fx->send_reclaim.take_seq == g->take_seq && fx->send_reclaim.want_pages == want_pages;
      ensures fx->send_reclaim.near_addr == near_addr && fx->send_reclaim.grant_ms == g->grant_ms;
      ensures g->fit_extents == fit_extents && fx->send_reclaim.fit_extents == fit_extents;
    behavior abandon_alone:
      assumes g->give == GIVE_WAIT_ACK && !(g->take == TAKE_NONE && want_pages > 0 && fit_extents > 0 && g->given_pages > 0);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior nothing:
      assumes g->give != GIVE_WAIT_ACK && !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE));
      ensures fx->todo == 0;
    behavior nothing_to_ask:
      assumes !(g->link == LINK_UP && g->take == TAKE_NONE && want_pages > 0 &&
              fit_extents > 0 && (g->given_pages > 0 || g->give == GIVE_WAIT_DONE));
      ensures g->take == \old(g->take) && g->take_seq == \old(g->take_seq);
      ensures g->asked_at_ms == \old(g->asked_at_ms) && g->fit_extents == \old(g->fit_extents);
    complete behaviors ask, nothing_to_ask; disjoint behaviors ask, nothing_to_ask;
    complete behaviors abandon_and_ask, ask_alone, abandon_alone, nothing;
    disjoint behaviors abandon_and_ask, ask_alone, abandon_alone, nothing; */
inline guest_pressure(g, want_pages_, near_addr_, fit_extents_, now_ms_) {
	if
	:: g.give == GIVE_WAIT_ACK ->
		g.give = GIVE_ABANDONED;
		g.offered_pages = 0;
		fx_release_offered()
	:: else ->
		if
		:: g.give == GIVE_GATHER -> g.give = GIVE_DROPPED
		:: else -> skip
		fi
	fi;
	if
	:: g.link == LINK_UP && g.take == TAKE_NONE && want_pages_ > 0 && fit_extents_ > 0 &&
	   (g.given_pages > 0 || g.give == GIVE_WAIT_DONE) ->
		if
		:: g.take_seq < SEQ_LAST -> g.take_seq = g.take_seq + 1
		:: else -> g.take_seq = 0
		fi;
		g.fit_extents = fit_extents_;
		g.asked_at_ms = now_ms_;
		g.take = TAKE_ASKED;
		fx_send_reclaim(g.take_seq, want_pages_, near_addr_, fit_extents_, g.grant_ms)
	:: else -> skip
	fi
}

/*
 * The answer to the reclaim, late or not, with back_extents runs.  The driver has
 * looked their pages up in its own lists: back_pages were given, back_offered_pages stood in
 * a commit whose answer is not here yet; it ignores all others.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->take, g->state, g->fit_extents, g->given_pages, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior granted:
      assumes g->take != TAKE_NONE && back_extents <= g->fit_extents && back_pages <= g->given_pages &&
              (back_offered_pages == 0 ||
               (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages));
      ensures g->take == TAKE_NONE && g->given_pages == \old(g->given_pages) - back_pages;
      ensures g->offered_pages == \old(g->offered_pages) - back_offered_pages;
      ensures fx->todo == GUEST_FX_ABSORB_GRANT;
    behavior not_ours:
      assumes g->take != TAKE_NONE && !(back_extents <= g->fit_extents && back_pages <= g->given_pages &&
              (back_offered_pages == 0 ||
               (g->give == GIVE_WAIT_DONE && back_offered_pages <= g->offered_pages)));
      ensures g->take == TAKE_NONE && fx->todo == 0;
      ensures g->given_pages == \old(g->given_pages) && g->offered_pages == \old(g->offered_pages);
    behavior stray:
      assumes g->take == TAKE_NONE;
      ensures g->take == TAKE_NONE && fx->todo == 0;
      ensures g->given_pages == \old(g->given_pages) && g->offered_pages == \old(g->offered_pages);
    complete behaviors; disjoint behaviors; */
inline guest_grant(g, state_, back_extents_, back_pages_, back_offered_pages_) {
	g.state = state_;
	if
	:: g.take != TAKE_NONE ->
		g.take = TAKE_NONE;
		if
		:: back_extents_ <= g.fit_extents && back_pages_ <= g.given_pages &&
		   (back_offered_pages_ == 0 ||
		    (g.give == GIVE_WAIT_DONE && back_offered_pages_ <= g.offered_pages)) ->
			g.given_pages = g.given_pages - back_pages_;
			g.offered_pages = g.offered_pages - back_offered_pages_;
			fx_absorb_grant()
		:: else -> skip
		fi;
		g.fit_extents = 0
	:: else -> skip
	fi
}

/* Time has passed: an offer not acked is given up, a reclaim not answered is complained about, once. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->offered_pages, fx->todo, fx->warn_overdue;
    ensures guest_inv(g);
    behavior abandon_and_warn:
      assumes (g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              (g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0;
      ensures g->take == TAKE_OVERDUE && fx->warn_overdue.take_seq == g->take_seq;
      ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_WARN_OVERDUE);
    behavior abandon:
      assumes (g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0;
      ensures g->take == \old(g->take);
      ensures fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior warn:
      assumes !(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              (g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->take == TAKE_OVERDUE && fx->warn_overdue.take_seq == g->take_seq;
      ensures fx->todo == GUEST_FX_WARN_OVERDUE;
    behavior patient:
      assumes !(g->give == GIVE_WAIT_ACK && now_ms >= g->sent_at_ms && now_ms - g->sent_at_ms >= g->ttl_ms) &&
              !(g->take == TAKE_ASKED && now_ms >= g->asked_at_ms && now_ms - g->asked_at_ms >= g->grant_ms);
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages);
      ensures g->take == \old(g->take);
      ensures fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_tick(g, now_ms_) {
	if
	:: g.give == GIVE_WAIT_ACK && now_ms_ >= g.sent_at_ms && now_ms_ - g.sent_at_ms >= g.ttl_ms ->
		g.give = GIVE_ABANDONED;
		g.offered_pages = 0;
		fx_release_offered()
	:: else -> skip
	fi;
	if
	:: g.take == TAKE_ASKED && now_ms_ >= g.asked_at_ms && now_ms_ - g.asked_at_ms >= g.grant_ms ->
		g.take = TAKE_OVERDUE;
		fx_warn_overdue(g.take_seq)
	:: else -> skip
	fi
}

/* The host says how it is, unasked. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->state, fx->todo;
    ensures guest_inv(g) && g->state == state && fx->todo == 0; */
inline guest_host(g, state_) {
	g.state = state_
}

/* The operator has set a target; the policy honours it within what the guest can spare. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->target_pages, fx->todo;
    ensures guest_inv(g) && g->target_pages == target_pages && fx->todo == 0; */
inline guest_target(g, target_pages_) {
	g.target_pages = target_pages_
}

/*
 * How long to wait for the host has been set anew.  An offer or a reclaim on its
 * way is judged by it too, at the next guest_tick; the host goes by what the
 * offer says.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->ttl_ms, g->grant_ms, fx->todo;
    ensures guest_inv(g) && g->ttl_ms == ttl_ms && g->grant_ms == grant_ms && fx->todo == 0; */
inline guest_patience(g, ttl_ms_, grant_ms_) {
	g.ttl_ms = ttl_ms_;
	g.grant_ms = grant_ms_
}

/* Stats are due: a period has passed, or the host asks.  A request is never lost: it waits for the buffer. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->stats, fx->todo;
    ensures guest_inv(g);
    behavior send:
      assumes g->stats == STATS_IDLE && g->link == LINK_UP;
      ensures g->stats == STATS_SENT && fx->todo == GUEST_FX_SEND_STATS;
    behavior remember:
      assumes g->stats == STATS_SENT;
      ensures g->stats == STATS_AGAIN && fx->todo == 0;
    behavior known_or_stopped:
      assumes g->stats != STATS_SENT && !(g->stats == STATS_IDLE && g->link == LINK_UP);
      ensures g->stats == \old(g->stats) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_stats(g) {
	if
	:: g.stats == STATS_IDLE ->
		if
		:: g.link == LINK_UP -> g.stats = STATS_SENT; fx_send_stats()
		:: else -> skip
		fi
	:: g.stats == STATS_SENT -> g.stats = STATS_AGAIN
	:: else -> skip
	fi
}

/* The stats buffer is back. */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->stats, g->state, fx->todo;
    ensures guest_inv(g) && g->state == state;
    behavior again:
      assumes g->stats == STATS_AGAIN && g->link == LINK_UP;
      ensures g->stats == STATS_SENT && fx->todo == GUEST_FX_SEND_STATS;
    behavior rest:
      assumes !(g->stats == STATS_AGAIN && g->link == LINK_UP);
      ensures g->stats == STATS_IDLE && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_stats_taken(g, state_) {
	g.state = state_;
	if
	:: g.stats == STATS_AGAIN && g.link == LINK_UP -> g.stats = STATS_SENT; fx_send_stats()
	:: else -> g.stats = STATS_IDLE
	fi
}

/*
 * The driver is to let go of the device: unbind, reboot, kexec, suspend.  What is
 * not committed comes back at once, and nothing new is sent; what is committed
 * stays the host's until guest_reset.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->link, g->give, g->offered_pages, fx->todo;
    ensures guest_inv(g) && g->link != LINK_UP;
    ensures g->link == (\old(g->link) == LINK_UP ? LINK_STOPPING : \old(g->link));
    behavior offered:
      assumes g->give == GIVE_WAIT_ACK;
      ensures g->give == GIVE_ABANDONED && g->offered_pages == 0 && fx->todo == GUEST_FX_RELEASE_OFFERED;
    behavior gathering:
      assumes g->give == GIVE_GATHER;
      ensures g->give == GIVE_DROPPED && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    behavior neither:
      assumes g->give != GIVE_WAIT_ACK && g->give != GIVE_GATHER;
      ensures g->give == \old(g->give) && g->offered_pages == \old(g->offered_pages) && fx->todo == 0;
    complete behaviors; disjoint behaviors; */
inline guest_stop(g) {
	if
	:: g.link == LINK_UP -> g.link = LINK_STOPPING
	:: else -> skip
	fi;
	if
	:: g.give == GIVE_WAIT_ACK ->
		g.give = GIVE_ABANDONED;
		g.offered_pages = 0;
		fx_release_offered()
	:: g.give == GIVE_GATHER -> g.give = GIVE_DROPPED
	:: else -> skip
	fi
}

/*
 * The device has been reset, or is not there any more: its queues are empty and
 * its books with them, and every page is the guest's.  Call it only after the
 * reset has taken effect.
 */
/*@ requires \valid(g) && \valid(fx) && \separated(g, fx) && guest_inv(g);
    assigns g->give, g->take, g->stats, g->link, g->state, g->fit_extents, g->offered_pages, g->given_pages;
    assigns g->target_pages, fx->todo;
    ensures guest_inv(g) && g->link == LINK_DOWN;
    ensures g->give == GIVE_IDLE && g->take == TAKE_NONE && g->stats == STATS_IDLE;
    ensures g->state == HOST_PLENTY && g->target_pages == TARGET_NONE;
    ensures g->offered_pages == 0 && g->given_pages == 0;
    ensures fx->todo == (GUEST_FX_RELEASE_OFFERED | GUEST_FX_RELEASE_GIVEN); */
inline guest_reset(g) {
	g.give = GIVE_IDLE;
	g.take = TAKE_NONE;
	g.stats = STATS_IDLE;
	g.link = LINK_DOWN;
	g.state = HOST_PLENTY;
	g.target_pages = TARGET_NONE;
	g.fit_extents = 0;
	g.offered_pages = 0;
	g.given_pages = 0;
	fx_release_offered();
	fx_release_given()
}
