/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -DANY: no world around the machines, and any calls.
 * Generated from spec/ (SHA-256 54f6762dbd389c32) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * BOUNDS: sequences of 1 + ANY_CALLS calls of one machine; the numbers 0 to ANY_MAX.
 */
#ifndef ANY_CALLS
#define ANY_CALLS	8
#endif
#ifndef ANY_MAX
#define ANY_MAX		1
#endif

inline put_query(x0) { skip }
inline put_gather(x0) { skip }
inline put_offer(x0, x1, x2, x3) { skip }
inline put_commit(x0) { skip }
inline put_report(x0) { skip }
inline put_reclaim(x0, x1, x2, x3, x4) { skip }
inline put_stats() { skip }
inline put_warn(x0) { skip }
inline put_discard() { skip }
inline put_publish() { skip }
inline put_reply(x0, x1, x2, x3) { skip }
inline put_reply_commit(x0, x1, x2, x3) { skip }
inline put_reply_report(x0, x1, x2, x3) { skip }
inline put_grant(x0, x1, x2, x3, x4) { skip }
inline put_notice(x0, x1, x2, x3) { skip }
inline put_tell() { skip }

inline any_msg(x) {
	if
	:: x = MSG_QUERY
	:: x = MSG_OFFER
	:: x = MSG_COMMIT
	:: x = MSG_RECLAIM
	:: x = MSG_STATS
	:: x = MSG_REPORT
	fi
}

inline any_status(x) {
	if
	:: x = ST_OK
	:: x = ST_ACCEPTED
	:: x = ST_REFUSED_LATE
	:: x = ST_REFUSED_HOST
	:: x = ST_BAD
	:: x = ST_DONE
	:: x = ST_UNKNOWN
	:: x = ST_GRANTED
	fi
}

inline any_host_state(x) {
	if
	:: x = HOST_PLENTY
	:: x = HOST_TIGHT
	:: x = HOST_MIGRATING
	fi
}

inline any_notice(x) {
	if
	:: x = NOTICE_STATE
	:: x = NOTICE_TARGET
	:: x = NOTICE_STATS
	fi
}

inline any_link_state(x) {
	if
	:: x = LINK_DOWN
	:: x = LINK_UP
	:: x = LINK_STOPPING
	fi
}

inline any_give_state(x) {
	if
	:: x = GIVE_IDLE
	:: x = GIVE_WAIT_STATE
	:: x = GIVE_GATHER
	:: x = GIVE_DROPPED
	:: x = GIVE_WAIT_ACK
	:: x = GIVE_ABANDONED
	:: x = GIVE_WAIT_DONE
	:: x = GIVE_WAIT_REPORTED
	fi
}

inline any_take_state(x) {
	if
	:: x = TAKE_NONE
	:: x = TAKE_ASKED
	:: x = TAKE_OVERDUE
	fi
}

inline any_stats_state(x) {
	if
	:: x = STATS_IDLE
	:: x = STATS_SENT
	:: x = STATS_AGAIN
	fi
}

inline any_resv_state(x) {
	if
	:: x = RESV_NONE
	:: x = RESV_HELD
	:: x = RESV_DISCARDING
	fi
}

guest GUEST;

proctype any_guest() {
	byte calls;
	u64 v_total_pages;
	u32 v_ttl_ms;
	u32 v_grant_ms;
	u64 v_want_pages;
	u32 v_seq;
	mtype:status v_status;
	mtype:host_state v_state;
	u64 v_host_time_ms;
	u64 v_now_ms;
	u64 v_pages;
	bool v_agreed;
	u64 v_near_addr;
	u32 v_fit_extents;
	u32 v_back_extents;
	u64 v_back_pages;
	u64 v_back_offered_pages;
	u64 v_target_pages;
	atomic {
		if
		:: select (v_total_pages : 0 .. ANY_MAX);
		   select (v_ttl_ms : 0 .. ANY_MAX);
		   select (v_grant_ms : 0 .. ANY_MAX);
		   call_guest_init(GUEST, v_total_pages, v_ttl_ms, v_grant_ms); v_total_pages = 0; v_ttl_ms = 0; v_grant_ms = 0
		fi
	}
	do
	:: atomic { calls < ANY_CALLS -> calls++;
		if
		:: select (v_total_pages : 0 .. ANY_MAX);
		   select (v_ttl_ms : 0 .. ANY_MAX);
		   select (v_grant_ms : 0 .. ANY_MAX);
		   call_guest_init(GUEST, v_total_pages, v_ttl_ms, v_grant_ms); v_total_pages = 0; v_ttl_ms = 0; v_grant_ms = 0
		:: call_guest_start(GUEST)
		:: select (v_want_pages : 0 .. ANY_MAX);
		   call_guest_collect(GUEST, v_want_pages); v_want_pages = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   any_status(v_status);
		   any_host_state(v_state);
		   select (v_host_time_ms : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_state(GUEST, v_seq, v_status, v_state, v_host_time_ms, v_now_ms); v_seq = 0; v_status = 0; v_state = 0; v_host_time_ms = 0; v_now_ms = 0
		:: select (v_pages : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_offer(GUEST, v_pages, v_now_ms); v_pages = 0; v_now_ms = 0
		:: select (v_pages : 0 .. ANY_MAX);
		   select (v_agreed : 0 .. 1);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_report(GUEST, v_pages, v_agreed, v_now_ms); v_pages = 0; v_agreed = 0; v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   any_status(v_status);
		   any_host_state(v_state);
		   call_guest_ack(GUEST, v_seq, v_status, v_state); v_seq = 0; v_status = 0; v_state = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   any_status(v_status);
		   any_host_state(v_state);
		   call_guest_done(GUEST, v_seq, v_status, v_state); v_seq = 0; v_status = 0; v_state = 0
		:: any_host_state(v_state);
		   call_guest_reported(GUEST, v_state); v_state = 0
		:: select (v_want_pages : 0 .. ANY_MAX);
		   select (v_near_addr : 0 .. ANY_MAX);
		   select (v_fit_extents : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_pressure(GUEST, v_want_pages, v_near_addr, v_fit_extents, v_now_ms); v_want_pages = 0; v_near_addr = 0; v_fit_extents = 0; v_now_ms = 0
		:: any_host_state(v_state);
		   select (v_back_extents : 0 .. ANY_MAX);
		   select (v_back_pages : 0 .. ANY_MAX);
		   select (v_back_offered_pages : 0 .. ANY_MAX);
		   call_guest_grant(GUEST, v_state, v_back_extents, v_back_pages, v_back_offered_pages); v_state = 0; v_back_extents = 0; v_back_pages = 0; v_back_offered_pages = 0
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_tick(GUEST, v_now_ms); v_now_ms = 0
		:: any_host_state(v_state);
		   call_guest_host(GUEST, v_state); v_state = 0
		:: select (v_target_pages : 0 .. ANY_MAX);
		   call_guest_target(GUEST, v_target_pages); v_target_pages = 0
		:: select (v_ttl_ms : 0 .. ANY_MAX);
		   select (v_grant_ms : 0 .. ANY_MAX);
		   call_guest_patience(GUEST, v_ttl_ms, v_grant_ms); v_ttl_ms = 0; v_grant_ms = 0
		:: call_guest_stats(GUEST)
		:: any_host_state(v_state);
		   call_guest_stats_taken(GUEST, v_state); v_state = 0
		:: call_guest_stop(GUEST)
		:: call_guest_reset(GUEST)
		fi }
	:: calls == ANY_CALLS -> break
	od
}

host HOST;

proctype any_host() {
	byte calls;
	u64 v_total_pages;
	u32 v_seq;
	u64 v_now_ms;
	u64 v_sent_at_ms;
	u32 v_ttl_ms;
	u64 v_pages;
	bool v_valid;
	bool v_agreed;
	u64 v_want_pages;
	u64 v_pick_pages;
	mtype:host_state v_state;
	u64 v_target_pages;
	atomic {
		if
		:: select (v_total_pages : 0 .. ANY_MAX);
		   call_host_init(HOST, v_total_pages); v_total_pages = 0
		fi
	}
	do
	:: atomic { calls < ANY_CALLS -> calls++;
		if
		:: select (v_total_pages : 0 .. ANY_MAX);
		   call_host_init(HOST, v_total_pages); v_total_pages = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_query(HOST, v_seq, v_now_ms); v_seq = 0; v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_sent_at_ms : 0 .. ANY_MAX);
		   select (v_ttl_ms : 0 .. ANY_MAX);
		   select (v_pages : 0 .. ANY_MAX);
		   select (v_valid : 0 .. 1);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_offer(HOST, v_seq, v_sent_at_ms, v_ttl_ms, v_pages, v_valid, v_now_ms); v_seq = 0; v_sent_at_ms = 0; v_ttl_ms = 0; v_pages = 0; v_valid = 0; v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_commit(HOST, v_seq, v_now_ms); v_seq = 0; v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_agreed : 0 .. 1);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_report(HOST, v_seq, v_agreed, v_now_ms); v_seq = 0; v_agreed = 0; v_now_ms = 0
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_host_discarded(HOST, v_now_ms); v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_want_pages : 0 .. ANY_MAX);
		   select (v_pick_pages : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_reclaim(HOST, v_seq, v_want_pages, v_pick_pages, v_now_ms); v_seq = 0; v_want_pages = 0; v_pick_pages = 0; v_now_ms = 0
		:: select (v_seq : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_host_stats(HOST, v_seq, v_now_ms); v_seq = 0; v_now_ms = 0
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_host_bad(HOST, v_now_ms); v_now_ms = 0
		:: any_host_state(v_state);
		   call_host_set_state(HOST, v_state); v_state = 0
		:: any_host_state(v_state);
		   call_host_load(HOST, v_state); v_state = 0
		:: select (v_target_pages : 0 .. ANY_MAX);
		   call_host_set_target(HOST, v_target_pages); v_target_pages = 0
		:: call_host_want_stats(HOST)
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_host_tell(HOST, v_now_ms); v_now_ms = 0
		:: call_host_reset(HOST)
		fi }
	:: calls == ANY_CALLS -> break
	od
}

init {
	if
	:: run any_guest()
	:: run any_host()
	fi
}
