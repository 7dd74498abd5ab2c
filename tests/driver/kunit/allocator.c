// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between driver/pages.c and the kernel's page allocator, for pages_test.c.
 *
 * Where pages lie is the kernel's to choose.  A test that needs some that touch
 * has an arena: blocks of the largest order that were found to touch, and wait
 * here to be handed out first, the lowest first.
 */
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>

#include "allocator.h"

#define GFP		(GFP_HIGHUSER | __GFP_NORETRY | __GFP_NOWARN)
#define BLOCK_PAGES	(1ul << AEROSTAT_ORDER_MAX)
#define ARENA_BLOCKS	6
#define TRIES		128u		/* blocks that are looked at for an arena */

unsigned long arena_pfn, free_from;
bool every_other_taken, reclaimed, no_memory;
unsigned int order_limit = AEROSTAT_ORDER_MAX, reclaim_order = AEROSTAT_ORDER_MAX;
unsigned int whole_frees, single_frees, wrong_frees;
long live_books;

static bool arena_has[ARENA_BLOCKS];	/* not handed out */
static u8 *out;				/* of each page: 0, or one more than the order of the block that it is out in */
static unsigned int out_now;
static LIST_HEAD(even_pages);

bool page_is_out(unsigned long pfn)
{
	return out && out[pfn];
}

bool page_is_offline(unsigned long pfn)
{
	return PageOffline(pfn_to_page(pfn));
}

unsigned int pages_out(void)
{
	return out_now;
}

static void note(struct page *page, unsigned int order, u8 value)
{
	memset(out + page_to_pfn(page), value, 1u << order);
}

/* Even pages are kept back until the case is over. */
static struct page *odd_page(gfp_t gfp)
{
	struct page *page;

	while ((page = alloc_pages(gfp, 0)) && page_to_pfn(page) % 2 == 0)
		list_add(&page->lru, &even_pages);
	return page;
}

static struct page *arena_block(void)
{
	unsigned int i;

	for (i = 0; i < ARENA_BLOCKS; i++)
		if (arena_has[i] && arena_pfn + i * BLOCK_PAGES >= free_from) {
			arena_has[i] = false;
			return pfn_to_page(arena_pfn + i * BLOCK_PAGES);
		}
	return NULL;
}

struct page *watched_alloc_pages(gfp_t gfp, unsigned int order)
{
	bool reclaim = gfp & __GFP_RECLAIM;
	struct page *page = NULL;

	reclaimed |= reclaim;
	if (!out && !(out = vzalloc(PFNS)))
		return NULL;
	if (order > (reclaim ? reclaim_order : order_limit) || (every_other_taken && order))
		return NULL;
	if (order == AEROSTAT_ORDER_MAX)
		page = arena_block();
	if (!page)
		page = every_other_taken ? odd_page(gfp) : alloc_pages(gfp, order);
	if (!page)
		return NULL;
	note(page, order, order + 1);
	out_now += 1u << order;
	return page;
}

/* Freed once, online, unmarked, in the order it was allocated. */
void watched_free_pages(struct page *page, unsigned int order)
{
	unsigned long pfn = page_to_pfn(page);
	unsigned int i, bad = page_count(page) != 1;

	for (i = 0; i < 1u << order; i++)
		bad += out[pfn + i] != order + 1 || PageOffline(page + i) || page_private(page + i);
	wrong_frees += bad != 0;
	note(page, order, 0);
	out_now -= 1u << order;
	if (order)
		whole_frees++;
	else
		single_frees++;
	__free_pages(page, order);
}

/* Only a whole block is split. */
void watched_split_page(struct page *page, unsigned int order)
{
	wrong_frees += out[page_to_pfn(page)] != order + 1;
	note(page, order, 1);
	split_page(page, order);
}

void *watched_kvmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	void *p = no_memory ? NULL : kvmalloc_array(n, size, gfp);

	live_books += p != NULL;
	return p;
}

void watched_kvfree(void *p)
{
	live_books -= p != NULL;
	kvfree(p);
}

static bool block_is_in(struct page **block, unsigned int n, unsigned long pfn)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		if (block[i] && page_to_pfn(block[i]) == pfn)
			return true;
	return false;
}

/* Do the last block and those that it touches make an arena? */
static bool arena_found(struct page **block, unsigned int n)
{
	unsigned long first = page_to_pfn(block[n - 1]);
	unsigned int i;

	while (block_is_in(block, n, first - BLOCK_PAGES))
		first -= BLOCK_PAGES;
	for (i = 0; i < ARENA_BLOCKS; i++)
		if (!block_is_in(block, n, first + i * BLOCK_PAGES))
			return false;
	arena_pfn = first;
	return true;
}

/* Gets an arena. */
int allocator_begin(void)
{
	static struct page *block[TRIES];
	unsigned int i, n = 0;
	bool found = false;

	while (!found && n < TRIES && (block[n] = alloc_pages(GFP, AEROSTAT_ORDER_MAX)))
		found = arena_found(block, ++n);
	for (i = 0; i < n; i++) {
		unsigned long pfn = page_to_pfn(block[i]);

		if (found && pfn >= arena_pfn && pfn < arena_pfn + ARENA_BLOCKS * BLOCK_PAGES)
			arena_has[(pfn - arena_pfn) / BLOCK_PAGES] = true;
		else
			__free_pages(block[i], AEROSTAT_ORDER_MAX);
	}
	return found ? 0 : -ENOMEM;
}

/* What was not handed out goes back to the kernel. */
void allocator_end(void)
{
	struct page *page, *next;
	unsigned int i;

	for (i = 0; i < ARENA_BLOCKS; i++) {
		if (arena_has[i])
			__free_pages(pfn_to_page(arena_pfn + i * BLOCK_PAGES), AEROSTAT_ORDER_MAX);
		arena_has[i] = false;
	}
	list_for_each_entry_safe(page, next, &even_pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	free_from = 0;
}

/* The suites run while the module is loaded, before this would be: it is there so that the module can be unloaded. */
static int __init allocator_init(void)
{
	return 0;
}
module_init(allocator_init);

static void __exit allocator_exit(void)
{
	vfree(out);
}
module_exit(allocator_exit);

MODULE_DESCRIPTION("the units of virtio_aerostat, tested in a kernel");
MODULE_LICENSE("GPL");
