// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/pages.c and its library, the very sources that the module is built
 * from, over a page allocator that refuses wrong frees (standin.h): gathering,
 * and grants that are whole, partial, repeated, foreign or made up.
 */
#include <linux/mm.h>

#include "check.h"
#include "pages.h"

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

static bool so_many(void *ctx)
{
	unsigned int *left = ctx;

	return *left && (*left)--;
}

/* What compaction asks for. */
static u64 asked_pfn;

static void asked(struct movable *m, u64 pfn)
{
	asked_pfn = pfn;
	movable_want(m, pfn);
}

static struct movable movable;

static struct runs make(u32 room)
{
	struct runs set;

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

static void gathers_large_first(void)
{
	struct runs set = make(2 * EXTENTS_MAX);
	unsigned int left = 3;

	pages_gather(&set, 1024 + 512 + 100, 9, &movable, always, NULL);
	check("as much as fits in blocks", set.pages == 1536 && pages_out() == 1536);
	check("offline while out", pages[0].offline && pages[1535].offline);
	check("no reclaim while free pages do", !reclaimed);
	check("blocks that touch are one run", set.count == 1 && set.run[0].page == 0 && set.run[0].pages == 1536);
	whole_frees = 0;
	check("released", pages_release(&set) == 1536 && pages_out() == 0 && set.pages == 0);
	check("released whole", whole_frees == 2);

	pages_gather(&set, 1024 + 3, 0, &movable, always, NULL);
	check("to the page when asked", set.pages == 1027);
	pages_release(&set);
	pages_gather(&set, 100000, 9, &movable, so_many, &left);
	check("ends when told", set.pages == 3 * 1024);
	pages_release(&set);
	pages_gather(&set, 511, 9, &movable, always, NULL);
	check("less than a block is nothing", set.pages == 0);

	order_limit = 4;
	pages_gather(&set, 2048, 9, &movable, always, NULL);
	check("reclaim when free pages do not", reclaimed && set.pages == 2048);
	pages_release(&set);
	reclaim_order = 4;
	pages_gather(&set, 2048, 9, &movable, always, NULL);
	check("nothing of that size to be had", set.pages == 0);
	pages_gather(&set, 64, 2, &movable, always, NULL);
	check("down to min_order", set.pages == 64);
	pages_release(&set);
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;

	check("all back", pages_out() == 0);
	pages_free(&set);
	no_memory = true;
	check("no memory for a set", pages_alloc(&set, 1) == -ENOMEM);
	no_memory = false;
	check("all books closed", live_books == 0);
}

static void inserts_below(void)
{
	struct runs set = make(2 * EXTENTS_MAX);

	free_from = 4096;
	pages_gather(&set, 1024, 10, &movable, always, NULL);
	free_from = 0;
	pages_gather(&set, 2048, 10, &movable, always, NULL);
	check("a block below those before it", set.count == 2 && set.pages == 2048 && set.run[0].page == 0 &&
	      set.run[1].page == 4096);
	free_from = 3072;
	pages_gather(&set, 3072, 10, &movable, always, NULL);
	free_from = 0;
	check("one that touches the next", set.count == 2 && set.run[1].page == 3072 && set.run[1].pages == 2048);
	check("all back", pages_release(&set) == 3072 && pages_out() == 0);
	pages_free(&set);
}

static void bounds_the_extents(void)
{
	struct runs set = make(2 * EXTENTS_MAX);
	unsigned int i;

	for (i = 0; i < PFNS; i += 2)		/* every other page is taken */
		pages[i].out = true;
	pages_gather(&set, PFNS, 0, &movable, always, NULL);
	check("no more extents than one offer holds", set.count == EXTENTS_MAX && set.pages == EXTENTS_MAX);
	pages_release(&set);
	for (i = 0; i < PFNS; i += 2)
		pages[i].out = false;
	pages_free(&set);
}

static void absorbs_grants(void)
{
	struct runs given = make(8 * EXTENTS_MAX);

	pages_gather(&given, 4 * 1024, 9, &movable, always, NULL);
	check("four blocks, one run", given.pages == 4096 && given.count == 1);

	whole_frees = single_frees = 0;
	check("a whole block", grant_one(&given, 1024, 1024) == 1024);
	check("comes back whole", whole_frees == 1 && !single_frees);
	check("only that", pages_out() == 3072 && !pages[1024].out && pages[1023].out && pages[2048].out);
	check("not again", grant_one(&given, 1024, 1024) == 0);

	check("the middle of a block", grant_one(&given, 100, 50) == 50);
	check("over a border, a hole and into the next", grant_one(&given, 1000, 1024 + 24 + 8) == 24 + 8);
	check("the rest is still the host's", pages[99].out && !pages[100].out && !pages[149].out &&
	      pages[150].out && pages[999].out && !pages[1000].out && !pages[2055].out && pages[2056].out);
	check("the books agree", given.pages == 3072 - 82 && pages_out() == 3072 - 82);
	check("not ours", grant_one(&given, 60000, 10) == 0);
	list(0, 2);
	list(2 * PAGE_BYTES, 1);
	check("extents that touch", grant(&given) == 3);
	check("an empty list", grant(&given) == 0);

	check("everything at once", grant_one(&given, 0, PAGES_MAX) == 3072 - 85);
	check("and nothing is left", given.pages == 0 && given.count == 0 && pages_out() == 0);
	pages_free(&given);
	check("all books closed", live_books == 0);
}

/* A list that is not in order counts for nothing, whatever else is in it. */
static void refuses_lists(void)
{
	static const struct {
		const char *what;
		u64 addr, pages;
	} bad[] = {
		{ "not aligned", 40 * PAGE_BYTES + 5, 1 },
		{ "no pages", 40 * PAGE_BYTES, 0 },
		{ "longer than memory", 40 * PAGE_BYTES, ~0ull },
		{ "longer than any memory", 40 * PAGE_BYTES, PAGES_MAX },
		{ "at the end of all addresses", ~0ull - 4095, PAGES_MAX },
		{ "at the end of all addresses, one page", ~0ull - 4095, 1 },
		{ "below the one before it", 10 * PAGE_BYTES, 1 },
		{ "the same again", 20 * PAGE_BYTES, 10 },
		{ "over the last page of the one before it", 29 * PAGE_BYTES, 2 },
	};
	struct runs given = make(8 * EXTENTS_MAX);
	unsigned int i;

	pages_gather(&given, 1024, 10, &movable, always, NULL);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		list(20 * PAGE_BYTES, 10);
		list(bad[i].addr, bad[i].pages);
		list(100 * PAGE_BYTES, 10);
		check(bad[i].what, grant(&given) == ~0ull && given.pages == 1024 && pages_out() == 1024);
	}
	pages_release(&given);
	pages_free(&given);
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
		pages_gather(&given, 1024 + i, 0, &movable, always, NULL);
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

/* A long run of random grants against a plain array of who has what. */
static void random_grants(void)
{
	struct runs offered = make(2 * EXTENTS_MAX), given = make(64 * EXTENTS_MAX);
	static bool host[PFNS];
	unsigned int round, i, wrong = 0;

	srand(1);
	for (round = 0; round < 3000; round++) {
		u64 page = 0, mine = 0, k;
		u32 n = rand() % 8;

		if (round % 7 == 0) {
			pages_gather(&offered, rand() % 6000, rand() % 11, &movable, always, NULL);
			runs_add(&given, &offered);
			runs_clear(&offered);
			for (i = 0; i < PFNS; i++)
				host[i] = pages[i].out;
		}
		while (n--) {
			u64 first = page + rand() % 9000, end = first + 1 + rand() % (rand() % 4 ? 700 : 9000);

			list(first * PAGE_BYTES, end - first);
			for (k = first; k < end && k < PFNS; k++) {
				mine += host[k];
				host[k] = false;
			}
			page = end;
		}
		wrong += grant(&given) != mine;
		for (i = 0, k = 0; i < PFNS; i++) {
			wrong += host[i] != pages[i].out;
			k += host[i];
		}
		wrong += k != given.pages;
	}
	check("3000 random grants against a plain array", wrong == 0);
	pages_release(&given);
	pages_free(&given);
	pages_free(&offered);
	check("nothing left", pages_out() == 0 && live_books == 0);
}

int main(void)
{
	movable_init(&movable, asked);
	gathers_large_first();
	inserts_below();
	bounds_the_extents();
	absorbs_grants();
	refuses_lists();
	gets_out_of_the_way();
	random_grants();
	check("freed once, online, unmarked, in the order it was allocated; split when whole", wrong_frees == 0);
	check("single pages in memory for movable ones, marked so; blocks elsewhere, and no lock is left", !wrong_gathers && !wrong_locks);
	return summary();
}
