// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/pages.c and its library, the very sources that the module is built
 * from, over a page allocator that refuses wrong frees: gathering, and grants
 * that are whole, partial, repeated, foreign or made up.  The allocator is the
 * one of standin.h, or in a kernel its own, watched (kunit/allocator.h).
 */
#ifdef __KERNEL__
#include "allocator.h"
#else
#include <linux/mm.h>
#endif

#include "grants.h"

/* What is asked for matters in movable_test.c; in a kernel compaction may come by at any time. */
static void asked(struct movable *m, u64 pfn)
{
	(void)m;
	(void)pfn;
}

static bool so_many(void *ctx)
{
	unsigned int *left = ctx;

	return *left && (*left)--;
}

/* Not the kernel's: the same numbers each time and everywhere. */
static u32 chance_seed;

static u32 chance(u32 n)
{
	chance_seed = chance_seed * 1664525u + 1013904223u;
	return (chance_seed >> 8) % n;
}

/* Are all of the set's pages offline, and no others out? */
static bool all_offline(const struct runs *set)
{
	u64 pfn;
	u32 i;

	for (i = 0; i < set->count; i++)
		for (pfn = set->run[i].page; pfn < RUN_END(set->run, i); pfn++)
			if (!page_is_out(pfn) || !page_is_offline(pfn))
				return false;
	return pages_out() == set->pages;
}

static void gathers_large_first(void)
{
	struct runs set = make(2 * EXTENTS_MAX);
	unsigned int left = 3;

	movable_init(&movable, asked);
	check("pages that touch", allocator_begin() == 0);
	reclaimed = false;
	gather(&set, 100000, 9, 0, so_many, &left);
	check("ends when told", set.pages == 3 * 1024 && pages_out() == 3 * 1024);
	check("blocks that touch are one run",
	      set.count == 1 && set.run[0].page == PAGE_FIRST && set.run[0].pages == 3 * 1024);
	whole_frees = single_frees = 0;
	check("released", pages_release(&set) == 3 * 1024 && pages_out() == 0 && set.pages == 0);
	check("released whole", whole_frees == 3 && single_frees == 0);

	gather(&set, 1024 + 512 + 100, 9, 0, always, NULL);
	check("as much as fits in blocks", set.pages == 1536);
	check("offline while out", all_offline(&set));
	check("no reclaim while free pages do", !reclaimed);
	whole_frees = single_frees = 0;
	pages_release(&set);
	check("blocks of two sizes, released whole", whole_frees == 2 && single_frees == 0);

	gather(&set, 1024 + 3, 0, 0, always, NULL);
	check("to the page when asked", set.pages == 1027);
	pages_release(&set);
	gather(&set, 511, 9, 0, always, NULL);
	check("less than a block is nothing", set.pages == 0);

	order_limit = 4;
	gather(&set, 2048, 9, 0, always, NULL);
	check("reclaim when free pages do not", reclaimed && set.pages == 2048);
	pages_release(&set);
	reclaim_order = 4;
	gather(&set, 2048, 9, 0, always, NULL);
	check("nothing of that size to be had", set.pages == 0);
	gather(&set, 64, 2, 0, always, NULL);
	check("down to min_order", set.pages == 64);
	pages_release(&set);
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;

	check("all back", pages_out() == 0);
	pages_free(&set);
	no_memory = true;
	check("no memory for a set", pages_alloc(&set, 1) == -ENOMEM);
	no_memory = false;
	check("all books closed", live_books == 0);
	allocator_end();
}

static void inserts_below(void)
{
	struct runs set = make(2 * EXTENTS_MAX);

	check("pages that touch", allocator_begin() == 0);
	free_from = PAGE_FIRST + 4096;
	gather(&set, 1024, 10, 0, always, NULL);
	free_from = 0;
	gather(&set, 2048, 10, 0, always, NULL);
	check("a block below those before it", set.count == 2 && set.pages == 2048 && set.run[0].page == PAGE_FIRST &&
	      set.run[1].page == PAGE_FIRST + 4096);
	free_from = PAGE_FIRST + 3072;
	gather(&set, 3072, 10, 0, always, NULL);
	free_from = 0;
	check("one that touches the next", set.count == 2 && set.run[1].page == PAGE_FIRST + 3072 && set.run[1].pages == 2048);
	check("all back", pages_release(&set) == 3072 && pages_out() == 0);
	pages_free(&set);
	allocator_end();
}

static void bounds_the_extents(void)
{
	struct runs set = make(2 * EXTENTS_MAX);

	check("pages that touch", allocator_begin() == 0);
	every_other_taken = true;
	gather(&set, 4 * EXTENTS_MAX, 0, 0, always, NULL);
	every_other_taken = false;
	check("no more extents than one offer holds", set.count == EXTENTS_MAX && set.pages == EXTENTS_MAX);
	check("... all of them offline", all_offline(&set));
	check("all back", pages_release(&set) == EXTENTS_MAX && pages_out() == 0);
	pages_free(&set);
	allocator_end();
}

static void absorbs_grants(void)
{
	struct runs given = make(8 * EXTENTS_MAX);
	u64 first;

	check("pages that touch", allocator_begin() == 0);
	first = PAGE_FIRST;
	gather(&given, 4 * 1024, 9, 0, always, NULL);
	check("four blocks, one run", given.pages == 4096 && given.count == 1);

	whole_frees = single_frees = 0;
	check("a whole block", grant_one(&given, first + 1024, 1024) == 1024);
	check("comes back whole", whole_frees == 1 && !single_frees);
	check("only that", pages_out() == 3072 && !page_is_out(first + 1024) && page_is_out(first + 1023) &&
	      page_is_out(first + 2048));
	check("not again", grant_one(&given, first + 1024, 1024) == 0);

	check("the middle of a block", grant_one(&given, first + 100, 50) == 50);
	check("over a border, a hole and into the next", grant_one(&given, first + 1000, 1024 + 24 + 8) == 24 + 8);
	check("the rest is still the host's", page_is_out(first + 99) && !page_is_out(first + 100) &&
	      !page_is_out(first + 149) && page_is_out(first + 150) && page_is_out(first + 999) &&
	      !page_is_out(first + 1000) && !page_is_out(first + 2055) && page_is_out(first + 2056));
	check("the books agree", given.pages == 3072 - 82 && pages_out() == 3072 - 82);
	check("not ours", grant_one(&given, first + 60000, 10) == 0);
	list(first * PAGE_BYTES, 2);
	list((first + 2) * PAGE_BYTES, 1);
	check("extents that touch", grant(&given) == 3);
	check("an empty list", grant(&given) == 0);

	check("everything at once", grant_one(&given, 0, PAGES_MAX) == 3072 - 85);
	check("and nothing is left", given.pages == 0 && given.count == 0 && pages_out() == 0);
	pages_free(&given);
	check("all books closed", live_books == 0);
	allocator_end();
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
	u64 at, addr;

	gather(&given, 1024, 10, 0, always, NULL);
	check("a block", given.count == 1 && given.pages == 1024);
	at = given.run[0].page;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		addr = bad[i].addr < 1024 * PAGE_BYTES ? at * PAGE_BYTES + bad[i].addr : bad[i].addr;
		list((at + 20) * PAGE_BYTES, 10);
		list(addr, bad[i].pages);
		list((at + 100) * PAGE_BYTES, 10);
		check(bad[i].what, grant(&given) == ~0ull && given.pages == 1024 && pages_out() == 1024);
	}
	pages_release(&given);
	pages_free(&given);
}

static void leaves_memtotal(void)
{
	struct runs set = make(2 * EXTENTS_MAX);
	long before = totalram_pages();

	gather(&set, 2 * 1024 + 512 + 3, 0, 0, always, NULL);
	pages_uncount(&set);
	check("uncounted, they leave MemTotal", totalram_pages() == before - (2 * 1024 + 512 + 3));
	pages_count(&set);
	check("counted again, they are in it", totalram_pages() == before);
	check("all back", pages_release(&set) == 2 * 1024 + 512 + 3 && pages_out() == 0);
	pages_free(&set);
}

/* Each looks at every page: as many as a kernel that is emulated bears. */
#ifdef __KERNEL__
#define ROUNDS	70
#else
#define ROUNDS	3000
#endif

/* A long run of random grants against a plain array of who has what. */
static void random_grants(void)
{
	struct runs offered = make(2 * EXTENTS_MAX), given = make(64 * EXTENTS_MAX);
	bool *host = kvmalloc_array(PFNS, sizeof(*host), GFP_KERNEL);
	unsigned int round, i, wrong = 0;
	u64 came = 0;

	chance_seed = 1;
	for (round = 0; host && round < ROUNDS; round++) {
		u64 page = 0, mine = 0, k;
		u32 n = chance(8);

		if (round % 7 == 0) {
			u32 want = chance(6000);

			gather(&offered, want, chance(11), 0, always, NULL);
			runs_add(&given, &offered);
			runs_clear(&offered);
			for (i = 0; i < PFNS; i++)
				host[i] = page_is_out(i);
		}
		while (n--) {
			u64 first = page + chance(PFNS / 7);
			u64 end = first + 1 + chance(chance(4) ? 700 : PFNS / 7);

			list(first * PAGE_BYTES, end - first);
			for (k = first; k < end && k < PFNS; k++) {
				mine += host[k];
				host[k] = false;
			}
			page = end;
		}
		came += mine;
		wrong += grant(&given) != mine;
		for (i = 0, k = 0; i < PFNS; i++) {
			wrong += host[i] != page_is_out(i);
			k += host[i];
		}
		wrong += k != given.pages;
		check_resched();
	}
	check("random grants against a plain array", round == ROUNDS && wrong == 0);
	check("... brought pages back", came > 10 * ROUNDS);
	pages_release(&given);
	pages_free(&given);
	pages_free(&offered);
	kvfree(host);
	check("nothing left", pages_out() == 0 && live_books == 0);
}

static void frees_as_allocated(void)
{
	check("all was freed once, online, unmarked, in the order it was allocated; split when whole", wrong_frees == 0);
	check("... and much was freed", whole_frees + single_frees > 0);
}

#define CASES(each)			\
	each(gathers_large_first)	\
	each(inserts_below)		\
	each(bounds_the_extents)	\
	each(absorbs_grants)		\
	each(refuses_lists)		\
	each(leaves_memtotal)		\
	each(random_grants)		\
	each(frees_as_allocated)
SUITE(pages, CASES)
