/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define TARGET_NONE 18446744073709551616
