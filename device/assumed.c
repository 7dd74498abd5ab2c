/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What proofs/unbounded.mlw assumes of the device (`Glue`), asked before each
 * step in test builds (AEROSTAT_CHECKS): a function for each predicate there.
 * One that returns true is `true` there as well, or speaks of the other side.
 */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qemu/iov.h"
#include "virtio-aerostat.h"
#include "step.h"

void aerostat_not_so(const char *what)
{
    error_report("virtio-aerostat: a step is made without %s", what);
    abort();
}

/* Has the set these many pages, in order, and does the device hold that many of them? */
static bool are(const VirtIOAerostat *s, const struct runs *set, u64 pages,
                u64 held)
{
    u64 sum = 0;
    u32 i;

    for (i = 0; i < set->count; i++) {
        if (!set->run[i].pages ||
            (i && set->run[i].page <
                  set->run[i - 1].page + set->run[i - 1].pages)) {
            return false;
        }
        sum += set->run[i].pages;
    }
    return sum == pages && runs_common(&s->held, set) == held;
}

/* What the driver counts is not known to the device: nothing asks this. */
bool glue_host_init(void *ctx, u64 total_pages)
{
    return true;
}

bool glue_host_query(void *ctx, u32 seq, u64 now_ms)
{
    return true;
}

bool glue_host_offer(void *ctx, u32 seq, u64 sent_at_ms, u32 ttl_ms, u64 pages,
                     bool valid, u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    return !valid || are(s, &s->incoming, pages, 0);
}

bool glue_host_commit(void *ctx, u32 seq, u64 now_ms)
{
    return true;
}

bool glue_host_report(void *ctx, u32 seq, bool agreed, u64 now_ms)
{
    return true;
}

/* The last page is discarded, and the machine has not been told yet. */
bool glue_host_discarded(void *ctx, u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    return !s->discard.commit.what;
}

/* More than is held stands for pages that are lacking. */
bool glue_host_reclaim(void *ctx, u32 seq, u64 want_pages, u64 pick_pages,
                       u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    if (pick_pages > s->host.held_pages) {
        return true;
    }
    return are(s, &s->picked, pick_pages, pick_pages) &&
           iov_size(s->request->in_sg, s->request->in_num) >=
           WIRE_GRANT_BYTES + s->picked.count * WIRE_EXTENT_BYTES;
}

bool glue_host_stats(void *ctx, u32 seq, u64 now_ms)
{
    return true;
}

bool glue_host_bad(void *ctx, u64 now_ms)
{
    return true;
}

bool glue_host_set_state(void *ctx, enum host_state state)
{
    return true;
}

bool glue_host_load(void *ctx, enum host_state state)
{
    return true;
}

bool glue_host_set_target(void *ctx, u64 target_pages)
{
    return true;
}

bool glue_host_want_stats(void *ctx)
{
    return true;
}

bool glue_host_tell(void *ctx, u64 now_ms)
{
    return true;
}

/* Nothing is being read. */
bool glue_host_reset(void *ctx)
{
    VirtIOAerostat *s = ctx;

    return !s->request && !s->waiting;
}
