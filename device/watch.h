/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watches the host's memory, if a property sets a limit, and says when it is tight. */
#ifndef AEROSTAT_WATCH_H
#define AEROSTAT_WATCH_H

#include "qemu/timer.h"
#include "pressure.h"

typedef struct AerostatWatch {
    uint64_t tight_available;   /* property; bytes */
    uint32_t tight_stall;       /* property; percent */
    uint32_t interval_ms;       /* property watch-ms */
    char *root;                 /* property host-root */
    struct pressure_state state;
    struct pressure now;        /* the last reading */
    bool warned;                /* that it cannot be read any more */
    QEMUTimer *timer;
    void (*changed)(void *opaque);
    void *opaque;
} AerostatWatch;

/* False, with a reason: a limit cannot be watched, or is none. */
bool aerostat_watch_init(AerostatWatch *w, void (*changed)(void *opaque),
                         void *opaque, Error **errp);
void aerostat_watch_cleanup(AerostatWatch *w);

#endif
