/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the model calls a handler: each step prints its parameters and the state after it.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 * -DLOCKSTEP: the generated C runs beside it.
 */
#ifdef LOCKSTEP
#include "lockstep_gen.pml"
#define lockstep(step)	step;
#else
#define lockstep(step)
#endif

inline call_guest_init(g, a_total_pages, a_ttl_ms, a_grant_ms) {
	d_step {
		lockstep(before_guest_init(g, a_total_pages, a_ttl_ms, a_grant_ms))
		guest_init(g, a_total_pages, a_ttl_ms, a_grant_ms);
		printf("@ guest_init %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_total_pages, a_ttl_ms, a_grant_ms, g.give, g.take, g.stats, g.link,
		       g.state, g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages,
		       g.offered_pages, g.given_pages, g.total_pages, g.target_pages,
		       g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms, g.ttl_ms,
		       g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_start(g) {
	d_step {
		lockstep(before_guest_start(g))
		guest_start(g);
		printf("@ guest_start | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq, g.take_seq,
		       g.fit_extents, g.want_pages, g.offered_pages, g.given_pages, g.total_pages,
		       g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms,
		       g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_collect(g, a_want_pages) {
	d_step {
		lockstep(before_guest_collect(g, a_want_pages))
		guest_collect(g, a_want_pages);
		printf("@ guest_collect %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_want_pages, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_state(g, a_seq, a_status, a_state, a_host_time_ms, a_now_ms) {
	d_step {
		lockstep(before_guest_state(g, a_seq, a_status, a_state, a_host_time_ms, a_now_ms))
		guest_state(g, a_seq, a_status, a_state, a_host_time_ms, a_now_ms);
		printf("@ guest_state %d %d %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_seq, a_status, a_state, a_host_time_ms, a_now_ms, g.give, g.take, g.stats,
		       g.link, g.state, g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages,
		       g.offered_pages, g.given_pages, g.total_pages, g.target_pages,
		       g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms, g.ttl_ms,
		       g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_offer(g, a_pages, a_now_ms) {
	d_step {
		lockstep(before_guest_offer(g, a_pages, a_now_ms))
		guest_offer(g, a_pages, a_now_ms);
		printf("@ guest_offer %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_pages, a_now_ms, g.give, g.take, g.stats, g.link, g.state, g.reporting,
		       g.seq, g.take_seq, g.fit_extents, g.want_pages, g.offered_pages,
		       g.given_pages, g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms,
		       g.sent_at_ms, g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_report(g, a_pages, a_agreed, a_now_ms) {
	d_step {
		lockstep(before_guest_report(g, a_pages, a_agreed, a_now_ms))
		guest_report(g, a_pages, a_agreed, a_now_ms);
		printf("@ guest_report %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_pages, a_agreed, a_now_ms, g.give, g.take, g.stats, g.link, g.state,
		       g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages, g.offered_pages,
		       g.given_pages, g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms,
		       g.sent_at_ms, g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_ack(g, a_seq, a_status, a_state) {
	d_step {
		lockstep(before_guest_ack(g, a_seq, a_status, a_state))
		guest_ack(g, a_seq, a_status, a_state);
		printf("@ guest_ack %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_seq, a_status, a_state, g.give, g.take, g.stats, g.link, g.state,
		       g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages, g.offered_pages,
		       g.given_pages, g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms,
		       g.sent_at_ms, g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_done(g, a_seq, a_status, a_state) {
	d_step {
		lockstep(before_guest_done(g, a_seq, a_status, a_state))
		guest_done(g, a_seq, a_status, a_state);
		printf("@ guest_done %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_seq, a_status, a_state, g.give, g.take, g.stats, g.link, g.state,
		       g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages, g.offered_pages,
		       g.given_pages, g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms,
		       g.sent_at_ms, g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_reported(g, a_state) {
	d_step {
		lockstep(before_guest_reported(g, a_state))
		guest_reported(g, a_state);
		printf("@ guest_reported %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_state, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_pressure(g, a_want_pages, a_near_addr, a_fit_extents, a_now_ms) {
	d_step {
		lockstep(before_guest_pressure(g, a_want_pages, a_near_addr, a_fit_extents, a_now_ms))
		guest_pressure(g, a_want_pages, a_near_addr, a_fit_extents, a_now_ms);
		printf("@ guest_pressure %d %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_want_pages, a_near_addr, a_fit_extents, a_now_ms, g.give, g.take, g.stats,
		       g.link, g.state, g.reporting, g.seq, g.take_seq, g.fit_extents, g.want_pages,
		       g.offered_pages, g.given_pages, g.total_pages, g.target_pages,
		       g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms, g.ttl_ms,
		       g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_grant(g, a_state, a_back_extents, a_back_pages, a_back_offered_pages) {
	d_step {
		lockstep(before_guest_grant(g, a_state, a_back_extents, a_back_pages, a_back_offered_pages))
		guest_grant(g, a_state, a_back_extents, a_back_pages, a_back_offered_pages);
		printf("@ guest_grant %d %d %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_state, a_back_extents, a_back_pages, a_back_offered_pages, g.give, g.take,
		       g.stats, g.link, g.state, g.reporting, g.seq, g.take_seq, g.fit_extents,
		       g.want_pages, g.offered_pages, g.given_pages, g.total_pages, g.target_pages,
		       g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms, g.ttl_ms,
		       g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_tick(g, a_now_ms) {
	d_step {
		lockstep(before_guest_tick(g, a_now_ms))
		guest_tick(g, a_now_ms);
		printf("@ guest_tick %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_now_ms, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_host(g, a_state) {
	d_step {
		lockstep(before_guest_host(g, a_state))
		guest_host(g, a_state);
		printf("@ guest_host %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_state, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_target(g, a_target_pages) {
	d_step {
		lockstep(before_guest_target(g, a_target_pages))
		guest_target(g, a_target_pages);
		printf("@ guest_target %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_target_pages, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_patience(g, a_ttl_ms, a_grant_ms) {
	d_step {
		lockstep(before_guest_patience(g, a_ttl_ms, a_grant_ms))
		guest_patience(g, a_ttl_ms, a_grant_ms);
		printf("@ guest_patience %d %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_ttl_ms, a_grant_ms, g.give, g.take, g.stats, g.link, g.state, g.reporting,
		       g.seq, g.take_seq, g.fit_extents, g.want_pages, g.offered_pages,
		       g.given_pages, g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms,
		       g.sent_at_ms, g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_stats(g) {
	d_step {
		lockstep(before_guest_stats(g))
		guest_stats(g);
		printf("@ guest_stats | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq, g.take_seq,
		       g.fit_extents, g.want_pages, g.offered_pages, g.given_pages, g.total_pages,
		       g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms,
		       g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_stats_taken(g, a_state) {
	d_step {
		lockstep(before_guest_stats_taken(g, a_state))
		guest_stats_taken(g, a_state);
		printf("@ guest_stats_taken %d | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       a_state, g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq,
		       g.take_seq, g.fit_extents, g.want_pages, g.offered_pages, g.given_pages,
		       g.total_pages, g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms,
		       g.asked_at_ms, g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_stop(g) {
	d_step {
		lockstep(before_guest_stop(g))
		guest_stop(g);
		printf("@ guest_stop | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq, g.take_seq,
		       g.fit_extents, g.want_pages, g.offered_pages, g.given_pages, g.total_pages,
		       g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms,
		       g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_guest_reset(g) {
	d_step {
		lockstep(before_guest_reset(g))
		guest_reset(g);
		printf("@ guest_reset | %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d %d\n",
		       g.give, g.take, g.stats, g.link, g.state, g.reporting, g.seq, g.take_seq,
		       g.fit_extents, g.want_pages, g.offered_pages, g.given_pages, g.total_pages,
		       g.target_pages, g.heard_host_ms, g.heard_at_ms, g.sent_at_ms, g.asked_at_ms,
		       g.ttl_ms, g.grant_ms);
		lockstep(after_guest(g))
	}
}

inline call_host_init(h, a_total_pages) {
	d_step {
		lockstep(before_host_init(h, a_total_pages))
		host_init(h, a_total_pages);
		printf("@ host_init %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_total_pages, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_query(h, a_seq, a_now_ms) {
	d_step {
		lockstep(before_host_query(h, a_seq, a_now_ms))
		host_query(h, a_seq, a_now_ms);
		printf("@ host_query %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq, a_now_ms,
		       h.resv, h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_offer(h, a_seq, a_sent_at_ms, a_ttl_ms, a_pages, a_valid, a_now_ms) {
	d_step {
		lockstep(before_host_offer(h, a_seq, a_sent_at_ms, a_ttl_ms, a_pages, a_valid, a_now_ms))
		host_offer(h, a_seq, a_sent_at_ms, a_ttl_ms, a_pages, a_valid, a_now_ms);
		printf("@ host_offer %d %d %d %d %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq,
		       a_sent_at_ms, a_ttl_ms, a_pages, a_valid, a_now_ms, h.resv, h.state,
		       h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages, h.total_pages,
		       h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_commit(h, a_seq, a_now_ms) {
	d_step {
		lockstep(before_host_commit(h, a_seq, a_now_ms))
		host_commit(h, a_seq, a_now_ms);
		printf("@ host_commit %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq, a_now_ms,
		       h.resv, h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_report(h, a_seq, a_agreed, a_now_ms) {
	d_step {
		lockstep(before_host_report(h, a_seq, a_agreed, a_now_ms))
		host_report(h, a_seq, a_agreed, a_now_ms);
		printf("@ host_report %d %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq,
		       a_agreed, a_now_ms, h.resv, h.state, h.resv_report, h.resv_seq,
		       h.reserved_pages, h.held_pages, h.total_pages, h.target_pages, h.tell_state,
		       h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_discarded(h, a_now_ms) {
	d_step {
		lockstep(before_host_discarded(h, a_now_ms))
		host_discarded(h, a_now_ms);
		printf("@ host_discarded %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_now_ms, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_reclaim(h, a_seq, a_want_pages, a_pick_pages, a_now_ms) {
	d_step {
		lockstep(before_host_reclaim(h, a_seq, a_want_pages, a_pick_pages, a_now_ms))
		host_reclaim(h, a_seq, a_want_pages, a_pick_pages, a_now_ms);
		printf("@ host_reclaim %d %d %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq,
		       a_want_pages, a_pick_pages, a_now_ms, h.resv, h.state, h.resv_report,
		       h.resv_seq, h.reserved_pages, h.held_pages, h.total_pages, h.target_pages,
		       h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_stats(h, a_seq, a_now_ms) {
	d_step {
		lockstep(before_host_stats(h, a_seq, a_now_ms))
		host_stats(h, a_seq, a_now_ms);
		printf("@ host_stats %d %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_seq, a_now_ms,
		       h.resv, h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_bad(h, a_now_ms) {
	d_step {
		lockstep(before_host_bad(h, a_now_ms))
		host_bad(h, a_now_ms);
		printf("@ host_bad %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_now_ms, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_set_state(h, a_state) {
	d_step {
		lockstep(before_host_set_state(h, a_state))
		host_set_state(h, a_state);
		printf("@ host_set_state %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_state, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_load(h, a_state) {
	d_step {
		lockstep(before_host_load(h, a_state))
		host_load(h, a_state);
		printf("@ host_load %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_state, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_set_target(h, a_target_pages) {
	d_step {
		lockstep(before_host_set_target(h, a_target_pages))
		host_set_target(h, a_target_pages);
		printf("@ host_set_target %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_target_pages,
		       h.resv, h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_want_stats(h) {
	d_step {
		lockstep(before_host_want_stats(h))
		host_want_stats(h);
		printf("@ host_want_stats | %d %d %d %d %d %d %d %d %d %d %d\n", h.resv, h.state,
		       h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages, h.total_pages,
		       h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_tell(h, a_now_ms) {
	d_step {
		lockstep(before_host_tell(h, a_now_ms))
		host_tell(h, a_now_ms);
		printf("@ host_tell %d | %d %d %d %d %d %d %d %d %d %d %d\n", a_now_ms, h.resv,
		       h.state, h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages,
		       h.total_pages, h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}

inline call_host_reset(h) {
	d_step {
		lockstep(before_host_reset(h))
		host_reset(h);
		printf("@ host_reset | %d %d %d %d %d %d %d %d %d %d %d\n", h.resv, h.state,
		       h.resv_report, h.resv_seq, h.reserved_pages, h.held_pages, h.total_pages,
		       h.target_pages, h.tell_state, h.tell_target, h.tell_stats);
		lockstep(after_host(h))
	}
}
