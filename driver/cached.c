// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Page cache that nobody misses makes room for the host, in whole blocks (blocks.c).
 *
 * The allocator itself would drop caches only once memory is short, and then wherever it likes.  So this looks for
 * blocks in which there is nothing else, and has the kernel clear one after the other, as virtio-mem does.  The kernel
 * remembers what it dropped: a page that is read again counts as a refault.  Nothing is written and nothing is
 * swapped out; a page that has become dirty meanwhile is moved elsewhere.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/sched.h>

#include "blocks.h"
#include "cached.h"
#include "compat.h"

/*
 * Takes blocks of the node out of use until so many pages of its cache have gone or each was looked at once.  Begins at
 * *pfn and leaves there where to go on.  Returns how much of the cache has gone.
 */
u64 cached_gather(struct runs *set, const struct gather *want, u64 *pfn)
{
	u64 start = ALIGN(node_start_pfn(want->node), BLOCK_PAGES);
	u64 blocks = node_spanned_pages(want->node) / BLOCK_PAGES, gone = 0, cold;

	for (; blocks && gone < want->want_pages && set->count < EXTENTS_MAX && want->more(want->ctx); blocks--) {
		if (*pfn < start || *pfn + BLOCK_PAGES > node_end_pfn(want->node))
			*pfn = start;
		/* what is free in such a block is the guest's headroom: cache is what is to go */
		if (block_is_idle(*pfn, want->node, &cold) && 2 * cold >= BLOCK_PAGES && block_take(*pfn)) {
			pages_taken(set, *pfn, BLOCK_PAGES);
			gone += cold;
		}
		*pfn += BLOCK_PAGES;
		cond_resched();
	}
	return gone;
}
