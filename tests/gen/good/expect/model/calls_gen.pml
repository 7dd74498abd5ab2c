/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the model calls a handler: each step prints its parameters and the state after it.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 * -DLOCKSTEP: the generated C runs beside it.
 */
#ifdef LOCKSTEP
#include "lockstep_gen.pml"
#define lockstep(step)	step;
#else
#define lockstep(step)
#endif

inline call_guest_init(g) {
	d_step {
		lockstep(before_guest_init(g))
		guest_init(g);
		printf("@ guest_init | %d %d %d %d %d %d\n", g.mood, g.serial, g.weight, g.low,
		       g.high, g.open);
		lockstep(after_guest(g))
	}
}

inline call_guest_step(g, a_mood, a_serial, a_now_ms) {
	d_step {
		lockstep(before_guest_step(g, a_mood, a_serial, a_now_ms))
		guest_step(g, a_mood, a_serial, a_now_ms);
		printf("@ guest_step %d %d %d | %d %d %d %d %d %d\n", a_mood, a_serial, a_now_ms,
		       g.mood, g.serial, g.weight, g.low, g.high, g.open);
		lockstep(after_guest(g))
	}
}

inline call_guest_forget(me, a_now_ms) {
	d_step {
		lockstep(before_guest_forget(me, a_now_ms))
		guest_forget(me, a_now_ms);
		printf("@ guest_forget %d | %d %d %d %d %d %d\n", a_now_ms, me.mood, me.serial,
		       me.weight, me.low, me.high, me.open);
		lockstep(after_guest(me))
	}
}

inline call_guest_news(g) {
	d_step {
		lockstep(before_guest_news(g))
		guest_news(g);
		printf("@ guest_news | %d %d %d %d %d %d\n", g.mood, g.serial, g.weight, g.low,
		       g.high, g.open);
		lockstep(after_guest(g))
	}
}

inline call_host_cheer(h, a_mood, a_extra) {
	d_step {
		lockstep(before_host_cheer(h, a_mood, a_extra))
		host_cheer(h, a_mood, a_extra);
		printf("@ host_cheer %d %d | %d %d\n", a_mood, a_extra, h.temper, h.open);
		lockstep(after_host(h))
	}
}

inline call_host_hear(h, a_serial) {
	d_step {
		lockstep(before_host_hear(h, a_serial))
		host_hear(h, a_serial);
		printf("@ host_hear %d | %d %d\n", a_serial, h.temper, h.open);
		lockstep(after_host(h))
	}
}
