/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What other programs may want to know, one JSON object a line, on a chardev or,
 * where that is asked for, on stdout.  README.md has the schema.
 */
#ifndef AEROSTAT_EVENTS_H
#define AEROSTAT_EVENTS_H

#include "chardev/char-fe.h"
#include "compat.h"

typedef struct AerostatEvents {
    CharBackend chr;    /* property chardev */
    char *where;        /* property events: on, off or stdout; none: on */
    bool on;            /* somebody is to read them */
    bool trace;         /* property trace */
    char *device;       /* id */
    GString *out;       /* not written yet */
    guint watch;        /* the chardev is full: called when it is not */
    int stdout_fd;
    bool stdout_watch;  /* the same for stdout */
    uint64_t lost;      /* lines, since the last that was not */
    int64_t budget;     /* bytes that a guest may still cause */
    int64_t budget_ms;  /* when that was so */
} AerostatEvents;

typedef struct VirtIOAerostat VirtIOAerostat;

/* False with an error if the properties contradict each other. */
bool aerostat_events_init(AerostatEvents *ev, DeviceState *vdev, Error **errp);
void aerostat_events_cleanup(AerostatEvents *ev);

void aerostat_event_stats(VirtIOAerostat *s);
void aerostat_event_held(VirtIOAerostat *s);
void aerostat_event_state(VirtIOAerostat *s);
void aerostat_event_target(VirtIOAerostat *s);
void aerostat_event_reuse(VirtIOAerostat *s, uint64_t first_page);
void aerostat_event_bad(VirtIOAerostat *s, const char *what, const char *cause);

#endif
