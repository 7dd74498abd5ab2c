/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define EXTENTS_MAX 4
typedef wire_offer {
	u32 count;
	wire_extent extents[EXTENTS_MAX]
}
