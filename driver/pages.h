/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pages out of use: what is done to the pages themselves when the sets
 * `gathered`, `offered` and `given` of spec/pages.pml change.  Page numbers are
 * those of the kernel; main.c refuses one whose pages have another size than the
 * protocol's.  Sets take no lock: `gathered` is the worker's while it gathers,
 * all else is under the driver's mutex.
 */
#ifndef AEROSTAT_PAGES_H
#define AEROSTAT_PAGES_H

#include "movable.h"
#include "runs_gen.h"

/* What is wanted. */
struct gather {
	int node;		/* from there alone, or NUMA_NO_NODE */
	u64 want_pages;
	unsigned int min_order;
	u64 kernel_floor_pages;	/* stay available outside ZONE_MOVABLE; 0: no floor of its own */
	bool reclaim;		/* clean caches may go for it */
	struct movable *movable;
	bool (*more)(void *ctx);	/* asked before each block: false ends the gathering */
	void *ctx;
};

int pages_alloc(struct runs *set, u32 room);
void pages_free(struct runs *set);

/* The set has room for EXTENTS_MAX runs at least, and gets no more. */
void pages_gather(struct runs *set, const struct gather *want);

/* Adds @pages pages that were allocated one by one, from @pfn on; the kernel cannot move them. */
void pages_taken(struct runs *set, u64 pfn, u64 pages);

/* How many pages of a node, outside ZONE_MOVABLE, are out of use: in all sets of all devices. */
u64 pages_out_of_use(int node);

bool pages_read(struct runs *back, const u8 *extents, u32 count);
u64 pages_release(struct runs *set);

/* Allocates nothing: the set has room for as many runs more as `back` has.  Uncounted pages are counted again. */
u64 pages_release_common(struct runs *set, const struct runs *back, struct movable *m,
			 bool uncounted);

/* MemTotal: the pages of a set leave it, or are in it again. */
void pages_uncount(const struct runs *set);
void pages_count(const struct runs *set);

#endif
