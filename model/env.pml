/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The world around the two machines: virtqueues, the worker that gathers, time,
 * pressure, a host that stalls, an operator, resets, migration.  It makes the
 * choices that real life makes and decides nothing that the protocol decides.
 * Handlers take variables of their caller or constants, never expressions: SPIN
 * would compute those anew wherever the handler names the parameter.
 */
guest G;
host H;

/*
 * Virtqueues.  The driver has one buffer of a kind in flight at most: for giving,
 * taking, stats.  The device takes them in order, with -DANYORDER in any; its
 * answers may be read in any order, so each kind has a place of its own for them.
 * The pages of an offer travel in own.sent, those of a grant in own.granted.
 */
#ifdef FULL
#define QUEUE_SIZE	1	/* less than the driver may want to send: see put_todev */
#else
#define QUEUE_SIZE	3
#endif
chan todev = [QUEUE_SIZE] of { mtype:msg, byte, byte };				/* kind, seq, amount */
chan used_give = [1] of { mtype:msg, mtype:status, byte, mtype:host_state };	/* kind, status, seq, state */
chan used_take = [1] of { mtype:host_state };
chan used_stats = [1] of { mtype:host_state };
chan fromdev = [1] of { mtype:notice, mtype:host_state, byte };		/* notice, state, target */

bool attached = true;	/* there is a device behind the queues */
bool gathering;		/* the driver's worker is at it */
bool tell_due;		/* the device wants a buffer on fromdevq */
bool stalled;		/* the host has stopped, for a while or for good */
mtype:msg reading;	/* the message that the device is handling */
byte room;		/* for so many extents, in the answer to the reclaim */

/* What must never be. */
bool wiped_in_use;	/* a page was discarded that the guest may touch */
bool unwanted;		/* an offer to a host that has said that it wants none, or taken by it */

/*
 * What an honest environment never sees.  -DASSERTS checks these alone; else they are left out, so that a
 * violated claim is the claim's own.
 */
#ifdef ASSERTS
#define must(x)		assert(x)
#else
#define must(x)		skip
#endif

#define FREE		(ALL & ~(own.gathered | own.offered | own.given))
#define AT_REST		(G.give == GIVE_IDLE && G.take == TAKE_NONE && G.stats == STATS_IDLE)
#define REPORTING	(G.reporting && (G.give == GIVE_WAIT_ACK || G.give == GIVE_WAIT_REPORTED))
#define COUNT(s)	(((s) & 1) + (((s) >> 1) & 1) + (((s) >> 2) & 1) + (((s) >> 3) & 1))
#define EXTENTS(s)	COUNT((s) & ~((s) << 1))	/* of pages that follow each other: so many extents */

/*
 * Each part of the driver's machine has one buffer in flight at most, so there is
 * room for it; with -DFULL there is not, and the driver tries again (d_retry).
 * What is posted when no device is there is lost.
 */
#ifdef FULL
mtype:msg unsent_give, unsent_take, unsent_stats;
byte unsent_seq, unsent_take_seq, unsent_amount;
inline keep_unsent(kind, of_seq, x) {
	if
	:: kind == MSG_RECLAIM -> must(unsent_take == 0); unsent_take = kind; unsent_take_seq = of_seq; unsent_amount = x
	:: kind == MSG_STATS -> must(unsent_stats == 0); unsent_stats = kind
	:: else -> must(unsent_give == 0); unsent_give = kind; unsent_seq = of_seq
	fi
}
#else
inline keep_unsent(kind, of_seq, x) { must(false) }
#endif
inline put_todev(kind, of_seq, x) {
	if
	:: !attached -> skip
	:: attached && nfull(todev) -> todev!kind,of_seq,x
	:: attached && full(todev) -> keep_unsent(kind, of_seq, x)
	fi
}
inline put_query(to_seq) { put_todev(MSG_QUERY, to_seq, 0); begin_wait() }
inline put_gather(to_want_pages) { must(!gathering); gathering = true }
inline put_offer(to_seq, to_sent_at_ms, to_ttl_ms, to_pages) {
	unwanted = unwanted || G.state != HOST_PLENTY;
	keep_sent_at(to_sent_at_ms);
	put_todev(MSG_OFFER, to_seq, 0);
	begin_wait()
}
inline put_commit(to_seq) { put_todev(MSG_COMMIT, to_seq, 0) }
inline put_report(to_seq) { put_todev(MSG_REPORT, to_seq, 0) }
inline put_reclaim(to_take_seq, to_want_pages, to_near_addr, to_fit_extents, to_grant_ms) {
	room = to_fit_extents;
	put_todev(MSG_RECLAIM, to_take_seq, to_want_pages)
}
inline put_stats() { put_todev(MSG_STATS, 0, 0) }
inline put_warn(to_take_seq) { skip }
inline put_discard() { skip }
inline put_publish() { skip }
inline put_reply(to_status, to_seq, to_state, to_now_ms) {
	if
	:: reading == MSG_STATS -> must(nfull(used_stats)); used_stats!to_state
	:: else ->
		must(nfull(used_give));
		used_give!reading,to_status,to_seq,to_state;
		keep_host_time(to_now_ms);
		unwanted = unwanted || (to_status == ST_ACCEPTED && to_state != HOST_PLENTY);
		note_refusal(to_status)
	fi
}
inline put_reply_commit(to_status, to_seq, to_state, to_now_ms) {
	must(nfull(used_give)); used_give!MSG_COMMIT,to_status,to_seq,to_state
}
inline put_reply_report(to_status, to_seq, to_state, to_now_ms) {
	must(nfull(used_give)); used_give!MSG_REPORT,to_status,to_seq,to_state
}
inline put_grant(to_status, to_seq, to_state, to_pages, at_ms) { must(nfull(used_take)); used_take!to_state }
inline put_notice(to_notice, to_state, to_target_pages, to_now_ms) { fromdev!to_notice,to_state,to_target_pages }
inline put_tell() { tell_due = true }

#include "clocks.pml"

/* The end of a step: the replay compares its own page sets with these. */
inline tell_sets() {
	printf("= %d %d %d %d %d\n", own.gathered, own.offered, own.given, own.reserved, own.held)
}

/* --- the driver's side --- */

/* The worker: one ordered worker collects, gathers and offers. */
proctype d_worker() {
	byte s, n;
end:	do
	:: atomic { may_collect ->
		count_collect();
		call_guest_collect(G, BLOCKS);
		tell_sets() }
	:: atomic { gathering && own.gathered == 0 ->
		if
		:: s = FREE
		:: s = FREE & 2
		:: s = FREE & 5
		:: s = 0
		fi;
		printf("@ own gathered %d\n", s);
		own.gathered = s;
		if
		:: s == 0 -> gathering = false; call_guest_offer(G, 0, GUEST_NOW_MS)
		:: else -> skip
		fi;
		tell_sets();
		s = 0 }
	:: atomic { gathering && own.gathered != 0 ->
		gathering = false;
		n = COUNT(own.gathered);
		call_guest_offer(G, n, GUEST_NOW_MS);
		tell_sets();
		n = 0 }
	od
}

/* Answers come back in the used rings.  One step reads one answer; its variables are 0 in between. */
inline read_give() {
	used_give?kind,st,sq,hs;
	end_wait();
	must(st != ST_BAD);
	if
	:: kind == MSG_QUERY -> call_guest_state(G, sq, st, hs, HEARD_HOST_MS, GUEST_NOW_MS)
	:: kind == MSG_OFFER -> call_guest_ack(G, sq, st, hs)
	:: kind == MSG_COMMIT -> call_guest_done(G, sq, st, hs)
	:: kind == MSG_REPORT -> call_guest_reported(G, hs)
	fi;
	own.sent = (kind == MSG_OFFER -> 0 : own.sent);	/* the buffer is the driver's again */
	tell_sets();
	kind = 0; st = 0; sq = 0; hs = 0
}
inline read_take() {
	used_take?hs;
	own.back = own.granted;
	own.granted = 0;
	/* an honest device grants nothing but what this driver gave */
	must((own.back & ~(own.given | own.offered)) == 0);
	must((own.back & own.offered) == 0 || G.give == GIVE_WAIT_DONE);
	printf("@ own back %d\n", own.back);
	r = EXTENTS(own.back);
	n = COUNT(own.back & own.given);
	m = COUNT(own.back & own.offered);
	call_guest_grant(G, hs, r, n, m);
	own.back = 0;
	room = 0;
	tell_sets();
	hs = 0; r = 0; n = 0; m = 0
}
inline read_stats() { used_stats?hs; call_guest_stats_taken(G, hs); hs = 0 }
inline read_notice() {
	fromdev?nt,hs,n;
	if
	:: nt == NOTICE_STATE -> call_guest_host(G, hs)
	:: nt == NOTICE_TARGET -> call_guest_target(G, n)
	:: nt == NOTICE_STATS -> call_guest_stats(G)
	fi;
	nt = 0; hs = 0; n = 0
}
/* A process for each, so that fairness lets none of them wait for ever: the driver drains its queues. */
proctype d_give() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; byte sq;
end:	do
	:: atomic { nempty(used_give) -> read_give() }
	od
}
proctype d_take() {
	mtype:host_state hs; byte r, n, m;
end:	do
	:: atomic { nempty(used_take) -> read_take() }
	od
}
proctype d_stats() {
	mtype:host_state hs;
end:	do
	:: atomic { nempty(used_stats) -> read_stats() }
	od
}

/*
 * The kernel's worker that reports free pages: it isolates some, hands them to the driver, and waits until none of
 * them is in `offered` any more.  Till then no other report begins.
 */
inline report_free() {
	count_report();
	if
	:: s = FREE
	:: s = FREE & 2
	:: s = FREE & 5
	fi;
	own.isolated = s;
	printf("@ own isolated %d\n", s);
	n = COUNT(s);
	call_guest_report(G, n, true, GUEST_NOW_MS);
	own.isolated = 0;
	tell_sets();
	s = 0; n = 0
}
proctype d_reporting() {
	byte s, n;
end:	do
	:: atomic { may_report && !REPORTING && FREE != 0 -> report_free() }
	od
}

/* Any moment may be the one at which patience ends. */
proctype d_timer() {
end:	do
	:: atomic { may_tick -> call_guest_tick(G, TICK_MS);
		tell_sets() }
	od
}

/* Any moment may be the one at which memory gets short. */
proctype d_pressure() {
end:	do
	:: atomic { may_press ->
		count_press();
		if
		:: call_guest_pressure(G, BLOCKS, ADDR_NONE, EXTENTS_MAX, GUEST_NOW_MS)
		:: call_guest_pressure(G, 1, 0, EXTENTS_MAX, GUEST_NOW_MS)
#if BLOCKS > 2
		:: call_guest_pressure(G, BLOCKS, ADDR_NONE, 1, GUEST_NOW_MS)	/* its books have room for one run */
#endif
		fi;
		tell_sets() }
	od
}

proctype d_notices() {
	mtype:notice nt; mtype:host_state hs; byte n;
end:	do
	:: atomic { nempty(fromdev) -> read_notice() }
	od
}

#ifdef FULL
proctype d_retry() {
end:	do
	:: atomic { unsent_give != 0 && nfull(todev) -> todev!unsent_give,unsent_seq,0; unsent_give = 0; unsent_seq = 0 }
	:: atomic { unsent_take != 0 && nfull(todev) ->
		todev!unsent_take,unsent_take_seq,unsent_amount; unsent_take = 0; unsent_take_seq = 0; unsent_amount = 0 }
	:: atomic { unsent_stats != 0 && nfull(todev) -> todev!unsent_stats,0,0; unsent_stats = 0 }
	od
}
#endif

/* --- the device's side --- */

#ifdef ANYORDER
#define take_request	\
	if \
	:: todev??MSG_RECLAIM,sq,s -> kind = MSG_RECLAIM \
	:: todev??MSG_STATS,sq,s -> kind = MSG_STATS \
	:: todev??MSG_QUERY,sq,s -> kind = MSG_QUERY \
	:: todev??MSG_OFFER,sq,s -> kind = MSG_OFFER \
	:: todev??MSG_COMMIT,sq,s -> kind = MSG_COMMIT \
	:: todev??MSG_REPORT,sq,s -> kind = MSG_REPORT \
	fi
#else
#define take_request	todev?kind,sq,s
#endif
proctype h_requests() {
	mtype:msg kind; byte s, sq, t, n; bool v;
end:	do
	:: atomic { !stalled && nempty(todev) ->
		take_request;
		reading = kind;
		if
		:: kind == MSG_QUERY -> call_host_query(H, sq, HOST_NOW_MS)
		:: kind == MSG_STATS -> call_host_stats(H, sq, HOST_NOW_MS)
		:: kind == MSG_COMMIT -> call_host_commit(H, sq, HOST_NOW_MS)
		:: kind == MSG_REPORT -> call_host_report(H, sq, true, HOST_NOW_MS)
		:: kind == MSG_OFFER ->
			offer_read_at(t);
			own.incoming = own.sent;
			printf("@ own incoming %d\n", own.incoming);
			n = COUNT(own.incoming);
			v = (own.incoming & (own.held | own.left)) == 0;
			call_host_offer(H, sq, SENT_AT_MS, PATIENCE_MS, n, v, t);
			own.incoming = 0;
			forget_sent_at()
		:: kind == MSG_RECLAIM ->
			if
			:: s >= COUNT(own.held) && EXTENTS(own.held) <= room -> t = own.held
			:: s >= COUNT(own.held & 5) && EXTENTS(own.held & 5) <= room -> t = own.held & 5
			:: s >= COUNT(own.held & 2) -> t = own.held & 2
			:: t = 0
			fi;
			own.picked = t;
			printf("@ own picked %d\n", t);
			n = COUNT(t);
			call_host_reclaim(H, sq, s, n, HOST_NOW_MS);
			own.picked = 0
		fi;
		tell_sets();
		reading = 0; kind = 0; sq = 0; s = 0; t = 0; n = 0; v = false }
	od
}

/* The discard goes page by page, in any order, and is atomic with nothing. */
inline discard_page(b) {
	!stalled && (own.left & b) ->
	own.left = own.left & ~b;
	printf("@ discard %d\n", b);
	wiped_in_use = wiped_in_use || (FREE & b)
}
proctype h_discard() {
end:	do
	:: atomic { discard_page(1) }
	:: atomic { discard_page(2) }
	:: atomic { discard_page(4) }
	:: atomic { !stalled && own.left == 0 && H.resv == RESV_DISCARDING -> call_host_discarded(H, HOST_NOW_MS);
		tell_sets() }
	od
}

proctype h_tell() {
end:	do
	:: atomic { attached && !stalled && tell_due && nfull(fromdev) -> tell_due = false; call_host_tell(H, HOST_NOW_MS) }
	od
}

/* The host's condition changes at any moment; with -DSETTLES there is a last time. */
proctype h_state() {
end:	do
	:: atomic { H.state != HOST_PLENTY -> call_host_set_state(H, HOST_PLENTY) }
	:: atomic { H.state != HOST_TIGHT -> call_host_set_state(H, HOST_TIGHT) }
	:: atomic { H.state != HOST_MIGRATING -> call_host_set_state(H, HOST_MIGRATING) }
#ifdef SETTLES
	:: break
#endif
	od
}

/* Operators set targets and want stats. */
proctype h_operator() {
end:	do
	:: atomic { !H.tell_target -> call_host_set_target(H, 1) }
	:: atomic { !H.tell_target -> call_host_set_target(H, TARGET_NONE) }
	od
}
/* Patience comes and goes; without any, a deadline is past at once. */
proctype d_patience() {
end:	do
	:: atomic { call_guest_patience(G, PATIENCE_MS - G.ttl_ms, PATIENCE_MS - G.grant_ms) }
	od
}
proctype h_poll() {
end:	do
	:: atomic { !H.tell_stats && may_poll -> count_poll(); call_host_want_stats(H) }
	od
}

/*
 * The host stops and runs again, as often as it likes.  A fair run would have it do so for ever, so with
 * -DSETTLES it runs for good in the end, or is dead for good.
 */
proctype h_stall() {
end:	do
	:: atomic { may_stall -> count_stall(); stalled = !stalled }
#ifdef SETTLES
	:: break
#endif
	od
}

/* A device that has lost its reservation, as after a snapshot from before the offer: COMMIT answers UNKNOWN. */
proctype h_forget() {
end:	do
	:: atomic { H.resv == RESV_HELD ->
		H.resv = RESV_NONE;
		H.reserved_pages = 0;
		own.reserved = 0;
		printf("@ forget 0\n") }
	od
}

/* The VM goes on at another host, or from a snapshot of this moment: any moment; with -DSETTLES once. */
proctype h_migrate() {
end:	do
#ifndef CLOCKS
	:: atomic { H.state != HOST_MIGRATING -> call_host_set_state(H, HOST_MIGRATING) }
#endif
	:: atomic { true ->
		jump_clock();
		if
		:: call_host_load(H, HOST_PLENTY)
		:: call_host_load(H, HOST_TIGHT)
		fi;
		tell_sets() };
#ifdef SETTLES
	   break
	:: break
#endif
	od
}

/* --- resets --- */

/* The device is reset, or gone: its queues are empty, and nobody looks into them until the driver starts again. */
inline device_reset() {
	call_host_reset(H);
	attached = false;
	do
	:: todev?kind,sq,s
	:: used_give?kind,st,sq,hs
	:: used_take?hs
	:: used_stats?hs
	:: fromdev?nt,hs,s
	:: empty(todev) && empty(used_give) && empty(used_take) && empty(used_stats) && empty(fromdev) -> break
	od;
#ifdef FULL
	unsent_give = 0; unsent_seq = 0; unsent_take = 0; unsent_take_seq = 0; unsent_amount = 0; unsent_stats = 0;
#endif
	own.sent = 0;
	kind = 0; st = 0; hs = 0; nt = 0; s = 0; sq = 0
}

/* The driver ends its works before it resets: a gathering that has not begun is called off, another runs to its end. */
#define works_ended	(!gathering || own.gathered == 0)

/* The driver knows: every page is the guest's. */
inline driver_reset() {
	gathering = false;
	call_guest_reset(G);
	room = 0;
	tell_sets()
}

/* Unbind and bind, suspend and resume; -DGONE: the device goes by itself, and the driver learns of it later. */
proctype reset() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; mtype:notice nt; byte s, sq;
end:	do
#ifdef GONE
	:: atomic { device_reset(); tell_sets() };
	   atomic { works_ended -> driver_reset() };
	   atomic { attached = true; call_guest_start(G) }
#endif
#ifdef STEPS
	:: atomic { call_guest_stop(G); tell_sets() };
	   atomic { works_ended -> gathering = false; device_reset(); tell_sets() };
	   atomic { driver_reset() };
	   atomic { attached = true; call_guest_start(G) }
#else
	:: atomic { works_ended -> call_guest_stop(G); gathering = false; device_reset(); driver_reset();
		attached = true; call_guest_start(G) }
#endif
#ifdef SETTLES
	:: break
#endif
	od
}
