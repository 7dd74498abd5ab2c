// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A block of 2 MiB that is looked at by its address.
 *
 *   block of 2 MiB   | file | file | free | file |   clean, not mapped, not read twice: the kernel may drop each
 */
#include <linux/mm.h>
#include <linux/mmzone.h>

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
