// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/movable.c with driver/pages.c, the very sources that the module is built
 * from: which pages the kernel may ask for, and what becomes of its wishes.  The
 * allocator and compaction are those of standin.h.
 */
#include <linux/mm.h>

#include "grants.h"

/* What compaction asks for. */
static u64 asked_pfn;

static void asked(struct movable *m, u64 pfn)
{
	asked_pfn = pfn;
	movable_want(m, pfn);
}

/* Each page that has an owner who may be asked, in that range. */
static unsigned int movable_pages(unsigned int pfn, unsigned int end)
{
	unsigned int n = 0;

	for (; pfn < end; pfn++)
		n += compaction_asks(pfn);
	return n;
}

static void gets_out_of_the_way(void)
{
	struct runs given = make(8 * EXTENTS_MAX);
	struct run block;
	unsigned int i;
	u64 calls;

	for (i = 0; i < 4; i++)		/* by twos they would be blocks */
		gather(&given, 1024 + i, 0, 0, always, NULL);
	check("two blocks and three single pages", given.pages == 1027);
	calls = movable_calls(&movable);
	check("the single ones are movable, the blocks are not",
	      !movable_pages(0, 1024) && movable_pages(1024, PFNS) == 3 && movable_calls(&movable) == calls + 3);
	check("the last that was asked for", asked_pfn == 1026);
	check("the block around them is wanted, once", movable_next(&movable, &block) && block.page == 1024 &&
	      block.pages == 512 && !movable_next(&movable, &block));
	check("one that is back is asked for no more", grant_one(&given, 1025, 1) == 1 && !compaction_asks(1025) &&
	      compaction_asks(1024));
	check("a block that comes back in part: what the host keeps of it is movable",
	      grant_one(&given, 100, 50) == 50 && movable_pages(0, 1024) == 1024 - 50);
	movable_forget(&movable);
	check("what was wanted is forgotten", !movable_next(&movable, &block));
	pages_release(&given);
	check("nothing is movable any more", !movable_pages(0, PFNS) && !pages_out());

	calls = movable_calls(&movable);
	for (i = 0; i < WANTED_MAX + 5; i++)
		movable_want(&movable, i * 512 + 7);
	for (i = 0; movable_next(&movable, &block) && block.page == i * 512; i++)
		;
	check("so many blocks are noted, the first first, and no more", i == WANTED_MAX && movable_calls(&movable) == calls + i + 5);
	movable_want(&movable, 512);
	movable_want(&movable, 0);
	movable_want(&movable, 513);
	check("in the order in which they were wanted", movable_next(&movable, &block) && block.page == 512 &&
	      movable_next(&movable, &block) && block.page == 0 && !movable_next(&movable, &block));
	pages_free(&given);
}

/* Single pages are plenty, blocks are not. */
static void leaves_blocks(void)
{
	struct runs set = make(2 * EXTENTS_MAX);

	pages_zone.managed = 128 * 104;
	gather(&set, 1024 + 2, 0, 0, always, NULL);
	check("a zone with enough in blocks of 8 pages and more", set.pages == 1026);
	pages_release(&set);
	pages_zone.managed = 128 * 105;
	gather(&set, 1024 + 2, 0, 0, always, NULL);
	check("one page less: nothing is taken, and what was looked at is back", !set.pages && !pages_out());
	pages_zone.free_area[0].nr_free = 7;
	gather(&set, 1024 + 2, 0, 0, always, NULL);
	check("... nor what is left of a block of 8 that was split", !set.pages && !pages_out());
	pages_zone.free_area[0].nr_free = 1u << 20;
	pages_zone.free_area[2].nr_free = 1u << 20;
	gather(&set, 1024 + 2, 0, 0, always, NULL);
	check("... but what lies in smaller ones goes", set.pages == 1026 && pages_out() == 1026);
	pages_release(&set);
	pages_zone.managed = 128 * 100;
	pages_zone.free = 1899;
	gather(&set, 1024 + 2, 0, 0, always, NULL);
	check("less in all than it wants to have free: nothing is taken, and what was put aside is back", !set.pages && !pages_out());
	pages_zone.free = 2000;
	pages_zone.free_area[0].nr_free = pages_zone.free_area[2].nr_free = 0;
	pages_free(&set);
}

/* In a guest that has a zone of movable memory the rest is not given below a floor of its own. */
static void leaves_the_kernels(void)
{
	struct zone *kernel = &the_node.node_zones[ZONE_NORMAL], before = *kernel;
	struct runs set = make(2 * EXTENTS_MAX);

	*kernel = (struct zone){ .present_pages = 1, .free = 3000, .low = 900, .high = 1000, .file = 100 };
	gather(&set, 1024 + 2, 0, 2050, always, NULL);
	check("as much as it may use is left to the kernel: free beyond the watermark, and half of the little that is cached", set.pages == 1026);
	pages_release(&set);
	gather(&set, 1024 + 2, 0, 2051, always, NULL);
	check("one page less: nothing is taken, and what was looked at is back", !set.pages && !pages_out());
	movable_from = 0;
	gather(&set, 1024 + 2, 0, 2051, always, NULL);
	check("what it cannot use goes all the same", set.pages == 1026);
	pages_release(&set);
	movable_from = PFNS;
	kernel->file = 4000;
	gather(&set, 1024 + 2, 0, 2000 + 3100, always, NULL);
	check("of a lot that is cached, all but a watermark counts", set.pages == 1026);
	pages_release(&set);
	gather(&set, 1024 + 2, 0, 2000 + 3101, always, NULL);
	check("... and no more", !set.pages && !pages_out());
	*kernel = before;
	pages_free(&set);
}

int main(void)
{
	movable_init(&movable, asked);
	gets_out_of_the_way();
	leaves_blocks();
	leaves_the_kernels();
	check("all was freed once, as it was allocated", wrong_frees == 0);
	check("single pages in memory for movable ones, marked so; blocks elsewhere, and no lock is left", !wrong_gathers && !wrong_locks);
	check("nothing is cleared first", !cleared);
	return tap_done();
}
