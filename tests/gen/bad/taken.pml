/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define LIMIT 4
typedef guest {
	u32 guest_go;
	bool open
}
/*@ ensures \true; */
inline guest_go(g) {
	skip
}
