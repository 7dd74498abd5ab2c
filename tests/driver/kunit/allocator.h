/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What pages_test.c sees of this kernel's page allocator, by the names that standin.h has for a program.  Pages come
 * from the kernel and go back to it; on the way it is noted who has them, and a request can be told to fail.
 */
#ifndef ALLOCATOR_H
#define ALLOCATOR_H

#include <linux/mm.h>

#include "compat.h"

#define PFNS		((unsigned int)node_end_pfn(0))
#define PAGE_FIRST	arena_pfn

extern unsigned long arena_pfn;			/* after allocator_begin() free pages that touch begin here */
extern unsigned long free_from;			/* the first of those that may be handed out */
extern bool every_other_taken;			/* only odd pages are handed out */
extern unsigned int order_limit, reclaim_order;	/* larger blocks are not to be had, without reclaim and with it */
extern bool reclaimed;				/* somebody asked with reclaim */
extern bool no_memory;				/* there is none for books */
extern long live_books;
extern unsigned int whole_frees, single_frees, wrong_frees;

int allocator_begin(void);
void allocator_end(void);
bool page_is_out(unsigned long pfn);
bool page_is_offline(unsigned long pfn);
unsigned int pages_out(void);

struct page *watched_alloc_pages(gfp_t gfp, unsigned int order);
void watched_free_pages(struct page *page, unsigned int order);
void watched_split_page(struct page *page, unsigned int order);
void *watched_kvmalloc_array(size_t n, size_t size, gfp_t gfp);
void watched_kvfree(void *p);

#endif
