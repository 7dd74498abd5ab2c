/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bounds of what SPIN explores: spec/limits.pml with small numbers, and
 * narrow types.  All bounds of the model live here.
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

#define PAGE_BYTES	1
#define EXTENTS_MAX	BLOCKS
#define STATS_MAX	1
#define SEQ_LAST	1	/* sequence numbers of one bit: they wrap all the time */
#define PAGES_MAX	BLOCKS
#define TIME_MAX_MS	2
#define TARGET_NONE	255
#define WIRE_VERSION	1

#define PATIENCE_MS	1
#define NEVER_MS	0
#define LATE_MS		2
#define ALL		((1 << BLOCKS) - 1)
