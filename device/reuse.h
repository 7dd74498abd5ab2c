/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does the guest touch what it has given?  What is discarded is not there until
 * somebody touches it, and the page map says what is there.  A sweep over what is
 * held, a bounded step at a time, counts it.
 *
 * A huge page may come for a neighbour's sake, so only those blocks of 2 MiB are
 * looked at of which the host holds all.  Host pages of 1 GiB are too large for a
 * step.
 */
#ifndef AEROSTAT_REUSE_H
#define AEROSTAT_REUSE_H

#include "qemu/timer.h"
#include "discard.h"

typedef enum AerostatReusePolicy {
    AEROSTAT_REUSE_IGNORE,
    AEROSTAT_REUSE_REPORT,
    AEROSTAT_REUSE_PAUSE,       /* report, and stop the VM */
} AerostatReusePolicy;

typedef struct AerostatReuse {
    int policy;                 /* property reuse */
    uint32_t interval_ms;       /* property reuse-ms: between two sweeps */
    const struct runs *held;
    const AerostatDiscard *discard;
    QEMUTimer *timer;
    int pagemap;                /* file; below 0: none */
    uint64_t *entry;            /* what a step reads */
    u64 page;                   /* the sweep has come so far */
    u64 found;                  /* pages that are there, in this sweep */
    u64 first;                  /* the first of them */
    u64 pages;                  /* of the last sweep */
    void (*seen)(void *opaque, u64 first_page); /* more than before */
    void *opaque;
} AerostatReuse;

/* False, with a reason: no interval, or the page map cannot be read. */
bool aerostat_reuse_init(AerostatReuse *r, const struct runs *held,
                         const AerostatDiscard *discard,
                         void (*seen)(void *opaque, u64 first_page),
                         void *opaque, Error **errp);
void aerostat_reuse_cleanup(AerostatReuse *r);

/* Nothing is held any more. */
void aerostat_reuse_reset(AerostatReuse *r);

#endif
