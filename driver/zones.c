// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that the kernel can use for itself.
 *
 *   DMA  DMA32  NORMAL | MOVABLE (movablecore=, or plugged in and onlined as movable)
 *   for all            | for programs alone
 *
 * Blocks of more than one page are not movable, so all of those are given from the
 * left, while programs may have left any amount available on the right.  That is
 * of no use for page tables and stacks, so what is on the left has thresholds of
 * its own.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "zones.h"

struct sums {
	u64 total, free, file, low, high;
	bool apart;
};

static void add(struct sums *s, struct zone *zone)
{
	s->total += zone->present_pages;	/* those that are given do not leave it */
	s->free += zone_page_state(zone, NR_FREE_PAGES);
	s->file += zone_page_state(zone, NR_ZONE_ACTIVE_FILE) + zone_page_state(zone, NR_ZONE_INACTIVE_FILE);
	s->low += low_wmark_pages(zone);
	s->high += high_wmark_pages(zone);
}

/* Of all zones, or of those that the kernel may use. */
static struct sums sums_of(bool kernel)
{
	struct sums s = { .apart = false };
	struct zone *zone;
	int node, i;

	for_each_online_node(node)
		for (i = 0; i < MAX_NR_ZONES; i++) {
			zone = &NODE_DATA(node)->node_zones[i];
			if (!populated_zone(zone))
				continue;
			s.apart |= i == ZONE_MOVABLE;
			if (i < ZONE_MOVABLE || !kernel)
				add(&s, zone);
		}
	return s;
}

/* As si_mem_available() does, but for what slabs could be made to give back. */
struct zones_kernel zones_kernel(void)
{
	struct sums s = sums_of(true);
	u64 free = s.free > s.high ? s.free - s.high : 0;

	return (struct zones_kernel){
		.total_pages = s.total,
		.available_pages = free + s.file - min_t(u64, s.file / 2, s.low),
		.apart = s.apart,
	};
}

/* Has the allocator less than it wakes kswapd for?  Counts are enough: nobody waits for exact ones. */
bool zones_below_watermarks(bool kernel)
{
	struct sums s = sums_of(kernel);

	return s.free < s.low;
}
