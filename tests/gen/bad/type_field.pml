/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:msg = { MSG_ONE };
typedef wire_one {
	u32 seq;
	mtype:msg type
}
