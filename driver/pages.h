/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages out of use: the sets `gathered`, `offered` and `given` of
 * spec/pages.pml, as blocks that the page allocator handed out and gets back
 * whole.  Sets take no lock: `gathered` is the worker's while it gathers, all
 * else is under the driver's mutex.
 */
#ifndef AEROSTAT_PAGES_H
#define AEROSTAT_PAGES_H

#include <linux/list.h>
#include <linux/rbtree.h>

#include "core_gen.h"

/*
 * One allocation of 1 << order pages.  A grant may return any part of it, so it
 * carries what is needed to give up a part without allocating: two bitmaps, one
 * bit a page.
 */
struct block {
	struct rb_node node;		/* in its set, by pfn */
	struct list_head marked_node;	/* in its set's list of blocks with marks */
	unsigned long pfn;
	unsigned int pages;		/* 1 << order */
	unsigned int left;		/* still in the set */
	unsigned int marked;		/* in the grant being read */
	unsigned char order;
	bool split;			/* into single pages, some of which are gone */
	unsigned long *gone;		/* bitmap: returned to use */
	unsigned long *mark;		/* bitmap: in the grant being read */
	unsigned long bits[];
};

struct block_set {
	struct rb_root blocks;
	struct list_head marked;	/* blocks with marks */
	u64 pages;
	u32 extents;			/* runs of blocks that touch; not after a grant took some */
};

/* Where a walk over the extents of a set is. */
struct extent_walk {
	struct rb_node *next;
};

/* Asked before each block: false ends the gathering. */
typedef bool (*gather_more_t)(void *ctx);

void pages_init(struct block_set *set);
void pages_gather(struct block_set *set, u64 want_pages, unsigned int min_order,
		  gather_more_t more, void *ctx);
void pages_move(struct block_set *to, struct block_set *from);
u64 pages_release(struct block_set *set);

void pages_walk(struct extent_walk *walk, const struct block_set *set);
bool pages_next_extent(struct extent_walk *walk, struct wire_extent *extent);

u64 pages_mark(struct block_set *set, const struct wire_extent *extent);
u64 pages_release_marked(struct block_set *set);
void pages_unmark(struct block_set *set);

#endif
