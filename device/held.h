/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The books: which pages the device holds.  One bit a page, up to the highest
 * page that was ever held: 32 KiB for each GiB of guest memory.  Plain C.
 */
#ifndef AEROSTAT_HELD_H
#define AEROSTAT_HELD_H

#include "core_gen.h"

/* Runs of pages, at most as many as one message carries. */
struct extents {
    u64 pages;  /* in all of them */
    u32 count;
    struct wire_extent run[EXTENTS_MAX];
};

struct held {
    u64 *bits;
    u64 words;  /* allocated */
    u64 end;    /* words at and after this one are zero */
    u64 pages;  /* bits that are set */
};

void held_init(struct held *h);
void held_free(struct held *h);

/* No page is held any more. */
void held_clear(struct held *h);

/* Make room for these pages; false when there is no memory for it. */
bool held_grow(struct held *h, const struct extents *e);

/* Take these pages in; none is held yet, and held_grow made room. */
void held_add(struct held *h, const struct extents *e);

/* Give these pages up; all are held. */
void held_strike(struct held *h, const struct extents *e);

/* The address of the first held page of the run, false if there is none. */
bool held_any(const struct held *h, const struct wire_extent *run, u64 *addr);

/*
 * What would be granted now: the largest runs first, the lower one of two that
 * are alike, at most want_pages in at most max_runs.  The last may be the start
 * of a longer one.  Reads the bitmap once, whatever is asked.
 */
void held_pick(const struct held *h, u64 want_pages, u32 max_runs,
               struct extents *picked);

#endif
