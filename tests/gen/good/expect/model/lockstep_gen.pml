/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hands each step to the C that runs beside it (lockstep.c).
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 *
 * Before the handler: page sets, state, parameters.  In it: each effect that it asks for, with its arguments.
 * After it: page sets and state again, which must be the C's.
 */
hidden int lockstep[11];

c_decl {
	extern void lockstep_guest_init(void);
	extern void lockstep_guest_step(void);
	extern void lockstep_guest_forget(void);
	extern void lockstep_guest_news(void);
	extern void lockstep_asked_take_all(void);
	extern void lockstep_asked_share(void);
	extern void lockstep_asked_shout(void);
	extern int lockstep_same_guest(void);
	extern void lockstep_host_cheer(void);
	extern void lockstep_host_hear(void);
	extern int lockstep_same_host(void);
}

inline state_guest(x) {
	lockstep[0] = own.mine;
	lockstep[1] = own.theirs;
	lockstep[2] = x.mood;
	lockstep[3] = x.serial;
	lockstep[4] = x.weight;
	lockstep[5] = x.low;
	lockstep[6] = x.high;
	lockstep[7] = x.open
}
inline after_guest(x) { state_guest(x); c_code [ lockstep_same_guest() ] { ; } }

inline before_guest_init(x) {
	state_guest(x);
	c_code { lockstep_guest_init(); }
}

inline before_guest_step(x, x_mood, x_serial, x_now_ms) {
	state_guest(x);
	lockstep[8] = x_mood;
	lockstep[9] = x_serial;
	lockstep[10] = x_now_ms;
	c_code { lockstep_guest_step(); }
}

inline before_guest_forget(x, x_now_ms) {
	state_guest(x);
	lockstep[8] = x_now_ms;
	c_code { lockstep_guest_forget(); }
}

inline before_guest_news(x) {
	state_guest(x);
	c_code { lockstep_guest_news(); }
}

inline asked_take_all() {
	c_code { lockstep_asked_take_all(); }
}

inline asked_share(x_serial, x_mood) {
	lockstep[0] = x_serial;
	lockstep[1] = x_mood;
	c_code { lockstep_asked_share(); }
}

inline asked_shout() {
	c_code { lockstep_asked_shout(); }
}

inline state_host(x) {
	lockstep[0] = own.mine;
	lockstep[1] = own.theirs;
	lockstep[2] = x.temper;
	lockstep[3] = x.open
}
inline after_host(x) { state_host(x); c_code [ lockstep_same_host() ] { ; } }

inline before_host_cheer(x, x_mood, x_extra) {
	state_host(x);
	lockstep[4] = x_mood;
	lockstep[5] = x_extra;
	c_code { lockstep_host_cheer(); }
}

inline before_host_hear(x, x_serial) {
	state_host(x);
	lockstep[4] = x_serial;
	c_code { lockstep_host_hear(); }
}
