/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define PAGE_BYTES
4096
