/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef wire_one {
	u32 a
}
typedef wire_two {
	wire_one one
}
