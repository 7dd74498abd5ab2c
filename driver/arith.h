/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic that the policy's pure files share: total, in 64 bits, and the same in a kernel and in a program. */
#ifndef AEROSTAT_ARITH_H
#define AEROSTAT_ARITH_H

#include "core_gen.h"

#ifdef __KERNEL__
#include <linux/math64.h>
#else
#define div64_u64(n, d) ((n) / (d))
#endif

static inline u64 lesser(u64 a, u64 b)
{
	return a < b ? a : b;
}

static inline u64 greater(u64 a, u64 b)
{
	return a > b ? a : b;
}

/* How much @a is above @b, or 0. */
static inline u64 above(u64 a, u64 b)
{
	return a > b ? a - b : 0;
}

/* @pages * @part / @whole for a part of the whole.  Divides first where the product would not fit. */
static inline u64 share(u64 pages, u64 part, u64 whole)
{
	if (part >= whole)
		return pages;
	if (pages >> 32 || part >> 31)
		return div64_u64(pages, whole) * part;
	return div64_u64(pages * part, whole);
}

/* The rest of @pages after @ms, when they melt away within about @life_ms. */
static inline u64 faded(u64 pages, u64 ms, u64 life_ms)
{
	return pages - share(pages, ms, life_ms);
}

/* As many as fit in whole blocks.  No block: all. */
static inline u64 in_whole_blocks(u64 pages, u64 block)
{
	return block ? div64_u64(pages, block) * block : pages;
}

/* As many blocks as hold them all. */
static inline u64 whole_blocks(u64 pages, u64 block)
{
	return in_whole_blocks(pages + (block ? block - 1 : 0), block);
}

#endif
