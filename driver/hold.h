/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long memory that is not used any more is kept, level by level.  Memory is cut into bands, lowest first.  The
 * band that the use has left is kept for its own time.  That time doubles when the band is needed again
 * soon after it was let go, and halves when it was not needed for long.  Pure: it knows no lock and no kernel.
 */
#ifndef AEROSTAT_HOLD_H
#define AEROSTAT_HOLD_H

#include "arith.h"

#define HOLD_BANDS	64u

struct hold_rules {
	u32 first_ms;		/* a band is kept for so long at first, and at least */
	u32 most_ms;		/* and for so long at most */
	u32 soon;		/* needed again within so many times its time: let go too early */
};

struct hold_band {
	u64 needed_ms;		/* when the use was last in this band or above */
	u64 peak_pages;		/* the most that was used in it of late */
	u64 peak_ms;
	u64 was_pages;		/* the peak before, which was let go */
	u64 was_ms;
	u32 wait_ms;		/* how long it is kept */
};

struct hold {
	struct hold_band band[HOLD_BANDS];
	u64 band_pages;
	u32 top;		/* the band that the use reaches into */
	u32 kept;		/* the highest that is kept */
	u32 regrets;		/* bands that were let go too early, ever */
};

void hold_init(struct hold *h, const struct hold_rules *rules, u64 total_pages);
u64 hold_seen(struct hold *h, const struct hold_rules *rules, u64 used_pages, u64 now_ms);

#endif
