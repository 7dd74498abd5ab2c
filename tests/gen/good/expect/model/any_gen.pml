/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -DANY: no world around the machines, and any calls.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
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

inline put_batch(x0, x1) { skip }
inline put_ping() { skip }

inline any_ask(x) {
	if
	:: x = ASK_PING
	:: x = ASK_BATCH
	fi
}

inline any_mood(x) {
	if
	:: x = CALM
	:: x = ANGRY
	:: x = ASLEEP
	fi
}

inline any_notice(x) {
	if
	:: x = NOTICE_NEWS
	fi
}

guest GUEST;

proctype any_guest() {
	byte calls;
	mtype:mood v_mood;
	u32 v_serial;
	u64 v_now_ms;
	atomic {
		if
		:: call_guest_init(GUEST)
		:: any_mood(v_mood);
		   select (v_serial : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_step(GUEST, v_mood, v_serial, v_now_ms); v_mood = 0; v_serial = 0; v_now_ms = 0
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_forget(GUEST, v_now_ms); v_now_ms = 0
		:: call_guest_news(GUEST)
		fi
	}
	do
	:: atomic { calls < ANY_CALLS -> calls++;
		if
		:: call_guest_init(GUEST)
		:: any_mood(v_mood);
		   select (v_serial : 0 .. ANY_MAX);
		   select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_step(GUEST, v_mood, v_serial, v_now_ms); v_mood = 0; v_serial = 0; v_now_ms = 0
		:: select (v_now_ms : 0 .. ANY_MAX);
		   call_guest_forget(GUEST, v_now_ms); v_now_ms = 0
		:: call_guest_news(GUEST)
		fi }
	:: calls == ANY_CALLS -> break
	od
}

host HOST;

proctype any_host() {
	byte calls;
	mtype:mood v_mood;
	u32 v_extra;
	u32 v_serial;
	atomic {
		if
		:: any_mood(v_mood);
		   select (v_extra : 0 .. ANY_MAX);
		   call_host_cheer(HOST, v_mood, v_extra); v_mood = 0; v_extra = 0
		:: select (v_serial : 0 .. ANY_MAX);
		   call_host_hear(HOST, v_serial); v_serial = 0
		fi
	}
	do
	:: atomic { calls < ANY_CALLS -> calls++;
		if
		:: any_mood(v_mood);
		   select (v_extra : 0 .. ANY_MAX);
		   call_host_cheer(HOST, v_mood, v_extra); v_mood = 0; v_extra = 0
		:: select (v_serial : 0 .. ANY_MAX);
		   call_host_hear(HOST, v_serial); v_serial = 0
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
