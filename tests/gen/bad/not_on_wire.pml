/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
typedef wire_one {
	u32 a;
	bool open
}
