/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:mood = { CALM, ANGRY };
typedef guest {
	mtype:mood mood;
	u32 seq;
	u64 pages;
	u16 small;
	bool open
}
/*@ requires \valid(g) && g->seq <= 5;
    requires \forall integer i; 0 <= i < g->pages ==> i <= g->pages;
    ensures \true; */
inline guest_go(g, seq_) { skip }
