/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Watching the host: see watch.h. */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "qapi/error.h"
#include "watch.h"

static const char *root(const AerostatWatch *w)
{
    return w->root ? w->root : "";
}

static void look(void *opaque)
{
    AerostatWatch *w = opaque;
    struct pressure_limits limits = {
        .available_bytes = w->tight_available,
        .stall_centipercent = w->tight_stall * 100,
    };
    bool was = w->state.tight;

    pressure_read(&w->now, root(w));
    pressure_take(&w->state, &w->now, &limits);
    if (w->state.blind && !w->warned) {
        w->warned = true;
        warn_report("virtio-aerostat: the host's memory cannot be watched any "
                    "more: files below %s/proc and %s/sys/fs/cgroup are gone; "
                    "the host is %s until they are back", root(w), root(w),
                    w->state.tight ? "tight" : "not tight");
    } else if (!w->state.blind) {
        w->warned = false;
    }
    if (w->state.tight != was) {
        w->changed(w->opaque);
    }
    timer_mod(w->timer, qemu_clock_get_ms(QEMU_CLOCK_REALTIME) +
              w->interval_ms);
}

bool aerostat_watch_init(AerostatWatch *w, void (*changed)(void *opaque),
                         void *opaque, Error **errp)
{
    w->changed = changed;
    w->opaque = opaque;
    if (w->tight_stall > 100) {
        error_setg(errp, "virtio-aerostat: tight-stall=%" PRIu32 " is out of "
                   "range: percent, from 1 to 100, or 0 for no limit",
                   w->tight_stall);
        return false;
    }
    if (!w->interval_ms) {
        error_setg(errp, "virtio-aerostat: watch-ms=0 is out of range: "
                   "milliseconds between two looks at the host, from 1");
        return false;
    }
    if (!w->tight_available && !w->tight_stall) {
        return true;
    }
    pressure_read(&w->now, root(w));
    if (w->tight_available && !w->now.has_available) {
        error_setg(errp, "virtio-aerostat: tight-available cannot be watched: "
                   "no MemAvailable in %s/proc/meminfo", root(w));
        return false;
    }
    if (w->tight_stall && !w->now.has_stall) {
        error_setg(errp, "virtio-aerostat: tight-stall cannot be watched: "
                   "%s/proc/pressure/memory cannot be read; boot the host with "
                   "psi=1, or use tight-available", root(w));
        return false;
    }
    w->timer = timer_new_ms(QEMU_CLOCK_REALTIME, look, w);
    look(w);
    return true;
}

void aerostat_watch_cleanup(AerostatWatch *w)
{
    g_clear_pointer(&w->timer, timer_free);
}
