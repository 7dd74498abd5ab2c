/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The world around the two machines: virtqueues, the worker that gathers, time,
 * pressure, a host that stalls, an operator, resets.  It makes the choices that
 * real life makes and decides nothing that the protocol decides.  Handlers take
 * variables of their caller or constants, never expressions: SPIN would compute
 * those anew wherever the handler names the parameter.
 */
guest G;
host H;

/*
 * Virtqueues.  The driver has one buffer of a kind in flight at most: for giving,
 * taking, stats.  The device takes them in order; its answers may be read in any
 * order, so each kind has a place of its own for them.
 */
chan todev = [3] of { mtype:msg, byte, byte };					/* kind, seq, pages or amount */
chan used_give = [1] of { mtype:msg, mtype:status, byte, mtype:host_state };	/* kind, status, seq, state */
chan used_take = [1] of { mtype:host_state, byte };				/* state, pages */
chan used_stats = [1] of { mtype:host_state };
chan fromdev = [1] of { mtype:notice, mtype:host_state, byte };		/* notice, state, target */

bool gathering;		/* the driver's worker is at it */
bool tell_due;		/* the device wants a buffer on fromdevq */
bool stalled;		/* the host has stopped, for a while or for good */
pageset left;		/* of the committed pages: still to be discarded */
pageset granted;	/* struck off the device's books, not yet read by the driver */
bool wiped_in_use;	/* a page was discarded that the guest may touch: what must never be */
mtype:msg reading;	/* the message that the device is handling */

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
#define COUNT(s)	(((s) & 1) + (((s) >> 1) & 1) + (((s) >> 2) & 1) + (((s) >> 3) & 1))

/* A buffer is always at hand when a machine sends: each has one of its kind in flight at most. */
inline put_todev(kind, of_seq, x) { must(nfull(todev)); todev!kind,of_seq,x }
inline put_query(to_seq) { put_todev(MSG_QUERY, to_seq, 0) }
inline put_gather(to_want_pages) { must(!gathering); gathering = true }
inline put_offer(to_seq, to_sent_at_ms, to_ttl_ms, to_pages) { put_todev(MSG_OFFER, to_seq, own.offered) }
inline put_commit(to_seq) { put_todev(MSG_COMMIT, to_seq, 0) }
inline put_reclaim(to_take_seq, to_want_pages, to_grant_ms) { put_todev(MSG_RECLAIM, to_take_seq, to_want_pages) }
inline put_stats() { put_todev(MSG_STATS, 0, 0) }
inline put_warn(to_take_seq) { skip }
inline put_discard() { left = own.reserved }
inline put_publish() { skip }
inline put_reply(to_status, to_seq, to_state, to_now_ms) {
	if
	:: reading == MSG_STATS -> must(nfull(used_stats)); used_stats!to_state
	:: else -> must(nfull(used_give)); used_give!reading,to_status,to_seq,to_state
	fi
}
inline put_reply_commit(to_status, to_seq, to_state, to_now_ms) {
	must(nfull(used_give)); used_give!MSG_COMMIT,to_status,to_seq,to_state
}
inline put_grant(to_status, to_seq, to_state, to_pages, at_ms) {
	if
	:: to_status == ST_GRANTED -> granted = granted | own.picked
	:: else -> own.picked = 0
	fi;
	must(nfull(used_take));
	used_take!to_state,own.picked
}
inline put_notice(to_notice, to_state, to_target_pages, to_now_ms) { fromdev!to_notice,to_state,to_target_pages }
inline put_tell() { tell_due = true }

/* The end of a step: the replay compares its own page sets with these. */
inline tell_sets() {
	printf("= %d %d %d %d %d\n", own.gathered, own.offered, own.given, own.reserved, own.held)
}

/* --- the driver's side --- */

/* The worker: one ordered worker collects, gathers and offers. */
proctype d_worker() {
	byte s, n;
	do
	:: atomic { !gathering ->
		call_guest_collect(G, BLOCKS);
		tell_sets() }
	:: atomic { gathering && own.gathered == 0 ->
		if
		:: s = FREE
		:: s = FREE & 1
		:: s = FREE & 6
		:: s = 0
		fi;
		printf("@ own gathered %d\n", s);
		own.gathered = s;
		if
		:: s == 0 -> gathering = false; call_guest_offer(G, 0, NEVER_MS)
		:: else -> skip
		fi;
		tell_sets();
		s = 0 }
	:: atomic { gathering && own.gathered != 0 ->
		gathering = false;
		n = COUNT(own.gathered);
		call_guest_offer(G, n, NEVER_MS);
		tell_sets();
		n = 0 }
	od
}

/* Answers come back in the used ring. */
proctype d_replies() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; byte s, sq, n, m;
	do
	:: atomic { used_give?kind,st,sq,hs ->
		must(st != ST_BAD);
		if
		:: kind == MSG_QUERY -> call_guest_state(G, sq, st, hs, NEVER_MS, NEVER_MS)
		:: kind == MSG_OFFER -> call_guest_ack(G, sq, st, hs)
		:: kind == MSG_COMMIT -> call_guest_done(G, sq, st, hs)
		fi;
		tell_sets();
		kind = 0; st = 0; sq = 0; hs = 0 }
	:: atomic { used_stats?hs -> call_guest_stats_taken(G, hs);
		hs = 0 }
	:: atomic { used_take?hs,s ->
		/* an honest device grants nothing but what this driver gave */
		must((s & ~(own.given | own.offered)) == 0);
		must((s & own.offered) == 0 || G.give == GIVE_WAIT_DONE);
		own.back = s;
		printf("@ own back %d\n", s);
		granted = granted & ~s;
		n = COUNT(s & own.given);
		m = COUNT(s & own.offered);
		call_guest_grant(G, hs, n, m);
		own.back = 0;
		tell_sets();
		hs = 0; s = 0; n = 0; m = 0 }
	od
}

/* Any moment may be the one at which patience ends. */
proctype d_timer() {
	do
	:: atomic { true -> call_guest_tick(G, LATE_MS);
		tell_sets() }
	od
}

/* Any moment may be the one at which memory gets short. */
proctype d_pressure() {
	do
	:: atomic { true ->
		if
		:: call_guest_pressure(G, BLOCKS, NEVER_MS)
		:: call_guest_pressure(G, 1, NEVER_MS)
		fi;
		tell_sets() }
	od
}

proctype d_notices() {
	mtype:notice n; mtype:host_state hs; byte t;
	do
	:: atomic { fromdev?n,hs,t ->
		if
		:: n == NOTICE_STATE -> call_guest_host(G, hs)
		:: n == NOTICE_TARGET -> call_guest_target(G, t)
		:: n == NOTICE_STATS -> call_guest_stats(G)
		fi;
		n = 0; hs = 0; t = 0 }
	od
}

/* --- the device's side --- */

proctype h_requests() {
	mtype:msg kind; byte s, sq, t, n; bool v;
	do
	:: atomic { !stalled && todev?[kind,sq,s] ->
		todev?kind,sq,s;
		reading = kind;
		if
		:: kind == MSG_QUERY -> call_host_query(H, sq, NEVER_MS)
		:: kind == MSG_STATS -> call_host_stats(H, sq, NEVER_MS)
		:: kind == MSG_COMMIT -> call_host_commit(H, sq, NEVER_MS)
		:: kind == MSG_OFFER ->
			if
			:: t = NEVER_MS
			:: t = LATE_MS
			fi;
			own.incoming = s;
			printf("@ own incoming %d\n", s);
			n = COUNT(s);
			v = (s & (own.held | left)) == 0;
			call_host_offer(H, sq, NEVER_MS, PATIENCE_MS, n, v, t);
			own.incoming = 0
		:: kind == MSG_RECLAIM ->
			if
			:: s >= COUNT(own.held) -> t = own.held
			:: s >= COUNT(own.held & 6) -> t = own.held & 6
			:: s >= COUNT(own.held & 1) -> t = own.held & 1
			:: t = 0
			fi;
			own.picked = t;
			printf("@ own picked %d\n", t);
			n = COUNT(t);
			call_host_reclaim(H, sq, s, n, NEVER_MS);
			own.picked = 0
		fi;
		tell_sets();
		reading = 0; kind = 0; sq = 0; s = 0; t = 0; n = 0; v = false }
	od
}

/* The discard goes page by page, in any order, and is atomic with nothing. */
inline discard_page(b) {
	!stalled && (left & b) ->
	left = left & ~b;
	printf("@ discard %d\n", b);
	if
	:: FREE & b -> wiped_in_use = true
	:: else -> skip
	fi
}
proctype h_discard() {
	do
	:: atomic { discard_page(1) }
	:: atomic { discard_page(2) }
	:: atomic { discard_page(4) }
	:: atomic { !stalled && left == 0 && H.resv == RESV_DISCARDING -> call_host_discarded(H, NEVER_MS);
		tell_sets() }
	od
}

proctype h_tell() {
	do
	:: atomic { !stalled && tell_due && nfull(fromdev) -> tell_due = false; call_host_tell(H, NEVER_MS) }
	od
}

/* The host's condition changes at any moment. */
proctype h_state() {
	do
	:: atomic { H.state != HOST_PLENTY -> call_host_set_state(H, HOST_PLENTY) }
	:: atomic { H.state != HOST_TIGHT -> call_host_set_state(H, HOST_TIGHT) }
	:: atomic { H.state != HOST_MIGRATING -> call_host_set_state(H, HOST_MIGRATING) }
	od
}

/* Operators set targets and want stats. */
proctype h_operator() {
	do
	:: atomic { !H.tell_target -> call_host_set_target(H, 1) }
	:: atomic { !H.tell_target -> call_host_set_target(H, TARGET_NONE) }
	od
}
proctype h_poll() {
	do
	:: atomic { !H.tell_stats -> call_host_want_stats(H) }
	od
}

proctype h_stall() {
	do
	:: stalled = !stalled
	od
}

/* A device that has lost its reservation, as after a snapshot from before the offer: COMMIT answers UNKNOWN. */
proctype h_forget() {
	do
	:: atomic { H.resv == RESV_HELD ->
		H.resv = RESV_NONE;
		H.reserved_pages = 0;
		own.reserved = 0;
		printf("@ forget 0\n") }
	od
}

/* The driver resets the device: its registers answer only when the device has stopped. */
proctype reset() {
	mtype:msg kind; mtype:status st; mtype:host_state hs; mtype:notice n; byte s, sq;
	do
	:: atomic { true ->
		call_host_reset(H);
		left = 0;
		granted = 0;
		do
		:: todev?kind,sq,s
		:: used_give?kind,st,sq,hs
		:: used_take?hs,s
		:: used_stats?hs
		:: fromdev?n,hs,s
		:: empty(todev) && empty(used_give) && empty(used_take) && empty(used_stats) && empty(fromdev) -> break
		od;
		call_guest_reset(G);
		tell_sets();
		kind = 0; st = 0; hs = 0; n = 0; s = 0; sq = 0 }
	od
}
