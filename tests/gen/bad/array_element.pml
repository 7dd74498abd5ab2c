/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define MAX 4
typedef wire_two {
	u32 count;
	u32 ones[MAX]
}
