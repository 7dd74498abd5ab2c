/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offers: see offer.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include "offer.h"

static int by_addr(const void *a, const void *b)
{
    const struct wire_extent *x = a, *y = b;

    return (x->addr > y->addr) - (x->addr < y->addr);
}

/* What is wrong with this run by itself?  NULL if nothing, else also where. */
static const char *wrong(const struct wire_extent *run, run_check *check,
                         u64 *addr)
{
    *addr = run->addr;
    if (run->addr % PAGE_BYTES) {
        return "is not a multiple of the page size";
    }
    if (!run->pages) {
        return "begins an extent of no pages";
    }
    if (run->pages > PAGES_MAX ||
        run->addr > UINT64_MAX - run->pages * PAGE_BYTES) {
        return "begins an extent that is larger than any memory";
    }
    return check(run, addr);
}

/* Put the runs in order and those that touch together; false: two overlap. */
static bool merge(struct extents *in, u32 count, u64 *addr)
{
    struct wire_extent *run = in->run;
    u32 i;

    qsort(run, count, sizeof(*run), by_addr);
    for (i = 0; i < count; i++) {
        struct wire_extent *last = &run[in->count ? in->count - 1 : 0];
        u64 end = last->addr + last->pages * PAGE_BYTES;

        if (in->count && run[i].addr < end) {
            *addr = run[i].addr;
            return false;
        }
        if (in->count && run[i].addr == end) {
            last->pages += run[i].pages;
        } else {
            run[in->count++] = run[i];
        }
    }
    return true;
}

bool offer_read(struct extents *in, const u8 *buf, u32 count,
                const struct held *held, run_check *check,
                char *cause, size_t cause_size)
{
    struct wire_extent *run = in->run;
    u64 addr;
    u32 i;

    in->pages = 0;
    in->count = 0;
    for (i = 0; i < count; i++) {
        const char *what = "cannot be read";

        addr = 0;
        if (wire_extent_decode(&run[i], buf + i * WIRE_EXTENT_BYTES,
                               WIRE_EXTENT_BYTES)) {
            what = wrong(&run[i], check, &addr);
        }
        if (what) {
            snprintf(cause, cause_size, "page 0x%" PRIx64 " (extent %" PRIu32
                     ": 0x%" PRIx64 " and %" PRIu64 " pages) %s",
                     addr, i, run[i].addr, run[i].pages, what);
            return false;
        }
        in->pages += run[i].pages;
    }
    if (!merge(in, count, &addr)) {
        snprintf(cause, cause_size, "page 0x%" PRIx64
                 " stands twice in this offer", addr);
        return false;
    }
    /* Last: now the runs are disjoint memory, and no bit is read twice. */
    for (i = 0; i < in->count; i++) {
        if (held_any(held, &run[i], &addr)) {
            snprintf(cause, cause_size, "page 0x%" PRIx64
                     " is held by the host already", addr);
            return false;
        }
    }
    return true;
}
