/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef guest {
	u32 seq;
	u16 small;
	u64 pages;
	bool open
}
inline fx_1() { put_a() }
