/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hands each step to the C that runs beside it (lockstep.c).
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Before the handler: page sets, state, parameters.  In it: each effect that it asks for, with its arguments.
 * After it: page sets and state again, which must be the C's.
 */
hidden int lockstep[37];

c_decl {
	extern void lockstep_guest_init(void);
	extern void lockstep_guest_start(void);
	extern void lockstep_guest_collect(void);
	extern void lockstep_guest_state(void);
	extern void lockstep_guest_offer(void);
	extern void lockstep_guest_report(void);
	extern void lockstep_guest_ack(void);
	extern void lockstep_guest_done(void);
	extern void lockstep_guest_reported(void);
	extern void lockstep_guest_pressure(void);
	extern void lockstep_guest_grant(void);
	extern void lockstep_guest_tick(void);
	extern void lockstep_guest_host(void);
	extern void lockstep_guest_target(void);
	extern void lockstep_guest_patience(void);
	extern void lockstep_guest_stats(void);
	extern void lockstep_guest_stats_taken(void);
	extern void lockstep_guest_stop(void);
	extern void lockstep_guest_reset(void);
	extern void lockstep_asked_release_gathered(void);
	extern void lockstep_asked_release_offered(void);
	extern void lockstep_asked_keep_offered(void);
	extern void lockstep_asked_release_given(void);
	extern void lockstep_asked_absorb_grant(void);
	extern void lockstep_asked_send_query(void);
	extern void lockstep_asked_gather(void);
	extern void lockstep_asked_send_offer(void);
	extern void lockstep_asked_offer_isolated(void);
	extern void lockstep_asked_send_commit(void);
	extern void lockstep_asked_send_report(void);
	extern void lockstep_asked_send_reclaim(void);
	extern void lockstep_asked_send_stats(void);
	extern void lockstep_asked_warn_overdue(void);
	extern int lockstep_same_guest(void);
	extern void lockstep_host_init(void);
	extern void lockstep_host_query(void);
	extern void lockstep_host_offer(void);
	extern void lockstep_host_commit(void);
	extern void lockstep_host_report(void);
	extern void lockstep_host_discarded(void);
	extern void lockstep_host_reclaim(void);
	extern void lockstep_host_stats(void);
	extern void lockstep_host_bad(void);
	extern void lockstep_host_set_state(void);
	extern void lockstep_host_load(void);
	extern void lockstep_host_set_target(void);
	extern void lockstep_host_want_stats(void);
	extern void lockstep_host_tell(void);
	extern void lockstep_host_reset(void);
	extern void lockstep_asked_drop_reserved(void);
	extern void lockstep_asked_reserve(void);
	extern void lockstep_asked_discard(void);
	extern void lockstep_asked_hold(void);
	extern void lockstep_asked_grant(void);
	extern void lockstep_asked_drop_held(void);
	extern void lockstep_asked_publish_stats(void);
	extern void lockstep_asked_reply(void);
	extern void lockstep_asked_reply_commit(void);
	extern void lockstep_asked_reply_report(void);
	extern void lockstep_asked_reply_grant(void);
	extern void lockstep_asked_notice(void);
	extern void lockstep_asked_tell(void);
	extern int lockstep_same_host(void);
}

inline state_guest(x) {
	lockstep[0] = own.gathered;
	lockstep[1] = own.isolated;
	lockstep[2] = own.offered;
	lockstep[3] = own.given;
	lockstep[4] = own.sent;
	lockstep[5] = own.back;
	lockstep[6] = own.incoming;
	lockstep[7] = own.reserved;
	lockstep[8] = own.left;
	lockstep[9] = own.held;
	lockstep[10] = own.picked;
	lockstep[11] = own.granted;
	lockstep[12] = x.give;
	lockstep[13] = x.take;
	lockstep[14] = x.stats;
	lockstep[15] = x.link;
	lockstep[16] = x.state;
	lockstep[17] = x.reporting;
	lockstep[18] = x.seq;
	lockstep[19] = x.take_seq;
	lockstep[20] = x.fit_extents;
	lockstep[21] = x.want_pages;
	lockstep[22] = x.offered_pages;
	lockstep[23] = x.given_pages;
	lockstep[24] = x.total_pages;
	lockstep[25] = x.target_pages;
	lockstep[26] = x.heard_host_ms;
	lockstep[27] = x.heard_at_ms;
	lockstep[28] = x.sent_at_ms;
	lockstep[29] = x.asked_at_ms;
	lockstep[30] = x.ttl_ms;
	lockstep[31] = x.grant_ms
}
inline after_guest(x) { state_guest(x); c_code [ lockstep_same_guest() ] { ; } }

inline before_guest_init(x, x_total_pages, x_ttl_ms, x_grant_ms) {
	state_guest(x);
	lockstep[32] = x_total_pages;
	lockstep[33] = x_ttl_ms;
	lockstep[34] = x_grant_ms;
	c_code { lockstep_guest_init(); }
}

inline before_guest_start(x) {
	state_guest(x);
	c_code { lockstep_guest_start(); }
}

inline before_guest_collect(x, x_want_pages) {
	state_guest(x);
	lockstep[32] = x_want_pages;
	c_code { lockstep_guest_collect(); }
}

inline before_guest_state(x, x_seq, x_status, x_state, x_host_time_ms, x_now_ms) {
	state_guest(x);
	lockstep[32] = x_seq;
	lockstep[33] = x_status;
	lockstep[34] = x_state;
	lockstep[35] = x_host_time_ms;
	lockstep[36] = x_now_ms;
	c_code { lockstep_guest_state(); }
}

inline before_guest_offer(x, x_pages, x_now_ms) {
	state_guest(x);
	lockstep[32] = x_pages;
	lockstep[33] = x_now_ms;
	c_code { lockstep_guest_offer(); }
}

inline before_guest_report(x, x_pages, x_agreed, x_now_ms) {
	state_guest(x);
	lockstep[32] = x_pages;
	lockstep[33] = x_agreed;
	lockstep[34] = x_now_ms;
	c_code { lockstep_guest_report(); }
}

inline before_guest_ack(x, x_seq, x_status, x_state) {
	state_guest(x);
	lockstep[32] = x_seq;
	lockstep[33] = x_status;
	lockstep[34] = x_state;
	c_code { lockstep_guest_ack(); }
}

inline before_guest_done(x, x_seq, x_status, x_state) {
	state_guest(x);
	lockstep[32] = x_seq;
	lockstep[33] = x_status;
	lockstep[34] = x_state;
	c_code { lockstep_guest_done(); }
}

inline before_guest_reported(x, x_state) {
	state_guest(x);
	lockstep[32] = x_state;
	c_code { lockstep_guest_reported(); }
}

inline before_guest_pressure(x, x_want_pages, x_near_addr, x_fit_extents, x_now_ms) {
	state_guest(x);
	lockstep[32] = x_want_pages;
	lockstep[33] = x_near_addr;
	lockstep[34] = x_fit_extents;
	lockstep[35] = x_now_ms;
	c_code { lockstep_guest_pressure(); }
}

inline before_guest_grant(x, x_state, x_back_extents, x_back_pages, x_back_offered_pages) {
	state_guest(x);
	lockstep[32] = x_state;
	lockstep[33] = x_back_extents;
	lockstep[34] = x_back_pages;
	lockstep[35] = x_back_offered_pages;
	c_code { lockstep_guest_grant(); }
}

inline before_guest_tick(x, x_now_ms) {
	state_guest(x);
	lockstep[32] = x_now_ms;
	c_code { lockstep_guest_tick(); }
}

inline before_guest_host(x, x_state) {
	state_guest(x);
	lockstep[32] = x_state;
	c_code { lockstep_guest_host(); }
}

inline before_guest_target(x, x_target_pages) {
	state_guest(x);
	lockstep[32] = x_target_pages;
	c_code { lockstep_guest_target(); }
}

inline before_guest_patience(x, x_ttl_ms, x_grant_ms) {
	state_guest(x);
	lockstep[32] = x_ttl_ms;
	lockstep[33] = x_grant_ms;
	c_code { lockstep_guest_patience(); }
}

inline before_guest_stats(x) {
	state_guest(x);
	c_code { lockstep_guest_stats(); }
}

inline before_guest_stats_taken(x, x_state) {
	state_guest(x);
	lockstep[32] = x_state;
	c_code { lockstep_guest_stats_taken(); }
}

inline before_guest_stop(x) {
	state_guest(x);
	c_code { lockstep_guest_stop(); }
}

inline before_guest_reset(x) {
	state_guest(x);
	c_code { lockstep_guest_reset(); }
}

inline asked_release_gathered() {
	c_code { lockstep_asked_release_gathered(); }
}

inline asked_release_offered() {
	c_code { lockstep_asked_release_offered(); }
}

inline asked_keep_offered() {
	c_code { lockstep_asked_keep_offered(); }
}

inline asked_release_given() {
	c_code { lockstep_asked_release_given(); }
}

inline asked_absorb_grant() {
	c_code { lockstep_asked_absorb_grant(); }
}

inline asked_send_query(x_seq) {
	lockstep[0] = x_seq;
	c_code { lockstep_asked_send_query(); }
}

inline asked_gather(x_want_pages) {
	lockstep[0] = x_want_pages;
	c_code { lockstep_asked_gather(); }
}

inline asked_send_offer(x_seq, x_sent_at_ms, x_ttl_ms, x_pages) {
	lockstep[0] = x_seq;
	lockstep[1] = x_sent_at_ms;
	lockstep[2] = x_ttl_ms;
	lockstep[3] = x_pages;
	c_code { lockstep_asked_send_offer(); }
}

inline asked_offer_isolated(x_seq, x_sent_at_ms, x_ttl_ms, x_pages) {
	lockstep[0] = x_seq;
	lockstep[1] = x_sent_at_ms;
	lockstep[2] = x_ttl_ms;
	lockstep[3] = x_pages;
	c_code { lockstep_asked_offer_isolated(); }
}

inline asked_send_commit(x_seq) {
	lockstep[0] = x_seq;
	c_code { lockstep_asked_send_commit(); }
}

inline asked_send_report(x_seq) {
	lockstep[0] = x_seq;
	c_code { lockstep_asked_send_report(); }
}

inline asked_send_reclaim(x_take_seq, x_want_pages, x_near_addr, x_fit_extents, x_grant_ms) {
	lockstep[0] = x_take_seq;
	lockstep[1] = x_want_pages;
	lockstep[2] = x_near_addr;
	lockstep[3] = x_fit_extents;
	lockstep[4] = x_grant_ms;
	c_code { lockstep_asked_send_reclaim(); }
}

inline asked_send_stats() {
	c_code { lockstep_asked_send_stats(); }
}

inline asked_warn_overdue(x_take_seq) {
	lockstep[0] = x_take_seq;
	c_code { lockstep_asked_warn_overdue(); }
}

inline state_host(x) {
	lockstep[0] = own.gathered;
	lockstep[1] = own.isolated;
	lockstep[2] = own.offered;
	lockstep[3] = own.given;
	lockstep[4] = own.sent;
	lockstep[5] = own.back;
	lockstep[6] = own.incoming;
	lockstep[7] = own.reserved;
	lockstep[8] = own.left;
	lockstep[9] = own.held;
	lockstep[10] = own.picked;
	lockstep[11] = own.granted;
	lockstep[12] = x.resv;
	lockstep[13] = x.state;
	lockstep[14] = x.resv_report;
	lockstep[15] = x.resv_seq;
	lockstep[16] = x.reserved_pages;
	lockstep[17] = x.held_pages;
	lockstep[18] = x.total_pages;
	lockstep[19] = x.target_pages;
	lockstep[20] = x.tell_state;
	lockstep[21] = x.tell_target;
	lockstep[22] = x.tell_stats
}
inline after_host(x) { state_host(x); c_code [ lockstep_same_host() ] { ; } }

inline before_host_init(x, x_total_pages) {
	state_host(x);
	lockstep[23] = x_total_pages;
	c_code { lockstep_host_init(); }
}

inline before_host_query(x, x_seq, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_now_ms;
	c_code { lockstep_host_query(); }
}

inline before_host_offer(x, x_seq, x_sent_at_ms, x_ttl_ms, x_pages, x_valid, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_sent_at_ms;
	lockstep[25] = x_ttl_ms;
	lockstep[26] = x_pages;
	lockstep[27] = x_valid;
	lockstep[28] = x_now_ms;
	c_code { lockstep_host_offer(); }
}

inline before_host_commit(x, x_seq, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_now_ms;
	c_code { lockstep_host_commit(); }
}

inline before_host_report(x, x_seq, x_agreed, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_agreed;
	lockstep[25] = x_now_ms;
	c_code { lockstep_host_report(); }
}

inline before_host_discarded(x, x_now_ms) {
	state_host(x);
	lockstep[23] = x_now_ms;
	c_code { lockstep_host_discarded(); }
}

inline before_host_reclaim(x, x_seq, x_want_pages, x_pick_pages, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_want_pages;
	lockstep[25] = x_pick_pages;
	lockstep[26] = x_now_ms;
	c_code { lockstep_host_reclaim(); }
}

inline before_host_stats(x, x_seq, x_now_ms) {
	state_host(x);
	lockstep[23] = x_seq;
	lockstep[24] = x_now_ms;
	c_code { lockstep_host_stats(); }
}

inline before_host_bad(x, x_now_ms) {
	state_host(x);
	lockstep[23] = x_now_ms;
	c_code { lockstep_host_bad(); }
}

inline before_host_set_state(x, x_state) {
	state_host(x);
	lockstep[23] = x_state;
	c_code { lockstep_host_set_state(); }
}

inline before_host_load(x, x_state) {
	state_host(x);
	lockstep[23] = x_state;
	c_code { lockstep_host_load(); }
}

inline before_host_set_target(x, x_target_pages) {
	state_host(x);
	lockstep[23] = x_target_pages;
	c_code { lockstep_host_set_target(); }
}

inline before_host_want_stats(x) {
	state_host(x);
	c_code { lockstep_host_want_stats(); }
}

inline before_host_tell(x, x_now_ms) {
	state_host(x);
	lockstep[23] = x_now_ms;
	c_code { lockstep_host_tell(); }
}

inline before_host_reset(x) {
	state_host(x);
	c_code { lockstep_host_reset(); }
}

inline asked_drop_reserved() {
	c_code { lockstep_asked_drop_reserved(); }
}

inline asked_reserve() {
	c_code { lockstep_asked_reserve(); }
}

inline asked_discard() {
	c_code { lockstep_asked_discard(); }
}

inline asked_hold() {
	c_code { lockstep_asked_hold(); }
}

inline asked_grant() {
	c_code { lockstep_asked_grant(); }
}

inline asked_drop_held() {
	c_code { lockstep_asked_drop_held(); }
}

inline asked_publish_stats() {
	c_code { lockstep_asked_publish_stats(); }
}

inline asked_reply(x_status, x_seq, x_state, x_now_ms) {
	lockstep[0] = x_status;
	lockstep[1] = x_seq;
	lockstep[2] = x_state;
	lockstep[3] = x_now_ms;
	c_code { lockstep_asked_reply(); }
}

inline asked_reply_commit(x_status, x_seq, x_state, x_now_ms) {
	lockstep[0] = x_status;
	lockstep[1] = x_seq;
	lockstep[2] = x_state;
	lockstep[3] = x_now_ms;
	c_code { lockstep_asked_reply_commit(); }
}

inline asked_reply_report(x_status, x_seq, x_state, x_now_ms) {
	lockstep[0] = x_status;
	lockstep[1] = x_seq;
	lockstep[2] = x_state;
	lockstep[3] = x_now_ms;
	c_code { lockstep_asked_reply_report(); }
}

inline asked_reply_grant(x_status, x_seq, x_state, x_pick_pages, x_now_ms) {
	lockstep[0] = x_status;
	lockstep[1] = x_seq;
	lockstep[2] = x_state;
	lockstep[3] = x_pick_pages;
	lockstep[4] = x_now_ms;
	c_code { lockstep_asked_reply_grant(); }
}

inline asked_notice(x_notice, x_state, x_target_pages, x_now_ms) {
	lockstep[0] = x_notice;
	lockstep[1] = x_state;
	lockstep[2] = x_target_pages;
	lockstep[3] = x_now_ms;
	c_code { lockstep_asked_notice(); }
}

inline asked_tell() {
	c_code { lockstep_asked_tell(); }
}
