/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
chan todevq = [1] of { u32 };
