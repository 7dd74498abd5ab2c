/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offers: see offer.h. */
#include <inttypes.h>
#include <stdio.h>
#include "offer.h"

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
        run->addr / PAGE_BYTES > PAGES_MAX - run->pages) {
        return "begins an extent that is larger than any memory";
    }
    return check(run, addr);
}

/* Take the run in, behind those before it; NULL, or what is wrong with that. */
static const char *put(struct runs *in, const struct wire_extent *run)
{
    u64 page = run->addr / PAGE_BYTES;

    if (runs_append(in, page, run->pages)) {
        return NULL;
    }
    if (page >= in->run[in->count - 1].page) {
        return "stands twice in this offer";
    }
    return "is out of order: extents ascend, and do not overlap";
}

bool offer_read(struct runs *in, const u8 *buf, u32 count,
                const struct runs *held, run_check *check,
                char *cause, size_t cause_size)
{
    struct wire_extent run;
    u64 addr, page;
    u32 i;

    runs_clear(in);
    for (i = 0; i < count; i++) {
        const char *what = "cannot be read";

        addr = 0;
        if (wire_extent_decode(&run, buf + i * WIRE_EXTENT_BYTES,
                               WIRE_EXTENT_BYTES)) {
            what = wrong(&run, check, &addr);
            if (!what) {
                what = put(in, &run);
            }
        }
        if (what) {
            snprintf(cause, cause_size, "page 0x%" PRIx64 " (extent %" PRIu32
                     ": 0x%" PRIx64 " and %" PRIu64 " pages) %s",
                     addr, i, run.addr, run.pages, what);
            return false;
        }
    }
    page = runs_meet(held, in);
    if (page < PAGES_MAX) {
        snprintf(cause, cause_size, "page 0x%" PRIx64
                 " is held by the host already", page * PAGE_BYTES);
        return false;
    }
    return true;
}
