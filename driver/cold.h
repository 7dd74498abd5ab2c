/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How much of the page cache may go, and how fast.  The cache is probed in small steps.  A page that is read
 * again after it has gone was not cold: then nothing goes for a while, and the pace follows the time after which it
 * was missed.  Pure: it knows no lock and no kernel.
 */
#ifndef AEROSTAT_COLD_H
#define AEROSTAT_COLD_H

#include "arith.h"

struct cold_rules {
	u32 pace_ms;		/* the cache melts within about so long while nothing is missed */
	u32 slowest;		/* and at the slowest so many times slower */
	u32 wait_ms;		/* after a mistake nothing goes for so long, doubled with each */
	u32 wait_most_ms;
	u32 times;		/* after a mistake, so many times its age is the pace; 0: its age teaches nothing */
	u32 bear_shift;		/* missed >> bear_shift of what went is no mistake */
	u32 least_pages;	/* nor are so few */
};

struct cold {
	u64 pace_ms;		/* now */
	u64 wait_ms;		/* after the last mistake, 0: there was none of late */
	u64 until_ms;		/* nothing goes before */
	u64 era_ms;		/* when the first went of what may still be missed */
	u64 gone_pages;		/* since then */
	u64 missed_pages;	/* since then */
	u64 due_pages;		/* may go, and is less than a step yet */
	u64 seen_ms;
	u32 mistakes;		/* ever */
};

void cold_init(struct cold *c, const struct cold_rules *rules, u64 now_ms);
u64 cold_seen(struct cold *c, const struct cold_rules *rules, u64 cache_pages, u64 now_ms);
void cold_gone(struct cold *c, u64 pages, u64 now_ms);
bool cold_missed(struct cold *c, const struct cold_rules *rules, u64 pages, u64 now_ms);
void cold_rest(struct cold *c, u64 until_ms);

#endif
