// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Taking pages out of use, keeping them by block, and putting them back.
 *
 * MemTotal stays as it is (no adjust_managed_page_count()): given pages count
 * as used, so MemAvailable falls as they leave and rises as they come back,
 * which is what the thresholds look at; and an operator sees the size that the
 * guest was started with.
 *
 * Cost: a struct block and two bits a page, 256 bytes for 2 MiB.
 */
#include <linux/bitmap.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/page-flags.h>
#include <linux/slab.h>

#include "compat.h"
#include "pages.h"

/* Extents are in pages of the protocol; main.c refuses a kernel whose pages have another size. */
#define addr_to_pfn(addr)	((addr) / PAGE_BYTES)
#define pfn_to_addr(pfn)	((u64)(pfn) * PAGE_BYTES)

/*
 * Not movable: a given page cannot be migrated, so it must not sit in memory
 * that is to stay movable.  Blocks of pageblock size do not break up any.
 * Nobody's reserves are touched, and failing is no news.
 */
#define GATHER_GFP	(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN | __GFP_NOMEMALLOC)

void pages_init(struct block_set *set)
{
	set->blocks = RB_ROOT;
	INIT_LIST_HEAD(&set->marked);
	set->pages = 0;
	set->extents = 0;
}

static struct block *block_of(struct rb_node *node)
{
	return node ? rb_entry(node, struct block, node) : NULL;
}

/* Books a block and keeps count of the runs: it may lengthen one, join two, or be a new one. */
static void insert(struct block_set *set, struct block *block)
{
	struct rb_node **link = &set->blocks.rb_node, *parent = NULL;
	struct block *before, *after;

	while (*link) {
		parent = *link;
		if (block->pfn < block_of(parent)->pfn)
			link = &parent->rb_left;
		else
			link = &parent->rb_right;
	}
	rb_link_node(&block->node, parent, link);
	rb_insert_color(&block->node, &set->blocks);
	set->pages += block->left;
	set->extents++;
	before = block_of(rb_prev(&block->node));
	if (before && before->pfn + before->pages == block->pfn)
		set->extents--;
	after = block_of(rb_next(&block->node));
	if (after && block->pfn + block->pages == after->pfn)
		set->extents--;
}

/* Dumps and other readers of raw memory leave a page alone while it is offline. */
static void set_offline(struct page *page, unsigned int pages)
{
	while (pages--)
		__SetPageOffline(page++);
}

static void set_online(struct page *page, unsigned int pages)
{
	while (pages--)
		__ClearPageOffline(page++);
}

static struct block *block_alloc(unsigned int order, gfp_t gfp)
{
	unsigned int longs = BITS_TO_LONGS(1u << order);
	struct block *block;
	struct page *page;

	block = kzalloc(struct_size(block, bits, 2 * longs), gfp & ~__GFP_HIGHMEM);
	if (!block)
		return NULL;
	page = alloc_pages(gfp, order);
	if (!page) {
		kfree(block);
		return NULL;
	}
	set_offline(page, 1u << order);
	INIT_LIST_HEAD(&block->marked_node);
	block->pfn = page_to_pfn(page);
	block->pages = 1u << order;
	block->left = block->pages;
	block->order = order;
	block->gone = block->bits;
	block->mark = block->bits + longs;
	return block;
}

/* Gathers from the largest order down; true when that is all: enough, or no more allowed. */
static bool gather(struct block_set *set, u64 want_pages, unsigned int min_order, gfp_t gfp,
		   gather_more_t more, void *ctx)
{
	unsigned int order = AEROSTAT_ORDER_MAX;
	struct block *block;

	for (;;) {
		if (want_pages - set->pages < 1u << order) {
			if (order == min_order)
				return true;
			order--;
			continue;
		}
		if (set->extents == EXTENTS_MAX || !more(ctx))
			return true;
		block = block_alloc(order, gfp);
		if (block) {
			insert(set, block);
			cond_resched();
		} else if (order > min_order) {
			order--;
		} else {
			return false;
		}
	}
}

/*
 * fx_gather: takes up to want_pages out of use, in at most EXTENTS_MAX runs.
 * First what lies free.  If that was not enough, a second round lets the
 * allocator drop clean caches, without trying hard: what the policy calls
 * surplus may be in the page cache.
 */
void pages_gather(struct block_set *set, u64 want_pages, unsigned int min_order,
		  gather_more_t more, void *ctx)
{
	min_order = min_t(unsigned int, min_order, AEROSTAT_ORDER_MAX);
	if (!gather(set, want_pages, min_order, GATHER_GFP & ~__GFP_RECLAIM, more, ctx))
		gather(set, want_pages, min_order, GATHER_GFP, more, ctx);
}

/* All blocks of one set go into the other. */
void pages_move(struct block_set *to, struct block_set *from)
{
	struct block *block;

	while ((block = block_of(rb_first(&from->blocks)))) {
		rb_erase(&block->node, &from->blocks);
		insert(to, block);
	}
	pages_init(from);
}

/* Puts single pages back, those whose bit is as wanted. */
static void free_singles(struct block *block, const unsigned long *bits, bool wanted)
{
	struct page *page = pfn_to_page(block->pfn);
	unsigned int i;

	for (i = 0; i < block->pages; i++) {
		if (test_bit(i, bits) != wanted)
			continue;
		set_online(page + i, 1);
		__free_page(page + i);
	}
}

/* Puts back what is left of a block, whole if it is. */
static void block_free(struct block *block)
{
	struct page *page = pfn_to_page(block->pfn);

	if (block->split) {
		free_singles(block, block->gone, false);
	} else {
		set_online(page, block->pages);
		__free_pages(page, block->order);
	}
	kfree(block);
}

/* All pages of a set go back to use; says how many. */
u64 pages_release(struct block_set *set)
{
	u64 pages = set->pages;
	struct block *block;

	while ((block = block_of(rb_first(&set->blocks)))) {
		rb_erase(&block->node, &set->blocks);
		block_free(block);
	}
	pages_init(set);
	return pages;
}

void pages_walk(struct extent_walk *walk, const struct block_set *set)
{
	walk->next = rb_first(&set->blocks);
}

/* The next run of blocks that touch; only for sets that no grant has taken a part of. */
bool pages_next_extent(struct extent_walk *walk, struct wire_extent *extent)
{
	struct block *block = block_of(walk->next);
	unsigned long end;

	if (!block)
		return false;
	extent->addr = pfn_to_addr(block->pfn);
	extent->pages = 0;
	do {
		extent->pages += block->pages;
		end = block->pfn + block->pages;
		walk->next = rb_next(walk->next);
		block = block_of(walk->next);
	} while (block && block->pfn == end);
	return true;
}

/* The first block that ends behind pfn. */
static struct block *find(const struct block_set *set, u64 pfn)
{
	struct rb_node *node = set->blocks.rb_node;
	struct block *block, *found = NULL;

	while (node) {
		block = block_of(node);
		if (pfn < block->pfn + block->pages) {
			found = block;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/* Marks pages from..to of a block, each once and only if it is still in the set; says how many. */
static unsigned int mark(struct block *block, unsigned int from, unsigned int to)
{
	unsigned int marked = block->marked, i;

	if (from == 0 && to == block->pages && !block->split && !block->marked) {
		bitmap_fill(block->mark, block->pages);
		block->marked = block->pages;
		return block->pages;
	}
	for (i = from; i < to; i++)
		if (!test_bit(i, block->gone) && !__test_and_set_bit(i, block->mark))
			block->marked++;
	return block->marked - marked;
}

/*
 * Looks an extent of a grant up in a set.  The device's word counts for
 * nothing: marked is what is really in the set and not marked already.  The
 * walk is over blocks of the set, however long the extent claims to be.
 */
u64 pages_mark(struct block_set *set, const struct wire_extent *extent)
{
	u64 first, end, pages = 0;
	struct block *block;

	if (extent->addr % PAGE_BYTES || extent->pages > PAGES_MAX)
		return 0;
	first = addr_to_pfn(extent->addr);
	end = first + extent->pages;
	for (block = find(set, first); block && block->pfn < end;
	     block = block_of(rb_next(&block->node))) {
		u64 from = max_t(u64, first, block->pfn) - block->pfn;
		u64 to = min_t(u64, end, block->pfn + block->pages) - block->pfn;

		pages += mark(block, from, to);
		if (block->marked && list_empty(&block->marked_node))
			list_add_tail(&block->marked_node, &set->marked);
	}
	return pages;
}

/*
 * fx_absorb_grant, for one set: the marked pages go back to use.  A block that
 * comes back in part is split: the host keeps the rest.
 */
u64 pages_release_marked(struct block_set *set)
{
	struct block *block, *next;
	u64 pages = 0;

	list_for_each_entry_safe(block, next, &set->marked, marked_node) {
		list_del_init(&block->marked_node);
		pages += block->marked;
		if (block->marked == block->left) {
			rb_erase(&block->node, &set->blocks);
			block_free(block);
			continue;
		}
		if (!block->split) {
			split_page(pfn_to_page(block->pfn), block->order);
			block->split = true;
		}
		free_singles(block, block->mark, true);
		bitmap_or(block->gone, block->gone, block->mark, block->pages);
		bitmap_zero(block->mark, block->pages);
		block->left -= block->marked;
		block->marked = 0;
	}
	set->pages -= pages;
	return pages;
}

/* The grant being read is not to be absorbed. */
void pages_unmark(struct block_set *set)
{
	struct block *block, *next;

	list_for_each_entry_safe(block, next, &set->marked, marked_node) {
		list_del_init(&block->marked_node);
		bitmap_zero(block->mark, block->pages);
		block->marked = 0;
	}
}
