/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef guest {
	u32 seq;
	u16 small;
	u64 pages;
	bool open
}
/*@ ensures \true; */
inline guest_go(g, seq_) {
	g.small = g.small + 1
}
