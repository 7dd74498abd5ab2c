/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define WIRE_PING_BYTES 4
typedef wire_ping {
	u32 seq
}
