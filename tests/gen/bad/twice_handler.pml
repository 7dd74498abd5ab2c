/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:mood = { CALM, ANGRY };
typedef guest {
	mtype:mood mood;
	u32 seq;
	u64 pages;
	u16 small;
	bool open
}
/*@ ensures \true; */
inline guest_go(g) { g.seq = 0 }
/*@ ensures \true; */
inline guest_go(g) { g.seq = 1 }
