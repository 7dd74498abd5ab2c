// SPDX-License-Identifier: GPL-2.0-or-later
/* The page allocator of standin.h. */
#include "standin.h"

struct page pages[PFNS];
unsigned int whole_frees, single_frees, wrong_frees, wrong_gathers, wrong_locks;
bool no_memory;
void (*while_allocating)(void), (*while_gathering)(void);
bool may_not_reclaim;
unsigned int reserves_used;
long live_books;
unsigned int free_from = 0, free_to = PFNS;
unsigned int order_limit = AEROSTAT_ORDER_MAX;
unsigned int reclaim_order = AEROSTAT_ORDER_MAX;
bool every_other_taken;
bool reclaimed;
unsigned int out_now;
long memtotal;
long balloon_pages;
unsigned int cleared;
struct zone pages_zone = { .free = 2000, .high = 1900, .managed = 128 * 100, .free_area = { [3] = { 13 } } };	/* 104 pages in large blocks */
unsigned int movable_from = PFNS, plugged_from = PFNS;
unsigned long other_node_from, other_node_end;
/* there is no ZONE_MOVABLE: what it has is nobody's */
struct pglist_data the_node = { .node_zones = { [ZONE_NORMAL] = { .present_pages = PFNS, .free = 900, .low = 1000 }, [ZONE_MOVABLE] = { .free = 1u << 30 } } };

struct vm_event_state vm_event_states;
bool mem_closed;
bool kernel_has_movable = true;

unsigned long zone_page_state(const struct zone *zone, enum zone_stat_item item)
{
	/* all pages are of that zone */
	unsigned long out = mem_closed && zone == &the_node.node_zones[ZONE_NORMAL] ? out_now : 0;

	switch (item) {
	case NR_FREE_PAGES:
		return zone->free > out ? zone->free - out : 0;
	case NR_ZONE_ACTIVE_FILE:
		return zone->file;
	case NR_ZONE_INACTIVE_FILE:
		return zone->inactive;
	default:
		return zone->dirty;
	}
}

static struct page *alloc_between(unsigned int from, unsigned int to, unsigned int order)
{
	unsigned int pfn, i, n = 1u << order;

	for (pfn = from; pfn + n <= to; pfn += n) {
		for (i = 0; i < n && !pages[pfn + i].out && pages[pfn + i].use == FREE && !(every_other_taken && (pfn + i) % 2 == 0); i++)
			;
		if (i < n)
			continue;
		for (i = 0; i < n; i++)
			pages[pfn + i] = (struct page){ .out = true, .order = i ? 255 : order };
		out_now += n;
		return &pages[pfn];
	}
	return NULL;
}

/* What may come from ZONE_MOVABLE is sought there first. */
struct page *alloc_pages_node(int node, gfp_t gfp, unsigned int order)
{
	unsigned int end = min_t(unsigned int, free_to, movable_from), from = max_t(unsigned int, free_from, movable_from);
	const gfp_t movable = __GFP_HIGHMEM | __GFP_MOVABLE;
	bool reclaim = gfp & __GFP_RECLAIM;
	struct page *page = NULL;

	may_run_out(gfp);
	if (while_gathering)
		while_gathering();
	reclaimed |= reclaim;
	cleared += !(gfp & __GFP_ZEROTAGS);
	wrong_gathers += (!order && AEROSTAT_MOVABLE) != !!(gfp & __GFP_MOVABLE) || (node == NUMA_NO_NODE) != !(gfp & __GFP_THISNODE);
	if (order > (reclaim ? reclaim_order : order_limit))
		return NULL;
	if ((gfp & movable) == movable)
		page = alloc_between(from, free_to, order);
	return page ? page : alloc_between(free_from, end, order);
}

int alloc_cleared_range(unsigned long start, unsigned long end)
{
	unsigned long pfn;

	may_run_out(GFP_KERNEL);	/* for pages that are moved */
	for (pfn = start; pfn < end; pfn++)
		if (pages[pfn].out)
			return -EBUSY;
	for (pfn = start; pfn < end; pfn++) {
		if (pages[pfn].use == COLD) {	/* dropped: free, and taken */
			the_node.node_zones[ZONE_NORMAL].inactive--;
			the_node.node_zones[ZONE_NORMAL].free++;
		}
		pages[pfn] = (struct page){ .out = true };
	}
	out_now += end - start;
	return 0;
}

/* Only a whole block is split. */
void split_page(struct page *page, unsigned int order)
{
	unsigned int i;

	wrong_frees += page->order != order;
	for (i = 0; i < 1u << order; i++)
		page[i].order = 0;
}

/* A single page, out of use, and not yet marked. */
void set_page_movable(struct page *page, const struct movable_operations *ops)
{
	if (!AEROSTAT_MOVABLE)
		return;
	wrong_gathers += !page->out || page->order || page->ops;
	page->ops = ops;
}

bool compaction_asks(unsigned long pfn)
{
	struct page *page = &pages[pfn];

	if (!page->ops)
		return false;
	wrong_gathers += !page->out || page->ops->isolate_page(page, 0);
	return true;
}

/* Freed once, online, unmarked, in the order it was allocated. */
void __free_pages(struct page *page, unsigned int order)
{
	unsigned int i, n = 1u << order, bad = page->order != order;

	for (i = 0; i < n; i++) {
		bad += !page[i].out || page[i].offline || page[i].private || page[i].ops;
		page[i].out = false;
	}
	out_now -= n;
	wrong_frees += bad != 0;
	if (n > 1)
		whole_frees++;
	else
		single_frees++;
}

unsigned int pages_out(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < PFNS; i++)
		n += pages[i].out;
	return n;
}
