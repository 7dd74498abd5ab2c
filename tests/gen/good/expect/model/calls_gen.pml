/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the model calls a handler: each step prints its parameters and the state after it.
 * Generated from spec/ (SHA-256 test) by gen 1; do not edit:
 * change spec/ and run make gen.
 */

inline call_guest_init(g) {
	d_step {
		guest_init(g);
		printf("@ guest_init | %d %d %d %d %d %d\n", g.mood, g.serial, g.weight, g.low,
		       g.high, g.open)
	}
}

inline call_guest_step(g, a_mood, a_serial, a_now_ms) {
	d_step {
		guest_step(g, a_mood, a_serial, a_now_ms);
		printf("@ guest_step %d %d %d | %d %d %d %d %d %d\n", a_mood, a_serial, a_now_ms,
		       g.mood, g.serial, g.weight, g.low, g.high, g.open)
	}
}

inline call_guest_forget(g, a_now_ms) {
	d_step {
		guest_forget(g, a_now_ms);
		printf("@ guest_forget %d | %d %d %d %d %d %d\n", a_now_ms, g.mood, g.serial,
		       g.weight, g.low, g.high, g.open)
	}
}

inline call_guest_news(g) {
	d_step {
		guest_news(g);
		printf("@ guest_news | %d %d %d %d %d %d\n", g.mood, g.serial, g.weight, g.low,
		       g.high, g.open)
	}
}

inline call_host_cheer(h, a_mood, a_extra) {
	d_step {
		host_cheer(h, a_mood, a_extra);
		printf("@ host_cheer %d %d | %d %d\n", a_mood, a_extra, h.temper, h.open)
	}
}

inline call_host_hear(h, a_serial) {
	d_step {
		host_hear(h, a_serial);
		printf("@ host_hear %d | %d %d\n", a_serial, h.temper, h.open)
	}
}
