/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reuse of what was given: see reuse.h. */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qapi/error.h"
#include "qemu/units.h"
#include "compat.h"
#include "reuse.h"
#include "ram.h"
#include "whole.h"

/* A step looks at 128 MiB, of which the page map says 256 KiB: below 1 ms. */
#define STEP_PAGES 32768
#define STEP_MS 20

#define BLOCK_BYTES (2 * MiB)

/* Linux: in RAM, or swapped out */
#define PAGEMAP_THERE (3ull << 62)

/* Count what is there of a piece of memory that begins at the guest's `page`. */
static void look_at(AerostatReuse *r, u64 page, const struct ram_piece *piece)
{
    uintptr_t begin = (uintptr_t)qemu_ram_get_host_addr(piece->block) +
                      piece->offset;
    uint64_t block = MAX(BLOCK_BYTES, qemu_ram_pagesize(piece->block));
    uintptr_t from = ROUND_UP(begin, block);
    uintptr_t to = ROUND_DOWN(begin + piece->bytes, block);
    ssize_t got, i;

    if (from >= to) {
        return;
    }
    got = pread(r->pagemap, r->entry, (to - from) / PAGE_BYTES * 8,
                from / PAGE_BYTES * 8);
    if (got < 0) {
        warn_report_once("virtio-aerostat: /proc/self/pagemap cannot be read "
                         "any more: reuse is not seen: %s", strerror(errno));
    }
    for (i = 0; i < got / 8; i++) {
        if (r->entry[i] & PAGEMAP_THERE) {
            if (!r->found) {
                r->first = page + (from - begin) / PAGE_BYTES + i;
            }
            r->found++;
        }
    }
}

/* Go on with the sweep; false: it has come to its end. */
static bool sweep(AerostatReuse *r)
{
    uint64_t left = STEP_PAGES * PAGE_BYTES;
    unsigned looks;

    for (looks = 0; looks < AEROSTAT_BATCH && left >= BLOCK_BYTES; looks++) {
        u32 i = runs_at(r->held, r->page);
        struct ram_piece piece;
        u64 page, bytes;

        if (i == r->held->count) {
            return false;
        }
        page = MAX(r->page, r->held->run[i].page);
        bytes = (RUN_END(r->held->run, i) - page) * PAGE_BYTES;
        if (!ram_find(page * PAGE_BYTES, bytes, &piece)) {
            if (piece.bytes > left) {
                /* Cut where a block begins, or that block would not be whole. */
                piece.bytes = ROUND_DOWN(piece.offset + left, BLOCK_BYTES) -
                              piece.offset;
            }
            left -= piece.bytes;
            look_at(r, page, &piece);
        }
        r->page = page + piece.bytes / PAGE_BYTES;
    }
    return true;
}

static void again(AerostatReuse *r, int64_t after_ms)
{
    timer_mod(r->timer, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + after_ms);
}

static void begin(AerostatReuse *r)
{
    r->page = r->found = 0;
    again(r, r->interval_ms);
}

static void step(void *opaque)
{
    AerostatReuse *r = opaque;
    u64 before = r->pages;

    /*
     * Migration reads what it need not, and loads leave memory where the balloon
     * is: then it is not the guest.
     */
    if (r->discard->failures) {
        warn_report_once("virtio-aerostat: a discard has failed, so memory that "
                         "is there need not be in use: reuse is not seen any "
                         "more");
        r->pages = 0;
        begin(r);
    } else if (!migration_is_idle() || r->discard->trim.what ||
               aerostat_discard_can(r->discard) != AEROSTAT_DISCARDS_WORK) {
        begin(r);
    } else if (sweep(r)) {
        again(r, STEP_MS);
    } else {
        r->pages = r->found;
        if (r->pages > before) {
            r->seen(r->opaque, r->first);
        }
        begin(r);
    }
}

bool aerostat_reuse_init(AerostatReuse *r, const struct runs *held,
                         const AerostatDiscard *discard,
                         void (*seen)(void *opaque, u64 first_page),
                         void *opaque, Error **errp)
{
    r->held = held;
    r->discard = discard;
    r->seen = seen;
    r->opaque = opaque;
    r->pagemap = -1;
    if (!r->interval_ms) {
        error_setg(errp, "virtio-aerostat: reuse-ms=0 is out of range: "
                   "milliseconds between two sweeps, from 1");
        return false;
    }
    if (r->policy == AEROSTAT_REUSE_IGNORE) {
        return true;
    }
    r->pagemap = qemu_open_old("/proc/self/pagemap", O_RDONLY);
    if (r->pagemap < 0) {
        error_setg_errno(errp, errno, "virtio-aerostat: reuse cannot be seen: "
                         "/proc/self/pagemap; use reuse=ignore");
        return false;
    }
    r->entry = g_new(uint64_t, STEP_PAGES);
    r->timer = timer_new_ms(QEMU_CLOCK_REALTIME, step, r);
    begin(r);
    return true;
}

void aerostat_reuse_cleanup(AerostatReuse *r)
{
    g_clear_pointer(&r->timer, timer_free);
    g_clear_pointer(&r->entry, g_free);
    if (r->pagemap >= 0) {
        close(r->pagemap);
        r->pagemap = -1;
    }
}

void aerostat_reuse_reset(AerostatReuse *r)
{
    r->page = r->found = r->pages = 0;
}
