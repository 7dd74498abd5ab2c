/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What driver/pages.c needs of a kernel, for a program: an ordered tree (not
 * balanced), lists, bitmaps, and a page allocator over PFNS pages that knows
 * who has each page and stops the test when one is freed wrongly.
 */
#ifndef STANDIN_H
#define STANDIN_H

#define AEROSTAT_COMPAT_H	/* driver/compat.h is about kernels */
#define AEROSTAT_ORDER_MAX 10

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core_gen.h"

typedef unsigned int gfp_t;
#define GFP_HIGHUSER (1u | __GFP_RECLAIM)
#define __GFP_NORETRY 2u
#define __GFP_NOWARN 4u
#define __GFP_NOMEMALLOC 8u
#define __GFP_RECLAIM 16u
#define __GFP_HIGHMEM 32u

#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define max_t(type, a, b) ((type)(a) > (type)(b) ? (type)(a) : (type)(b))
#define min_t(type, a, b) ((type)(a) < (type)(b) ? (type)(a) : (type)(b))
#define struct_size(p, member, n) (sizeof(*(p)) + (n) * sizeof((p)->member[0]))
#define cond_resched() ((void)0)

/* lists */
struct list_head { struct list_head *next, *prev; };
static inline void INIT_LIST_HEAD(struct list_head *l) { l->next = l->prev = l; }
static inline bool list_empty(const struct list_head *l) { return l->next == l; }
static inline void list_add_tail(struct list_head *n, struct list_head *l)
{
	n->prev = l->prev;
	n->next = l;
	l->prev->next = n;
	l->prev = n;
}
static inline void list_del_init(struct list_head *n)
{
	n->prev->next = n->next;
	n->next->prev = n->prev;
	INIT_LIST_HEAD(n);
}
#define list_for_each_entry_safe(p, n, head, member)						\
	for (p = container_of((head)->next, __typeof__(*p), member),				\
	     n = container_of(p->member.next, __typeof__(*p), member);				\
	     &p->member != (head);								\
	     p = n, n = container_of(n->member.next, __typeof__(*n), member))

/* an ordered tree */
struct rb_node { struct rb_node *rb_left, *rb_right, *up; };
struct rb_root { struct rb_node *rb_node; };
#define RB_ROOT (struct rb_root){ NULL }
#define rb_entry(p, type, member) container_of(p, type, member)
static inline void rb_link_node(struct rb_node *n, struct rb_node *up, struct rb_node **link)
{
	*n = (struct rb_node){ .up = up };
	*link = n;
}
static inline void rb_insert_color(struct rb_node *n, struct rb_root *r) { (void)n; (void)r; }
static inline struct rb_node *rb_leftmost(struct rb_node *n)
{
	while (n && n->rb_left)
		n = n->rb_left;
	return n;
}
static inline struct rb_node *rb_first(const struct rb_root *r) { return rb_leftmost(r->rb_node); }
static inline struct rb_node *rb_next(const struct rb_node *n)
{
	if (n->rb_right)
		return rb_leftmost(n->rb_right);
	while (n->up && n == n->up->rb_right)
		n = n->up;
	return n->up;
}
static inline struct rb_node *rb_prev(const struct rb_node *n)
{
	struct rb_node *p = n->rb_left;

	if (p) {
		while (p->rb_right)
			p = p->rb_right;
		return p;
	}
	while (n->up && n == n->up->rb_left)
		n = n->up;
	return n->up;
}
static inline void rb_put(struct rb_root *r, struct rb_node *old, struct rb_node *new)
{
	if (!old->up)
		r->rb_node = new;
	else if (old->up->rb_left == old)
		old->up->rb_left = new;
	else
		old->up->rb_right = new;
	if (new)
		new->up = old->up;
}
static inline void rb_erase(struct rb_node *n, struct rb_root *r)
{
	struct rb_node *next;

	if (!n->rb_left || !n->rb_right) {
		rb_put(r, n, n->rb_left ? n->rb_left : n->rb_right);
		return;
	}
	next = rb_leftmost(n->rb_right);
	if (next != n->rb_right) {
		rb_put(r, next, next->rb_right);
		next->rb_right = n->rb_right;
		next->rb_right->up = next;
	}
	rb_put(r, n, next);
	next->rb_left = n->rb_left;
	next->rb_left->up = next;
}

/* bitmaps */
#define BITS_PER_LONG 64
#define BITS_TO_LONGS(n) (((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
static inline bool test_bit(unsigned int i, const unsigned long *m) { return m[i / 64] >> i % 64 & 1; }
static inline bool __test_and_set_bit(unsigned int i, unsigned long *m)
{
	bool was = test_bit(i, m);

	m[i / 64] |= 1ul << i % 64;
	return was;
}
static inline void bitmap_zero(unsigned long *m, unsigned int n) { memset(m, 0, BITS_TO_LONGS(n) * 8); }
static inline void bitmap_fill(unsigned long *m, unsigned int n) { memset(m, 0xff, BITS_TO_LONGS(n) * 8); }
static inline void bitmap_or(unsigned long *to, const unsigned long *a, const unsigned long *b, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < BITS_TO_LONGS(n); i++)
		to[i] = a[i] | b[i];
}

/* memory for books: can be told to fail */
extern unsigned int fail_kzalloc;
extern long live_books;
static inline void *kzalloc(size_t size, gfp_t gfp)
{
	(void)gfp;
	if (fail_kzalloc && !--fail_kzalloc)
		return NULL;
	live_books++;
	return calloc(1, size);
}
static inline void kfree(void *p)
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
};
extern struct page pages[PFNS];
extern unsigned int whole_frees, single_frees;
static inline struct page *pfn_to_page(unsigned long pfn) { return &pages[pfn]; }
static inline unsigned long page_to_pfn(const struct page *p) { return p - pages; }
static inline void __SetPageOffline(struct page *p) { p->offline = true; }
static inline void __ClearPageOffline(struct page *p) { p->offline = false; }
struct page *alloc_pages(gfp_t gfp, unsigned int order);
void __free_pages(struct page *page, unsigned int order);
void split_page(struct page *page, unsigned int order);
#define __free_page(p) __free_pages(p, 0)

#endif
