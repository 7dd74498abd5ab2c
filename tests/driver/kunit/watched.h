/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stands before driver/pages.c: what it takes from the kernel's allocators goes through allocator.c. */
#include <linux/gfp.h>
#include <linux/mm.h>

#include "allocator.h"

#undef alloc_pages_node
#define alloc_pages_node(node, gfp, order)	watched_alloc_pages(gfp, order)
#define __free_pages(page, order)		watched_free_pages(page, order)
#define split_page(page, order)			watched_split_page(page, order)
#define kvmalloc_array(n, size, gfp)		watched_kvmalloc_array(n, size, gfp)
#define kvfree(p)				watched_kvfree(p)
