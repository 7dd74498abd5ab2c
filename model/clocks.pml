/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time, and how much of everything there is.
 *
 * Safety leans on no clock, so most configurations have none: a message is sent
 * at NEVER_MS with a patience of PATIENCE_MS, and at any moment the driver may
 * find its patience at an end and the device an offer to be late.
 *
 * -DCLOCKS: a clock on each side.  Neither knows the other's zero; the guest's
 * falls behind the host's by up to DRIFT_MS and catches up; a query or an offer
 * waits at most DELAY_MS to be handled, and so does its answer to be read.  The
 * guest's idea of the host's clock is then behind by at most the skew of DELAY_MS
 * (the answer to the query was that old) and DRIFT_MS.  Both clocks end at
 * END_MS: some rounds of giving.  At a migration the host's clock jumps.
 */
#ifdef CLOCKS
#ifndef DELAY_MS
#define DELAY_MS	1
#endif
#ifndef DRIFT_MS
#define DRIFT_MS	1
#endif
#ifndef END_MS
#define END_MS		9
#endif
byte guest_ms, host_ms = 2;	/* the readings */
byte behind;			/* how far the guest's clock has fallen behind the host's */
byte heard_host;		/* in the answer to the query */
bool waiting;			/* a query or an offer is to be handled, or its answer to be read, ... */
byte waits_ms;			/* ... for so long now */
bool refused_late;		/* an offer was */
#define GUEST_NOW_MS	guest_ms
#define HOST_NOW_MS	host_ms
#define TICK_MS		guest_ms
#define HEARD_HOST_MS	heard_host
inline keep_host_time(ms) { heard_host = ms; waits_ms = 0 }
inline note_refusal(st_) { refused_late = refused_late || st_ == ST_REFUSED_LATE }
inline begin_wait() { waiting = true; waits_ms = 0 }
inline end_wait() { waiting = false; waits_ms = 0 }
inline offer_read_at(t) { t = host_ms }
inline let_pass() {
	host_ms++;
	waits_ms = (waiting && DELAY_MS < END_MS -> waits_ms + 1 : 0)
}
#define may_pass	(host_ms < END_MS && (!waiting || waits_ms < DELAY_MS))
proctype time() {
end:	do
	:: atomic { may_pass && guest_ms < END_MS -> guest_ms++; let_pass() }
	:: atomic { may_pass && behind < DRIFT_MS -> behind++; let_pass() }
	:: atomic { behind > 0 && guest_ms < END_MS -> behind--; guest_ms++ }
	od
}
inline jump_clock() {
	if
	:: host_ms = 0
	:: host_ms = END_MS
	fi
}
#else
#define GUEST_NOW_MS	NEVER_MS
#define HOST_NOW_MS	NEVER_MS
#define TICK_MS		LATE_MS
#define HEARD_HOST_MS	NEVER_MS
inline note_refusal(st_) { skip }
inline keep_host_time(ms) { skip }
inline begin_wait() { skip }
inline end_wait() { skip }
inline offer_read_at(t) {
	if
	:: t = NEVER_MS
	:: t = LATE_MS
	fi
}
inline jump_clock() { skip }
#endif

/* Without clocks the offer of a report alone has another time in it than NEVER_MS: it is never late. */
#if defined(CLOCKS) || defined(REPORTS)
byte sent_at;			/* in the offer's buffer */
#define SENT_AT_MS	sent_at
inline keep_sent_at(ms) { sent_at = ms }
#else
#define SENT_AT_MS	NEVER_MS
inline keep_sent_at(ms) { skip }
#endif
#if defined(REPORTS) && !defined(CLOCKS)
inline forget_sent_at() { sent_at = NEVER_MS }
#else
inline forget_sent_at() { skip }
#endif

/*
 * -DQUIET: the world does a few things, and then nothing by itself any more, so
 * that SPIN sees where the machines come to rest.  A host that stalls goes on.
 */
#ifdef QUIET
byte collects, presses, polls, stalls, reports;
#define may_collect	(collects < 2)
#define may_press	(presses < 2)
#define may_poll	(polls < 2)
#define may_report	(reports < 2)
#define may_tick	(G.give == GIVE_WAIT_ACK || G.take == TAKE_ASKED)
#define may_stall	(stalled || stalls < 1)
inline count_collect() { collects++ }
inline count_press() { presses++ }
inline count_poll() { polls++ }
inline count_report() { reports++ }
inline count_stall() { stalls = (stalled -> stalls : stalls + 1) }
/* Not at an end state while a machine waits: a run that stops there is an invalid end. */
proctype rest() {
end:	do
	:: !AT_REST || gathering || own.left || tell_due ->
		AT_REST && !gathering && !own.left && !tell_due
	od
}
#else
#define may_collect	true
#define may_press	true
#define may_poll	true
#define may_report	true
#define may_tick	true
#define may_stall	true
inline count_collect() { skip }
inline count_press() { skip }
inline count_poll() { skip }
inline count_report() { skip }
inline count_stall() { skip }
#endif
