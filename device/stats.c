/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stats: see stats.h. */
#include "qemu/osdep.h"
#include "qapi/error.h"
#include "qapi/visitor.h"
#include "stats.h"

static const char *const tag_name[AEROSTAT_STAT_TAGS] = {
    "stat-swap-in", "stat-swap-out", "stat-major-faults", "stat-minor-faults",
    "stat-free-memory", "stat-total-memory", "stat-available-memory",
    "stat-disk-caches", "stat-htlb-pgalloc", "stat-htlb-pgfail",
    "stat-oom-kills", "stat-alloc-stalls", "stat-async-scans",
    "stat-direct-scans", "stat-async-reclaims", "stat-direct-reclaims",
};

void aerostat_stats_read(AerostatStats *st, const u8 *buf, u32 count)
{
    u32 i;

    st->count = 0;
    for (i = 0; i < count; i++) {
        if (wire_stat_decode(&st->stat[st->count], buf + i * WIRE_STAT_BYTES,
                             WIRE_STAT_BYTES)) {
            st->count++;
        }
    }
    st->last_update_s = g_get_real_time() / G_USEC_PER_SEC;
}

void aerostat_stats_put(const AerostatStats *st, QDict *line)
{
    u32 i;

    for (i = 0; i < st->count; i++) {
        const struct wire_stat *stat = &st->stat[i];
        g_autofree char *other = NULL;
        const char *name;

        if (stat->tag < AEROSTAT_STAT_TAGS) {
            name = tag_name[stat->tag];
        } else {
            name = other = g_strdup_printf("stat-%u", stat->tag);
        }
        qdict_put_obj(line, name, QOBJECT(qnum_from_uint(stat->value)));
    }
}

/* A tag's value, or what virtio-balloon shows for one that was not reported. */
static uint64_t stat_value(const AerostatStats *st, unsigned tag)
{
    uint64_t value = UINT64_MAX;
    u32 i;

    for (i = 0; i < st->count; i++) {
        if (st->stat[i].tag == tag) {
            value = st->stat[i].value;
        }
    }
    return value;
}

static bool visit_stats(Visitor *v, AerostatStats *st, Error **errp)
{
    bool ok = true;
    unsigned tag;

    if (!visit_start_struct(v, "stats", NULL, 0, errp)) {
        return false;
    }
    for (tag = 0; ok && tag < AEROSTAT_STAT_TAGS; tag++) {
        uint64_t value = stat_value(st, tag);

        ok = visit_type_uint64(v, tag_name[tag], &value, errp);
    }
    ok = ok && visit_check_struct(v, errp);
    visit_end_struct(v, NULL);
    return ok;
}

static void get_stats(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    AerostatStats *st = opaque;

    if (!visit_start_struct(v, name, NULL, 0, errp)) {
        return;
    }
    if (visit_type_int(v, "last-update", &st->last_update_s, errp) &&
        visit_stats(v, st, errp)) {
        visit_check_struct(v, errp);
    }
    visit_end_struct(v, NULL);
}

static void rearm(AerostatStats *st, int64_t after_s)
{
    timer_mod(st->timer, qemu_clock_get_ms(QEMU_CLOCK_VIRTUAL) +
              after_s * 1000);
}

/* Armed again whatever comes of it: one lost report does not end the polling. */
static void poll_now(void *opaque)
{
    AerostatStats *st = opaque;

    rearm(st, st->interval_s);
    st->want(st->opaque);
}

static void get_interval(Object *obj, Visitor *v, const char *name,
                         void *opaque, Error **errp)
{
    AerostatStats *st = opaque;

    visit_type_int(v, name, &st->interval_s, errp);
}

static void set_interval(Object *obj, Visitor *v, const char *name,
                         void *opaque, Error **errp)
{
    AerostatStats *st = opaque;
    int64_t value, old = st->interval_s;

    if (!visit_type_int(v, name, &value, errp)) {
        return;
    }
    if (value < 0 || value > UINT32_MAX) {
        error_setg(errp, "%s: %" PRId64 " is out of range: seconds, "
                   "from 1 to %" PRIu32 ", or 0 for no polling",
                   name, value, UINT32_MAX);
        return;
    }
    st->interval_s = value;
    if (!value) {
        timer_del(st->timer);
    } else if (value != old) {
        rearm(st, old ? value : 0);
    }
}

void aerostat_stats_init(AerostatStats *st, Object *obj,
                         void (*want)(void *opaque), void *opaque)
{
    st->want = want;
    st->opaque = opaque;
    st->timer = timer_new_ms(QEMU_CLOCK_VIRTUAL, poll_now, st);
    object_property_add(obj, "guest-stats", "guest statistics",
                        get_stats, NULL, NULL, st);
    object_property_add(obj, "guest-stats-polling-interval", "int",
                        get_interval, set_interval, NULL, st);
    object_property_set_description(obj, "guest-stats-polling-interval",
                                    "seconds between two requests for stats "
                                    "(0: none)");
}

void aerostat_stats_cleanup(AerostatStats *st)
{
    timer_free(st->timer);
}
