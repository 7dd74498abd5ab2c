/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A schedule that knows the future: what no balloon can do better.
 *
 * Need.  From the run with all memory (static), sampled every 100 ms at its most:
 *     need(t) = kernel + anonymous + tmpfs + dirty + high watermarks
 *               + those units of the cache whose next reading finds them in the cache of the static run.
 * and, unless the static run throttles a writer, free memory and cache of which the dirty pages are THROTTLE_PCT.
 * With that much and no less, no allocation waits, nothing is read that the static run does not read, and kswapd sleeps.
 *
 * Pace.  The host gives back TAKE_MIB_S and begins REACT_MS after it is asked; it takes GIVE_MIB_S.  So memory comes
 * back ahead of the need:  back(t) = max over s >= t of need(s) - TAKE_MIB_S * (s - t), one sample earlier;
 * and leaves behind it:    kept(t) = max(back(t), kept(t - 1) - GIVE_MIB_S).
 *
 * Least footprint first, then least movement: kept(t) is the least that holds at each t, and its movement is the sum of
 * its changes.  With hold_ms above 0 it is another schedule: each level of memory (1 MiB) that is needed again within
 * hold_ms is not given in between.  That moves less and keeps more: of all schedules it is the least in
 * footprint + hold_ms / 2 * movement, since levels do not depend on each other.
 */
#ifndef OPTIMAL_H
#define OPTIMAL_H

#include "vm.h"

#define SAMPLE_MS 100u

struct schedule { double resident_ms; u64 moved; u64 end; };	/* pages * ms, pages, pages at the end */

/* @need in pages, one a sample; is changed. */
struct schedule optimal(u32 *need, u32 samples, u64 total, u64 hold_ms);

#endif
