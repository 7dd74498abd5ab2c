/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define ITEMS_MAX 70000
typedef wire_item {
	u16 tag
}
typedef wire_batch {
	u16 count;
	wire_item items[ITEMS_MAX]
}
