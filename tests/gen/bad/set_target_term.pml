/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef page_sets { pageset given }
page_sets own;
mtype:mood = { CALM, ANGRY };
typedef guest {
	mtype:mood mood;
	u32 seq;
	u64 pages;
	u16 small;
	bool open
}
inline fx_a() { own.given = g.seq }
