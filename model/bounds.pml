/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bounds of what SPIN explores: few pages and narrow types.  The numbers of
 * spec/limits.pml are small ones here, in limits.pml.
 *
 * Safety leans on no clock, so the base model has none: a message is sent at 0
 * with a patience of 1, a reading of NEVER is before any deadline, one of LATE
 * after all of them, and the environment passes either at any moment.
 */
#ifndef BLOCKS
#define BLOCKS		3	/* pages in the world */
#endif
#define u16		byte
#define u32		byte
#define u64		byte
#define pageset		byte	/* a bit a page */

#include "limits.pml"

#ifndef PATIENCE_MS
#define PATIENCE_MS	1
#endif
#define NEVER_MS	0
#define LATE_MS		2
#define ALL		((1 << BLOCKS) - 1)
