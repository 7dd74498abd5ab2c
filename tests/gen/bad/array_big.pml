/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define MAX 4294967295
typedef wire_one {
	u32 a
}
typedef wire_two {
	u32 count;
	wire_one ones[MAX]
}
