/* SPDX-License-Identifier: GPL-2.0-or-later OR BSD-2-Clause */
#define A 1
#define A 2
