// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Taking pages out of use and putting them back.
 *
 * Given pages count as used, so MemAvailable falls as they leave and rises as they
 * come back, which is what the thresholds look at.  MemTotal stays as it is, and an
 * operator sees the size that the guest was started with, unless the pages are
 * uncounted (parameter adjust_memtotal).
 *
 * Cost: 16 bytes for each run of pages that touch.  What block of the allocator
 * a page belongs to is kept in the page itself: its page_private() is the
 * block's order, and a block of that order begins at a multiple of its size.
 *
 * Single pages are movable where the kernel lets a module have such (movable.c);
 * larger blocks are not.
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page-flags.h>

#include "blocks.h"
#include "compat.h"
#include "movable.h"
#include "pages.h"
#include "plugged.h"
#include "zones.h"

/*
 * The allocation never uses reserves and does not warn when it fails.
 *
 * Pages are not cleared for the host to throw them away: init_on_alloc leaves
 * what is cleared along with its tags (ZEROTAGS) to the architecture, and in 6.1
 * and 6.12 one without tags does nothing (7.2 clears them then).  What comes back
 * is cleared for its next owner.
 */
#define GATHER_GFP	(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN | __GFP_NOMEMALLOC | __GFP_ZEROTAGS)

/* Nothing is swapped out or written for the host's sake, and kswapd, which would, is not woken. */
#define RECLAIM_GFP	(GATHER_GFP & ~(__GFP_IO | __GFP_FS | __GFP_KSWAPD_RECLAIM))

/*
 * What does not get out of the way must not sit in memory that is to stay movable.
 * Blocks of pageblock size do not break up any.
 *
 * A policy that treats a node by itself looks at it without ZONE_MOVABLE (sensor.c), so no page comes from there: the
 * allocator turns to that zone for what is both movable and in high memory.
 */
static gfp_t gfp_of(const struct gather *want, gfp_t gfp, unsigned int order)
{
	if (AEROSTAT_MOVABLE && !order)
		gfp |= __GFP_MOVABLE;
	if (want->node != NUMA_NO_NODE)
		gfp &= ~__GFP_HIGHMEM;
	return want->node == NUMA_NO_NODE ? gfp : gfp | __GFP_THISNODE;
}

/* No set yet; room for so many runs. */
int pages_alloc(struct runs *set, u32 room)
{
	set->run = kvmalloc_array(room, sizeof(*set->run), GFP_KERNEL | __GFP_NOWARN | __GFP_NOMEMALLOC);
	if (!set->run)
		return -ENOMEM;
	set->room = room;
	runs_clear(set);
	return 0;
}

void pages_free(struct runs *set)
{
	kvfree(set->run);
	*set = (struct runs){ .run = NULL };
}

static atomic_long_t out_of_use[MAX_NUMNODES];

/* A block goes out of use, or comes back. */
static void block_count(struct page *page, long pages)
{
	if (!is_zone_movable_page(page))
		atomic_long_add(pages, &out_of_use[page_to_nid(page)]);
}

u64 pages_out_of_use(int node)
{
	return atomic_long_read(&out_of_use[node]);
}

/* Offline, dumps and other readers of raw memory leave the pages of a block alone. */
static void block_mark(unsigned long pfn, unsigned int order, struct movable *m)
{
	struct page *page = pfn_to_page(pfn);
	unsigned int i;

	block_count(page, 1l << order);
	for (i = 0; i < 1u << order; i++) {
		__SetPageOffline(page + i);
		set_page_private(page + i, order);
	}
	count_balloon_pages(page, 1l << order);
	if (!order && m)
		movable_mark(m, page);
}

static void block_free(unsigned long pfn, unsigned int order)
{
	struct page *page = pfn_to_page(pfn);
	unsigned int i;

	block_count(page, -(1l << order));
	if (!order)
		movable_unmark(page);
	count_balloon_pages(page, -(1l << order));
	for (i = 0; i < 1u << order; i++) {
		__ClearPageOffline(page + i);
		set_page_private(page + i, 0);
	}
	__free_pages(page, order);
}

/* Its pages become blocks of their own; those from..end are about to go back to use. */
static void block_split(unsigned long pfn, unsigned int order, struct movable *m, u64 from, u64 end)
{
	struct page *page = pfn_to_page(pfn);
	unsigned int i;

	split_page(page, order);
	for (i = 0; i < 1u << order; i++) {
		set_page_private(page + i, 0);
		if (pfn + i < from || pfn + i >= end)
			movable_mark(m, page + i);
	}
}

/* Puts pages back to use, whole blocks whole; a block that comes back in part is split. */
static void release(u64 pfn, u64 pages, struct movable *m)
{
	u64 end = pfn + pages;

	while (pfn < end) {
		unsigned int order = page_private(pfn_to_page(pfn));
		u64 head = pfn >> order << order;

		if (head < pfn || head + (1u << order) > end) {
			block_split(head, order, m, pfn, end);
			order = 0;
		}
		block_free(pfn, order);
		pfn += 1u << order;
		cond_resched();
	}
}

/* A block just allocated; mostly it stands behind the ones before it. */
static void insert(struct runs *set, u64 pfn, u64 pages)
{
	struct run run;
	struct runs block = { .run = &run, .room = 1 };

	if (!runs_append(set, pfn, pages) && runs_append(&block, pfn, pages))
		runs_add(set, &block);
}

void pages_taken(struct runs *set, u64 pfn, u64 pages)
{
	u64 i;

	for (i = 0; i < pages; i++)
		block_mark(pfn + i, 0, NULL);
	insert(set, pfn, pages);
}

/* One of so many pages of each zone stays in blocks that any small allocation fits into. */
#define KEPT_PART	128

/* Blocks that a zone cannot spare; the allocator leaves it after a few, at its low watermark. */
#define ASIDE_MAX	64

struct aside {
	struct page *block[ASIDE_MAX];
	unsigned int count;
};

/* Less than the kernel wants to have free there; what a zone of movable memory has is of no use to it. */
static bool zone_is_low(struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES) < high_wmark_pages(zone);
}

/*
 * Too little left for what the kernel allocates in one piece and cannot do
 * without, the stacks of its tasks above all.  With nothing but small pieces it
 * would be out of memory with a lot of it available.  A small block did no harm if
 * there are more than it could have left of a larger one that was split for it.
 */
static bool zone_is_in_pieces(struct zone *zone, unsigned int order)
{
	unsigned long free = 0, small = 0;

	for (; order < PAGE_ALLOC_COSTLY_ORDER; order++)
		small += READ_ONCE(zone->free_area[order].nr_free) << order;
	if (small >= 1u << PAGE_ALLOC_COSTLY_ORDER)
		return false;
	for (order = PAGE_ALLOC_COSTLY_ORDER; order <= AEROSTAT_ORDER_MAX; order++)
		free += READ_ONCE(zone->free_area[order].nr_free) << order;
	return free < zone_managed_pages(zone) / KEPT_PART;
}

/* Without that page the kernel would have less than it is to keep. */
static bool kernel_needs(const struct page *page, u64 kernel_floor_pages)
{
	return kernel_floor_pages && !is_zone_movable_page(page) &&
	       zones_kernel().available_pages < kernel_floor_pages;
}

/*
 * A block that its zone can spare.  Which zone is the allocator's to say: whole
 * blocks of one that is low are put aside, and the next may be of another.
 */
static struct page *alloc_spare(struct aside *aside, const struct gather *want, gfp_t gfp,
				unsigned int order)
{
	struct page *page;
	bool low;

	while ((page = alloc_pages_node(want->node, gfp_of(want, gfp, order), order))) {
		low = zone_is_low(page_zone(page));
		if (!low && !zone_is_in_pieces(page_zone(page), order) &&
		    !kernel_needs(page, want->kernel_floor_pages))
			break;
		if (!low || order < pageblock_order || aside->count == ASIDE_MAX) {
			__free_pages(page, order);
			return NULL;
		}
		set_page_private(page, order);
		aside->block[aside->count++] = page;
	}
	return page;
}

static void free_aside(struct aside *aside)
{
	struct page *page;
	unsigned int order;

	while (aside->count) {
		page = aside->block[--aside->count];
		order = page_private(page);
		set_page_private(page, 0);
		__free_pages(page, order);
	}
}

/* Gathers from the largest order down; true when that is all: enough, or no more allowed. */
static bool gather(struct runs *set, struct aside *aside, const struct gather *want, gfp_t gfp)
{
	unsigned int min_order = min_t(unsigned int, want->min_order, AEROSTAT_ORDER_MAX);
	unsigned int order = AEROSTAT_ORDER_MAX;
	struct page *page;

	for (;;) {
		if (want->want_pages - set->pages < 1u << order) {
			if (order == min_order)
				return true;
			order--;
			continue;
		}
		if (set->count == EXTENTS_MAX || !want->more(want->ctx))
			return true;
		page = alloc_spare(aside, want, gfp, order);
		if (page) {
			block_mark(page_to_pfn(page), order, want->movable);
			insert(set, page_to_pfn(page), 1u << order);
			cond_resched();
		} else if (order > min_order) {
			order--;
		} else {
			return false;
		}
	}
}

/* Blocks that are free, or that have nothing in them but cache that may go. */
static void gather_by_address(struct runs *set, const struct gather *want, int node, bool cache)
{
	unsigned long pfn = ALIGN(node_start_pfn(node), BLOCK_PAGES);
	struct page *page;
	u64 cold;

	for (; pfn + BLOCK_PAGES <= node_end_pfn(node); pfn += BLOCK_PAGES) {
		if (want->want_pages - set->pages < BLOCK_PAGES || set->count == EXTENTS_MAX || !want->more(want->ctx))
			return;
		cond_resched();
		if (!block_is_idle(pfn, node, &cold) || (cold && !cache))
			continue;
		page = pfn_to_page(pfn);
		if (zone_is_low(page_zone(page)) || zone_is_in_pieces(page_zone(page), pageblock_order) ||
		    kernel_needs(page, want->kernel_floor_pages))
			continue;
		if (block_take(pfn))
			pages_taken(set, pfn, BLOCK_PAGES);
	}
}

/*
 * The allocator hands out plugged memory like any other, and offers of that are refused.  So in a guest that has such
 * memory the driver looks for blocks in the rest of it.
 */
static void gather_beside_plugged(struct runs *set, const struct gather *want, bool cache)
{
	int node;

	if (want->node != NUMA_NO_NODE) {
		gather_by_address(set, want, want->node, cache);
		return;
	}
	for_each_online_node(node)
		gather_by_address(set, want, node, cache);
}

/*
 * fx_gather: takes up to want_pages out of use, in at most EXTENTS_MAX runs.
 * First what lies free.  If that was not enough and clean caches may go, a second
 * round lets the allocator drop them, without trying hard.
 */
void pages_gather(struct runs *set, const struct gather *want)
{
	struct aside aside = { .count = 0 };
	bool all;

	/* single pages alone can come from ZONE_MOVABLE, if they are movable: see gfp_of() */
	if (plugged_any(want->node, AEROSTAT_MOVABLE && want->node == NUMA_NO_NODE && !want->min_order)) {
		gather_beside_plugged(set, want, false);
		if (want->reclaim)
			gather_beside_plugged(set, want, true);
		return;
	}
	all = gather(set, &aside, want, GATHER_GFP & ~__GFP_RECLAIM);
	free_aside(&aside);
	if (all || !want->reclaim)
		return;
	gather(set, &aside, want, RECLAIM_GFP);
	free_aside(&aside);
}

/*
 * Reads the pages that a grant lists into an empty set.  The device's word counts
 * for nothing: false if the list is not as spec/wire.pml says.
 */
bool pages_read(struct runs *back, const u8 *extents, u32 count)
{
	struct wire_extent extent;
	u32 i;

	for (i = 0; i < count; i++, extents += WIRE_EXTENT_BYTES)
		if (!wire_extent_decode(&extent, extents, WIRE_EXTENT_BYTES) ||
		    extent.addr % PAGE_BYTES ||
		    !runs_append(back, extent.addr / PAGE_BYTES, extent.pages))
			return false;
	return true;
}

/* All pages of a set go back to use; says how many.  No block is half in it, so none is split. */
u64 pages_release(struct runs *set)
{
	u64 pages = set->pages;
	u32 i;

	for (i = 0; i < set->count; i++)
		release(set->run[i].page, set->run[i].pages, NULL);
	runs_clear(set);
	return pages;
}

/* By blocks of the largest order: none of them lies in two zones, each of which has its own count. */
static void adjust_total(u64 pfn, u64 pages, long sign)
{
	const u64 block = 1u << AEROSTAT_ORDER_MAX;
	u64 n;

	for (; pages; pfn += n, pages -= n) {
		n = min_t(u64, pages, block - pfn % block);
		adjust_managed_page_count(pfn_to_page(pfn), sign * (long)n);
	}
}

void pages_uncount(const struct runs *set)
{
	u32 i;

	for (i = 0; i < set->count; i++)
		adjust_total(set->run[i].page, set->run[i].pages, -1);
}

void pages_count(const struct runs *set)
{
	u32 i;

	for (i = 0; i < set->count; i++)
		adjust_total(set->run[i].page, set->run[i].pages, 1);
}

/* The set's pages that are also in `back` go back to use; says how many. */
u64 pages_release_common(struct runs *set, const struct runs *back, struct movable *m,
			 bool uncounted)
{
	struct runs_walk walk = { 0, 0 };
	u64 before = set->pages;
	struct run run;

	while ((run = runs_next_common(set, back, &walk)).pages) {
		if (uncounted)
			adjust_total(run.page, run.pages, 1);
		release(run.page, run.pages, m);
	}
	runs_strike(set, back);
	return before - set->pages;
}
