/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The books: see held.h. */
#include <stdlib.h>
#include <string.h>
#include "held.h"

#define WORD_BITS 64u
#define GROW_WORDS 4096u    /* at least, so that a small guest grows once */

void held_init(struct held *h)
{
    memset(h, 0, sizeof(*h));
}

void held_free(struct held *h)
{
    free(h->bits);
    held_init(h);
}

void held_clear(struct held *h)
{
    if (h->end) {
        memset(h->bits, 0, h->end * sizeof(*h->bits));
    }
    h->end = 0;
    h->pages = 0;
}

bool held_grow(struct held *h, const struct extents *e)
{
    u64 need = 0, words, *bits;
    u32 i;

    for (i = 0; i < e->count; i++) {
        u64 last = e->run[i].addr / PAGE_BYTES + e->run[i].pages - 1;

        if (last / WORD_BITS + 1 > need) {
            need = last / WORD_BITS + 1;
        }
    }
    if (need <= h->words) {
        return true;
    }
    words = need > 2 * h->words ? need : 2 * h->words;
    if (words < GROW_WORDS) {
        words = GROW_WORDS;
    }
    /* Fresh zero pages, rather than a realloc and a memset that touches them. */
    bits = calloc(words, sizeof(*bits));
    if (!bits) {
        return false;
    }
    if (h->end) {
        memcpy(bits, h->bits, h->end * sizeof(*bits));
    }
    free(h->bits);
    h->bits = bits;
    h->words = words;
    return true;
}

/* The bits from first to the word's end or to before end, whichever is less. */
static u64 mask(u64 first, u64 end)
{
    u64 base = first / WORD_BITS * WORD_BITS;
    u64 m = ~0ull << (first - base);

    if (end - base < WORD_BITS) {
        m &= ~(~0ull << (end - base));
    }
    return m;
}

void held_add(struct held *h, const struct extents *e)
{
    u32 i;

    for (i = 0; i < e->count; i++) {
        u64 page = e->run[i].addr / PAGE_BYTES, end = page + e->run[i].pages;

        while (page < end) {
            u64 w = page / WORD_BITS;

            h->bits[w] |= mask(page, end);
            if (h->end <= w) {
                h->end = w + 1;
            }
            page = (w + 1) * WORD_BITS;
        }
    }
    h->pages += e->pages;
}

void held_strike(struct held *h, const struct extents *e)
{
    u32 i;

    for (i = 0; i < e->count; i++) {
        u64 page = e->run[i].addr / PAGE_BYTES, end = page + e->run[i].pages;

        while (page < end) {
            u64 w = page / WORD_BITS;

            h->bits[w] &= ~mask(page, end);
            page = (w + 1) * WORD_BITS;
        }
    }
    while (h->end && !h->bits[h->end - 1]) {
        h->end--;
    }
    h->pages -= e->pages;
}

/*
 * The first page from `page` on whose bit is `set`, or `end`; `flip` is 0 to look
 * for a set bit, all ones for a clear one.
 */
static u64 find(const struct held *h, u64 page, u64 end, u64 flip)
{
    while (page < end) {
        u64 w = page / WORD_BITS;
        u64 bits = (h->bits[w] ^ flip) & mask(page, end);

        if (bits) {
            return w * WORD_BITS + __builtin_ctzll(bits);
        }
        page = (w + 1) * WORD_BITS;
    }
    return end;
}

bool held_any(const struct held *h, const struct wire_extent *run, u64 *addr)
{
    u64 page = run->addr / PAGE_BYTES, end = page + run->pages;
    u64 limit = h->end * WORD_BITS;

    if (end > limit) {
        end = limit;
    }
    if (page >= end) {
        return false;
    }
    page = find(h, page, end, 0);
    *addr = page * PAGE_BYTES;
    return page < end;
}

/* Is a to be granted before b? */
static bool before(const struct wire_extent *a, const struct wire_extent *b)
{
    return a->pages != b->pages ? a->pages > b->pages : a->addr < b->addr;
}

/* Sink run[i] of the heap run[0..count), the one to be granted last on top. */
static void sink(struct wire_extent *run, u32 count, u32 i)
{
    struct wire_extent moved = run[i];

    for (;;) {
        u32 child = 2 * i + 1;

        if (child >= count) {
            break;
        }
        if (child + 1 < count && before(&run[child], &run[child + 1])) {
            child++;
        }
        if (!before(&moved, &run[child])) {
            break;
        }
        run[i] = run[child];
        i = child;
    }
    run[i] = moved;
}

void held_pick(const struct held *h, u64 want_pages, u32 max_runs,
               struct extents *picked)
{
    u64 limit = h->end * WORD_BITS, page = 0, left = want_pages;
    struct wire_extent *run = picked->run;
    u32 count = 0, i;

    picked->pages = 0;
    picked->count = 0;
    if (!want_pages || !max_runs) {
        return;
    }
    if (max_runs > EXTENTS_MAX) {
        max_runs = EXTENTS_MAX;
    }

    /* One pass: the max_runs best so far, a heap once there are so many. */
    while ((page = find(h, page, limit, 0)) < limit) {
        u64 end = find(h, page, limit, ~0ull);
        struct wire_extent found = { page * PAGE_BYTES, end - page };

        if (count < max_runs) {
            run[count++] = found;
            if (count == max_runs) {
                for (i = count / 2; i--; ) {
                    sink(run, count, i);
                }
            }
        } else if (before(&found, &run[0])) {
            run[0] = found;
            sink(run, count, 0);
        }
        page = end;
    }

    /* Heap sort: the last to be granted goes to the back. */
    for (i = count / 2; i--; ) {
        sink(run, count, i);
    }
    for (i = count; i > 1; i--) {
        struct wire_extent last = run[0];

        run[0] = run[i - 1];
        run[i - 1] = last;
        sink(run, i - 1, 0);
    }

    for (i = 0; i < count && left; i++) {
        if (run[i].pages > left) {
            run[i].pages = left;
        }
        left -= run[i].pages;
        picked->pages += run[i].pages;
        picked->count++;
    }
}
