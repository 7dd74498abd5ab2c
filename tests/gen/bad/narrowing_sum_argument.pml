/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef guest {
	u32 seq;
	u16 small;
	u64 pages;
	bool open
}
inline fx_a(small_) { put_a(small_) }
/*@ ensures \true; */
inline guest_go(g, seq_) {
	fx_a(g.small + g.small)
}
