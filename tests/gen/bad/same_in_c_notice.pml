/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:notice = { NEWS };
typedef args {
	mtype:notice notice
}
typedef guest {
	u32 seq;
	u16 small;
	u64 pages;
	bool open
}
/*@ ensures \true; */
inline guest_go(g, notice_) {
	skip
}
