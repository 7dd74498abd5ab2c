/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Discards: gives memory of the guest back to the host, a step at a time, so
 * that the main loop is never held for long.
 */
#ifndef AEROSTAT_DISCARD_H
#define AEROSTAT_DISCARD_H

#include "qemu/main-loop.h"
#include "runs_gen.h"

typedef struct AerostatDiscard {
    QEMUBH *bh;
    const struct runs *what; /* NULL: nothing to do */
    u32 run;                    /* the next to discard ... */
    u64 pages;                  /* ... and so much of it is done */
    bool paused;
    void (*done)(void *opaque);
    void *opaque;
    uint64_t calls;             /* discards asked of the host, ever */
    uint64_t failures;          /* of these */
} AerostatDiscard;

void aerostat_discard_init(AerostatDiscard *d, DeviceState *dev);
void aerostat_discard_cleanup(AerostatDiscard *d);

/* Discard all of `what`, which stays as it is, then call done. */
void aerostat_discard_start(AerostatDiscard *d, const struct runs *what,
                            void (*done)(void *opaque), void *opaque);

/* Paused, a discard waits, for as long as it takes. */
void aerostat_discard_pause(AerostatDiscard *d, bool paused);

/* Discard nothing more, and do not call done. */
void aerostat_discard_stop(AerostatDiscard *d);

#endif
