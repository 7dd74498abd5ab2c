/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of pages.c do: sets of pages, gathering without end, and grants as they stand in a message. */
#ifndef GRANTS_H
#define GRANTS_H

#include "check.h"
#include "pages.h"

static struct movable movable;

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

/* From any node, and from the caches what does not lie free. */
static void gather(struct runs *set, u64 want_pages, unsigned int min_order, u64 kernel_floor_pages,
		   bool (*more)(void *ctx), void *ctx)
{
	pages_gather(set, &(struct gather){ .node = NUMA_NO_NODE, .want_pages = want_pages, .min_order = min_order,
					    .kernel_floor_pages = kernel_floor_pages, .reclaim = true,
					    .movable = &movable, .more = more, .ctx = ctx });
}

static struct runs make(u32 room)
{
	struct runs set = { .run = NULL };

	if (pages_alloc(&set, room))
		check("memory for a set", false);
	return set;
}

/* The extents of a message. */
static u8 message[EXTENTS_MAX * WIRE_EXTENT_BYTES];
static u32 listed;

static void list(u64 addr, u64 n)
{
	struct wire_extent e = { .addr = addr, .pages = n };

	wire_extent_encode(&e, message + listed++ * WIRE_EXTENT_BYTES);
}

/* The listed pages that are in the set come back; ~0 if the list is refused. */
static u64 grant(struct runs *set)
{
	struct runs back = make(EXTENTS_MAX);
	bool good = pages_read(&back, message, listed);
	u64 common = runs_common(set, &back), pages = ~0ull;

	listed = 0;
	if (good) {
		pages = pages_release_common(set, &back, &movable, false);
		if (pages != common)
			check("as many as counted before", false);
	}
	pages_free(&back);
	return pages;
}

static u64 grant_one(struct runs *set, u64 first, u64 n)
{
	list(first * PAGE_BYTES, n);
	return grant(set);
}

#endif
