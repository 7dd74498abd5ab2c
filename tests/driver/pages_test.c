// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver/pages.c, the very source that the module is built from, over a page
 * allocator that refuses wrong frees (standin.h): gathering, extents, and
 * grants that are whole, partial, repeated, foreign or made up.
 */
#include <linux/mm.h>

#include "check.h"
#include "pages.h"

struct page pages[PFNS];
unsigned int whole_frees, single_frees, fail_kzalloc;
long live_books;
static unsigned int free_from = 0, free_to = PFNS;	/* pages that the allocator may hand out */
static unsigned int order_limit = AEROSTAT_ORDER_MAX;	/* larger blocks are not to be had ... */
static unsigned int reclaim_order = AEROSTAT_ORDER_MAX;	/* ... and these only with reclaim */
static bool reclaimed;

struct page *alloc_pages(gfp_t gfp, unsigned int order)
{
	unsigned int pfn, i, n = 1u << order;
	bool reclaim = gfp & __GFP_RECLAIM;

	reclaimed |= reclaim;
	if (order > (reclaim ? reclaim_order : order_limit))
		return NULL;
	for (pfn = free_from; pfn + n <= free_to; pfn += n) {
		for (i = 0; i < n && !pages[pfn + i].out; i++)
			;
		if (i < n)
			continue;
		for (i = 0; i < n; i++)
			pages[pfn + i] = (struct page){ .out = true, .order = i ? 255 : order };
		return &pages[pfn];
	}
	return NULL;
}

void split_page(struct page *page, unsigned int order)
{
	unsigned int i;

	check("only a whole block is split", page->order == order);
	for (i = 0; i < 1u << order; i++)
		page[i].order = 0;
}

void __free_pages(struct page *page, unsigned int order)
{
	unsigned int i, n = 1u << order, bad = 0;

	if (page->order != order)
		bad++;
	for (i = 0; i < n; i++) {
		bad += !page[i].out || page[i].offline;
		page[i].out = false;
	}
	if (bad)
		check("freed once, online, in the order it was allocated", false);
	if (n > 1)
		whole_frees++;
	else
		single_frees++;
}

static unsigned int pages_out(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < PFNS; i++)
		n += pages[i].out;
	return n;
}

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

static u64 grant(struct block_set *set, u64 first, u64 n)
{
	struct wire_extent e = { .addr = first * PAGE_BYTES, .pages = n };

	return pages_mark(set, &e);
}

static void gathers_large_first(void)
{
	struct block_set set;
	struct extent_walk walk;
	struct wire_extent e;
	unsigned int left = 3;

	pages_init(&set);
	pages_gather(&set, 1024 + 512 + 100, 9, always, NULL);
	check("as much as fits in blocks", set.pages == 1536 && pages_out() == 1536);
	check("offline while out", pages[0].offline && pages[1535].offline);
	check("no reclaim while free pages do", !reclaimed);
	pages_walk(&walk, &set);
	check("blocks that touch are one extent",
	      pages_next_extent(&walk, &e) && e.addr == 0 && e.pages == 1536 &&
	      !pages_next_extent(&walk, &e) && set.extents == 1);
	whole_frees = 0;
	check("released", pages_release(&set) == 1536 && pages_out() == 0 && set.pages == 0);
	check("released whole", whole_frees == 2);

	pages_gather(&set, 1024 + 3, 0, always, NULL);
	check("to the page when asked", set.pages == 1027);
	pages_release(&set);
	pages_gather(&set, 100000, 9, so_many, &left);
	check("ends when told", set.pages == 3 * 1024);
	pages_release(&set);
	pages_gather(&set, 511, 9, always, NULL);
	check("less than a block is nothing", set.pages == 0);

	order_limit = 4;
	pages_gather(&set, 2048, 9, always, NULL);
	check("reclaim when free pages do not", reclaimed && set.pages == 2048);
	pages_release(&set);
	reclaim_order = 4;
	pages_gather(&set, 2048, 9, always, NULL);
	check("nothing of that size to be had", set.pages == 0);
	pages_gather(&set, 64, 2, always, NULL);
	check("down to min_order", set.pages == 64);
	pages_release(&set);
	order_limit = reclaim_order = AEROSTAT_ORDER_MAX;

	fail_kzalloc = 2;
	pages_gather(&set, 4096, 9, always, NULL);
	check("no books, no pages", pages_out() == set.pages);
	pages_release(&set);
	check("all books closed", live_books == 0 && pages_out() == 0);
}

static void bounds_the_extents(void)
{
	struct block_set set;
	unsigned int i;

	pages_init(&set);
	for (i = 0; i < PFNS; i += 2)		/* every other page is taken */
		pages[i].out = true;
	pages_gather(&set, PFNS, 0, always, NULL);
	check("no more extents than one offer holds", set.extents == EXTENTS_MAX && set.pages == EXTENTS_MAX);
	pages_release(&set);
	for (i = 0; i < PFNS; i += 2)
		pages[i].out = false;
}

static void absorbs_grants(void)
{
	struct block_set offered, given;

	pages_init(&offered);
	pages_init(&given);
	pages_gather(&offered, 4 * 1024, 9, always, NULL);
	pages_move(&given, &offered);
	check("moved", given.pages == 4096 && offered.pages == 0 && given.extents == 1);

	whole_frees = single_frees = 0;
	check("a whole block", grant(&given, 1024, 1024) == 1024);
	check("comes back whole", pages_release_marked(&given) == 1024 && whole_frees == 1 && !single_frees);
	check("only that", pages_out() == 3072 && !pages[1024].out && pages[1023].out && pages[2048].out);
	check("not again", grant(&given, 1024, 1024) == 0 && pages_release_marked(&given) == 0);

	check("the middle of a block", grant(&given, 100, 50) == 50);
	check("twice in one grant counts once", grant(&given, 120, 50) == 20);
	check("over a border, a hole and into the next", grant(&given, 1000, 1024 + 24 + 8) == 24 + 8);
	check("all of it comes back", pages_release_marked(&given) == 70 + 32 && pages_out() == 3072 - 102);
	check("the rest is still the host's", pages[99].out && !pages[100].out && !pages[169].out &&
	      pages[170].out && pages[999].out && !pages[1000].out && !pages[2055].out && pages[2056].out);
	check("the books agree", given.pages == 3072 - 102);

	check("not ours: address", grant(&given, 60000, 10) == 0);
	check("not ours: not aligned", pages_mark(&given, &(struct wire_extent){ .addr = 5, .pages = 1 }) == 0);
	check("no pages", grant(&given, 0, 0) == 0);
	check("longer than memory", pages_mark(&given, &(struct wire_extent){ .addr = 0, .pages = ~0ull }) == 0);
	check("at the end of all addresses",
	      pages_mark(&given, &(struct wire_extent){ .addr = ~0ull - 4095, .pages = PAGES_MAX }) == 0);
	check("everything at once", grant(&given, 0, PAGES_MAX) == given.pages);
	pages_unmark(&given);
	check("unmarked, nothing comes back", pages_release_marked(&given) == 0 && pages_out() == 3072 - 102);
	check("and it can be marked again", grant(&given, 0, 100) == 100);
	check("and released", pages_release_marked(&given) == 100);

	check("the last of a split block", grant(&given, 0, 1024) == 1024 - 70 - 24 - 100);
	pages_release_marked(&given);
	check("closes its book", live_books == 2);

	check("reset: what is left", pages_release(&given) == 2048 - 8 && pages_out() == 0 && live_books == 0);
}

/* A long run of random grants, honest and not, against a plain array of who has what. */
static void random_grants(void)
{
	struct block_set offered, given;
	static bool host[PFNS];
	unsigned int round, i, wrong = 0;

	pages_init(&offered);
	pages_init(&given);
	srand(1);
	for (round = 0; round < 3000; round++) {
		u64 first = rand() % PFNS, n = rand() % (rand() % 4 ? 700 : 9000), mine = 0, marked = 0, k;

		if (round % 7 == 0) {
			pages_gather(&offered, rand() % 6000, rand() % 11, always, NULL);
			pages_move(&given, &offered);
			for (i = 0; i < PFNS; i++)
				host[i] = pages[i].out;
		}
		marked = grant(&given, first, n);
		marked += grant(&given, first + n / 2, n);
		for (k = first; k < first + n / 2 + n && k < PFNS; k++)
			mine += host[k];
		wrong += marked != mine;
		if (rand() % 5 == 0) {
			pages_unmark(&given);
			continue;
		}
		wrong += pages_release_marked(&given) != mine;
		for (k = first; k < first + n / 2 + n && k < PFNS; k++)
			host[k] = false;
		for (i = 0, k = 0; i < PFNS; i++) {
			wrong += host[i] != pages[i].out;
			k += host[i];
		}
		wrong += k != given.pages;
	}
	check("3000 random grants against a plain array", wrong == 0);
	pages_release(&given);
	check("nothing left", pages_out() == 0 && live_books == 0);
}

int main(void)
{
	gathers_large_first();
	bounds_the_extents();
	absorbs_grants();
	random_grants();
	return summary();
}
