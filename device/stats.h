/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's stats as last reported, the properties guest-stats and
 * guest-stats-polling-interval as virtio-balloon has them, and the polling.
 */
#ifndef AEROSTAT_STATS_H
#define AEROSTAT_STATS_H

#include "qemu/timer.h"
#include "qom/object.h"
#include "compat.h"
#include "core_gen.h"

/* Tags of virtio-balloon; the last six are Linux's, from 6.12 on. */
#define AEROSTAT_STAT_TAGS 16

typedef struct AerostatStats {
    u32 count;                          /* of the last report */
    struct wire_stat stat[STATS_MAX];
    int64_t last_update_s;              /* wall clock; 0: never */
    int64_t interval_s;                 /* 0: nobody polls */
    QEMUTimer *timer;
    void (*want)(void *opaque);         /* asks the guest for a report */
    void *opaque;
} AerostatStats;

/* Adds the two properties to obj, whose AerostatStats this is. */
void aerostat_stats_init(AerostatStats *st, Object *obj,
                         void (*want)(void *opaque), void *opaque);
void aerostat_stats_cleanup(AerostatStats *st);

/* Keep `count` stats as they stand in a message. */
void aerostat_stats_read(AerostatStats *st, const u8 *buf, u32 count);

/* Put what was reported into a JSON object, under virtio-balloon's names. */
void aerostat_stats_put(const AerostatStats *st, QDict *line);

#endif
