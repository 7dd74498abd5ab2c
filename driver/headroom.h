/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much stays free for what may come before memory is taken back.  It follows the fastest growth that this guest
 * had of late, and melts while it is quiet.  Pure: it knows no lock and no kernel.
 */
#ifndef AEROSTAT_HEADROOM_H
#define AEROSTAT_HEADROOM_H

#include "arith.h"

struct headroom_rules {
	u32 react_ms;		/* the growth that counts is that within so long */
	u32 life_ms;		/* a burst is remembered for about so long */
	u32 times;		/* so many times the fastest growth stay free */
	u32 least_shift;	/* and at least this part of memory: total >> least_shift */
	u32 most_shift;		/* at most this part */
};

struct headroom {
	u64 burst_pages;	/* the fastest growth of late, within react_ms */
	u64 used_pages;		/* at the last look */
	u64 seen_ms;		/* when that was */
	bool begun;
};

u64 headroom_seen(struct headroom *h, const struct headroom_rules *rules, u64 used_pages, u64 now_ms);
u64 headroom_pages(const struct headroom *h, const struct headroom_rules *rules, u64 total_pages);

#endif
