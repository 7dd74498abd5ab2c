/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What driver/pages.c needs of a kernel, for a program: memory that can be told
 * to fail, and a page allocator over PFNS pages that knows who has each page and
 * counts what is freed wrongly.  The rest of a kernel is in standin_kernel.h.
 */
#ifndef STANDIN_H
#define STANDIN_H

#define AEROSTAT_COMPAT_H	/* driver/compat.h is about kernels */
#define AEROSTAT_ORDER_MAX 10
#define AEROSTAT_MOVABLE kernel_has_movable
#define pageblock_order 9
#define pageblock_nr_pages 512ul

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* the kernel's: a u64 is a long long, as format strings want it */
#define AEROSTAT_TYPES
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;

#include "core_gen.h"

typedef unsigned int gfp_t;
#define __GFP_HIGHMEM 1u
#define GFP_HIGHUSER (__GFP_HIGHMEM | __GFP_RECLAIM)
#define __GFP_NORETRY 2u
#define __GFP_NOWARN 4u
#define __GFP_NOMEMALLOC 8u
#define __GFP_RECLAIM 16u
#define __GFP_MOVABLE 32u
#define __GFP_ZEROTAGS 64u
#define __GFP_THISNODE 128u
#define __GFP_IO 0u
#define __GFP_FS 0u
#define __GFP_KSWAPD_RECLAIM 0u
#define GFP_KERNEL __GFP_RECLAIM

#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#define cond_resched() ((void)0)
#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))

/* a lock that knows whether it is held */
typedef struct { bool held; } spinlock_t;
extern unsigned int wrong_locks;
static inline void spin_lock_init(spinlock_t *l) { l->held = false; }
static inline void spin_lock(spinlock_t *l) { wrong_locks += l->held; l->held = true; }
static inline void spin_unlock(spinlock_t *l) { wrong_locks += !l->held; l->held = false; }

/* An allocation that may reclaim, and tries more than once, finds memory at an end: the kernel calls the OOM notifiers. */
extern void (*while_allocating)(void);
extern bool may_not_reclaim;		/* PF_MEMALLOC */
static inline unsigned int memalloc_noreclaim_save(void)
{
	bool was = may_not_reclaim;

	may_not_reclaim = true;
	return was;
}
static inline void memalloc_noreclaim_restore(unsigned int was) { may_not_reclaim = was; }
static inline void may_run_out(gfp_t gfp)
{
	if (while_allocating && gfp & __GFP_RECLAIM && !(gfp & __GFP_NORETRY) && !may_not_reclaim)
		while_allocating();
}
extern unsigned int reserves_used;

/* memory for books: can be told to fail */
extern bool no_memory;
extern long live_books;
static inline void *kvmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	may_run_out(gfp);
	reserves_used += may_not_reclaim && !(gfp & __GFP_NOMEMALLOC);
	if (no_memory)
		return NULL;
	live_books++;
	return calloc(n, size);
}
static inline void kvfree(void *p)
{
	live_books -= p != NULL;
	free(p);
}

/* pages */
#define PFNS 65536u
struct page {
	bool out;		/* allocated */
	bool offline;
	unsigned char order;	/* of the allocation that it heads, or 255 */
	const struct movable_operations *ops;	/* it is movable */
	unsigned long private;
	enum { FREE, COLD, OTHER } use;		/* for cached.c; all but free pages are in use by others */
};
extern struct page pages[PFNS];
extern unsigned int whole_frees, single_frees, wrong_frees;
extern unsigned int free_from, free_to;		/* pages that the allocator may hand out */
extern bool every_other_taken;			/* ... of these only the odd ones */
extern unsigned int order_limit;		/* larger blocks are not to be had ... */
extern unsigned int reclaim_order;		/* ... and these only with reclaim */
extern bool reclaimed;				/* somebody asked with reclaim */
extern unsigned int cleared;			/* blocks that init_on_alloc would clear */
unsigned int pages_out(void);			/* counts them ... */
extern unsigned int out_now;			/* ... and so does the allocator */
#define PageBuddy(p)		(!(p)->out && (p)->use == FREE)
#define page_is_cold_cache(p)	(!(p)->out && (p)->use == COLD)
#define pfn_to_online_page(pfn)	pfn_to_page(pfn)
extern unsigned int plugged_from;		/* pages from there on were plugged in later */
#define SECTION_PAGES		4096ul
#define pfn_is_early(pfn)	((pfn) < plugged_from)
#define ALIGN(n, a)		(((n) + (a) - 1) / (a) * (a))
int alloc_cleared_range(unsigned long start, unsigned long end);
static inline struct page *pfn_to_page(unsigned long pfn) { return &pages[pfn]; }
static inline unsigned long page_to_pfn(const struct page *p) { return p - pages; }
extern long balloon_pages;
static inline void count_balloon_pages(struct page *p, long n) { (void)p; balloon_pages += n; }
static inline void __SetPageOffline(struct page *p) { p->offline = true; }
static inline void __ClearPageOffline(struct page *p) { p->offline = false; }
static inline unsigned long page_private(const struct page *p) { return p->private; }
static inline void set_page_private(struct page *p, unsigned long private) { p->private = private; }
#define NUMA_NO_NODE (-1)
#define node_start_pfn(node)	0
#define node_spanned_pages(node) PFNS
#define node_end_pfn(node)	PFNS
struct page *alloc_pages_node(int node, gfp_t gfp, unsigned int order);
extern void (*while_gathering)(void);	/* each time it is called */
void __free_pages(struct page *page, unsigned int order);
/* the one zone that all pages lie in, and the node's, which tests of their sums have; pages from movable_from on are in ZONE_MOVABLE */
struct zone {
	unsigned long present_pages, free, file, inactive, dirty, low, high, managed;
	struct { unsigned long nr_free; } free_area[AEROSTAT_ORDER_MAX + 1];
};
extern struct zone pages_zone;
extern unsigned int movable_from;
extern bool kernel_has_movable;			/* a driver may have pages that are movable */
static inline struct zone *page_zone(const struct page *p) { (void)p; return &pages_zone; }
static inline bool is_zone_movable_page(const struct page *p) { return page_to_pfn(p) >= movable_from; }
enum { ZONE_NORMAL, ZONE_MOVABLE, MAX_NR_ZONES };
typedef struct { long count; } atomic_long_t;
static inline long atomic_long_read(const atomic_long_t *v) { return v->count; }
static inline void atomic_long_add(long n, atomic_long_t *v) { v->count += n; }
enum node_stat_item { WORKINGSET_REFAULT_FILE, WORKINGSET_REFAULT_ANON, NODE_STATS };
struct pglist_data { struct zone node_zones[MAX_NR_ZONES]; atomic_long_t vm_stat[NODE_STATS]; };
extern struct pglist_data the_node;
#define MAX_NUMNODES		2
#define NODE_DATA(node)		(&the_node)
extern unsigned long other_node_from, other_node_end;	/* pages in between are of node 1, which is not looked at */
static inline int page_to_nid(const struct page *p) { return page_to_pfn(p) >= other_node_from && page_to_pfn(p) < other_node_end; }
#define for_each_online_node(node) for ((node) = 0; (node) < 1; (node)++)
#define populated_zone(zone)	((zone)->present_pages > 0)
enum zone_stat_item { NR_FREE_PAGES, NR_ZONE_ACTIVE_FILE, NR_ZONE_INACTIVE_FILE, NR_ZONE_WRITE_PENDING };
unsigned long zone_page_state(const struct zone *zone, enum zone_stat_item item);
/* events */
#define CONFIG_VM_EVENT_COUNTERS
enum vm_event_item { PSWPIN, PSWPOUT, ALLOCSTALL_NORMAL, ALLOCSTALL_MOVABLE, VM_EVENTS };
struct vm_event_state { unsigned long event[VM_EVENTS]; };
extern struct vm_event_state vm_event_states;
#define per_cpu(variable, cpu)	(variable)
#define for_each_possible_cpu(cpu) for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define max_t(type, a, b)	((type)(a) > (type)(b) ? (type)(a) : (type)(b))
#define low_wmark_pages(zone)	((zone)->low)
#define high_wmark_pages(zone)	((zone)->high)
#define zone_managed_pages(zone)	((zone)->managed)
#define PAGE_ALLOC_COSTLY_ORDER	3
#define READ_ONCE(x)		(x)
extern unsigned int wrong_gathers;		/* in memory that is for others */

/* compaction */
typedef unsigned int isolate_mode_t;
struct movable_operations { bool (*isolate_page)(struct page *page, isolate_mode_t mode); };
void set_page_movable(struct page *page, const struct movable_operations *ops);
static inline void clear_page_movable(struct page *page) { page->ops = NULL; }
static inline bool page_is_movable(const struct page *page) { return page->ops; }
static inline const struct movable_operations *movable_page_ops(struct page *page) { return page->ops; }
bool compaction_asks(unsigned long pfn);	/* true: it has an owner to be asked; he must not let it be isolated */
void split_page(struct page *page, unsigned int order);
extern long memtotal;		/* of the pages that the allocator has and had, so many are not in MemTotal, below 0 */
static inline void adjust_managed_page_count(struct page *page, long count) { (void)page; memtotal += count; }
static inline long totalram_pages(void) { return (long)PFNS + memtotal; }

/* What pages_test.c wants to know, here and in a kernel (kunit/allocator.h). */
#define PAGE_FIRST 0u		/* after allocator_begin() free pages that touch begin here */
static inline int allocator_begin(void) { return 0; }
static inline void allocator_end(void) { }
static inline bool page_is_out(unsigned long pfn) { return pages[pfn].out; }
static inline bool page_is_offline(unsigned long pfn) { return pages[pfn].offline; }

#endif
