/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef page_sets {
	pageset mine;
	pageset theirs
}
page_sets own;
typedef guest {
	u32 seq;
	u16 small;
	u64 pages;
	bool open
}
inline fx_a() { own.mine = ~own.theirs }
