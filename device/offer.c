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
static const char *wrong(const struct wire_extent *run, const struct held *held,
                         run_check *check, u64 *addr)
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
    if (held_any(held, run, addr)) {
        return "is held by the host already";
    }
    return check(run, addr);
}

bool offer_read(struct extents *in, const u8 *buf, u32 count,
                const struct held *held, run_check *check,
                char *cause, size_t cause_size)
{
    struct wire_extent *run = in->run;
    const char *what;
    u64 addr;
    u32 i;

    in->pages = 0;
    in->count = 0;
    for (i = 0; i < count; i++) {
        if (!wire_extent_decode(&run[i], buf + i * WIRE_EXTENT_BYTES,
                                WIRE_EXTENT_BYTES)) {
            snprintf(cause, cause_size, "extent %" PRIu32 " is unreadable", i);
            return false;
        }
        what = wrong(&run[i], held, check, &addr);
        if (what) {
            snprintf(cause, cause_size, "page 0x%" PRIx64 " (extent %" PRIu32
                     ": 0x%" PRIx64 " and %" PRIu64 " pages) %s",
                     addr, i, run[i].addr, run[i].pages, what);
            return false;
        }
        in->pages += run[i].pages;
    }

    qsort(run, count, sizeof(*run), by_addr);
    for (i = 0; i < count; i++) {
        struct wire_extent *last = &run[in->count ? in->count - 1 : 0];
        u64 end = last->addr + last->pages * PAGE_BYTES;

        if (in->count && run[i].addr < end) {
            snprintf(cause, cause_size, "page 0x%" PRIx64
                     " stands twice in this offer", run[i].addr);
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
