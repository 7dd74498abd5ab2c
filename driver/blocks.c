// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A block of 2 MiB that is looked at by its address.
 *
 *   block of 2 MiB   | file | file | free | file |   clean, not mapped, not read twice: the kernel may drop each
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/sched/mm.h>

#include "blocks.h"
#include "compat.h"

bool block_is_idle(unsigned long pfn, int node, u64 *cold)
{
	struct page *page = pfn_is_early(pfn) ? pfn_to_online_page(pfn) : NULL;
	unsigned long i = 0;

	*cold = 0;
	if (!page || page_to_nid(page) != node || is_zone_movable_page(page) ||
	    page_zone(page) != page_zone(page + BLOCK_PAGES - 1))
		return false;
	while (i < BLOCK_PAGES) {
		if (PageBuddy(page + i)) {
			/* only a hint: the kernel may change it at any time */
			i += 1ul << min_t(unsigned long, page_private(page + i), pageblock_order);
			continue;
		}
		if (!page_is_cold_cache(page + i))
			return false;
		++*cold;
		i++;
	}
	return true;
}

/*
 * A program that has run out of memory waits for the driver's worker, so the worker must not wait for memory.  Pages
 * that get out of the way are moved without reclaim, and may use the kernel's reserves for that.
 */
bool block_take(unsigned long pfn)
{
	unsigned int flags = memalloc_noreclaim_save();
	bool taken = !alloc_cleared_range(pfn, pfn + BLOCK_PAGES);

	memalloc_noreclaim_restore(flags);
	return taken;
}
