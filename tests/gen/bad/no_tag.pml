/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
mtype:msg = { MSG_ONE };
typedef wire_two {
	mtype:msg type;
	u32 seq
}
