/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:mood = { CALM, ANGRY };
typedef guest {
	mtype:mood mood;
	u32 seq;
	u64 pages;
	u16 small;
	bool open
}
inline fx_a(seq_) { put_a(seq_) }
inline fx_b() { put_b() }
/*@ ensures \true; */
inline guest_go(g, mood_) {
	if
	:: mood_ == CALM -> g.seq = 1
	:: mood_ == ANGRY -> g.seq = 0
	:: else -> skip
	fi
}
