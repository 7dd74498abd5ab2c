/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Discards: see discard.h. */
#include "qemu/osdep.h"
#include "qemu/madvise.h"
#include "qemu/units.h"
#include "exec/memory.h"
#include "hw/qdev-core.h"
#include "discard.h"
#include "ram.h"
#include "virtio-aerostat.h"

/* One step: so many bytes or calls, whatever comes first; about 2 ms each. */
#define STEP_BYTES (32 * MiB)
#define STEP_CALLS 256

/*
 * A private mapping of a file may share that file with other VMs, so only its
 * own copies are dropped, and no hole is punched.
 */
static bool is_private_file(RAMBlock *block)
{
    return qemu_ram_get_fd(block) >= 0 && !qemu_ram_is_shared(block);
}

/*
 * Discard the start of the piece, about `budget` bytes of it, and return how
 * much.  A host page may be larger than the guest's: it is discarded if it lies
 * wholly within the piece, so a step ends where a host page does.
 */
static uint64_t discard_piece(AerostatDiscard *d, const struct ram_piece *piece,
                              uint64_t budget)
{
    uint64_t host_page = qemu_ram_pagesize(piece->block);
    uint64_t stop = MIN(piece->offset + piece->bytes,
                        ROUND_UP(piece->offset + budget, host_page));
    uint64_t start = ROUND_UP(piece->offset, host_page);
    uint64_t end = ROUND_DOWN(stop, host_page);
    int ret;

    if (start < end) {
        d->calls++;
        if (is_private_file(piece->block)) {
            uint8_t *host = qemu_ram_get_host_addr(piece->block);

            ret = qemu_madvise(host + start, end - start, QEMU_MADV_DONTNEED);
        } else {
            ret = ram_block_discard_range(piece->block, start, end - start);
        }
        /* Discarded or not, the pages are the host's: only the saving fails. */
        d->failures += ret != 0;
    }
    return stop - piece->offset;
}

static void step(void *opaque)
{
    AerostatDiscard *d = opaque;
    uint64_t bytes = 0;
    unsigned calls;

    if (d->paused || aerostat_is_quiet()) {
        return;
    }
    for (calls = 0; calls < STEP_CALLS && bytes < STEP_BYTES; calls++) {
        const struct run *run;
        struct ram_piece piece;
        uint64_t done = PAGE_BYTES;

        if (d->run == d->what->count) {
            d->what = NULL;
            d->done(d->opaque);
            return;
        }
        run = &d->what->run[d->run];
        /* What was memory when it was offered may be gone: then skip a page. */
        if (!ram_find((run->page + d->pages) * PAGE_BYTES,
                      (run->pages - d->pages) * PAGE_BYTES, &piece)) {
            done = discard_piece(d, &piece, STEP_BYTES - bytes);
        }
        bytes += done;
        d->pages += done / PAGE_BYTES;
        if (d->pages >= run->pages) {
            d->run++;
            d->pages = 0;
        }
    }
    qemu_bh_schedule(d->bh);
}

void aerostat_discard_init(AerostatDiscard *d, DeviceState *dev)
{
    d->bh = qemu_bh_new_guarded(step, d, &dev->mem_reentrancy_guard);
}

void aerostat_discard_cleanup(AerostatDiscard *d)
{
    g_clear_pointer(&d->bh, qemu_bh_delete);
}

void aerostat_discard_start(AerostatDiscard *d, const struct runs *what,
                            void (*done)(void *opaque), void *opaque)
{
    d->what = what;
    d->run = 0;
    d->pages = 0;
    d->done = done;
    d->opaque = opaque;
    qemu_bh_schedule(d->bh);
}

void aerostat_discard_pause(AerostatDiscard *d, bool paused)
{
    d->paused = paused;
    if (d->what && !paused) {
        qemu_bh_schedule(d->bh);
    }
}

void aerostat_discard_stop(AerostatDiscard *d)
{
    if (d->what) {
        d->what = NULL;
        qemu_bh_cancel(d->bh);
    }
}
