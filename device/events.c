/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events: see events.h. */
#include "qemu/osdep.h"
#include <poll.h>
#include "qemu/main-loop.h"
#include "qemu/units.h"
#include "hw/qdev-core.h"
#include "qapi/error.h"
#include "qapi/util.h"
#include "compat.h"
#include "virtio-aerostat.h"
#include "step.h"
#include "trace.h"

/* A reader that is slower than this loses whole lines, and is told how many. */
#define OUT_BYTES (64 * KiB)

/* A pipe that can be written to takes so much at once without blocking. */
#define PIPE_BYTES 4096

/* Lines that a guest can cause as often as it likes: so much at once, and so much a ms. */
#define BURST_BYTES (256 * KiB)
#define RATE_BYTES_PER_MS 16

static void flush(AerostatEvents *ev);

static void stdout_writable(void *opaque)
{
    AerostatEvents *ev = opaque;

    qemu_set_fd_handler(ev->stdout_fd, NULL, NULL, NULL);
    ev->stdout_watch = false;
    flush(ev);
}

static gboolean chr_writable(void *do_not_use, GIOCondition cond, void *opaque)
{
    AerostatEvents *ev = opaque;

    ev->watch = 0;
    flush(ev);
    return G_SOURCE_REMOVE;
}

/* Write some of `out` without blocking; 0: not now, below: never. */
static ssize_t write_some(AerostatEvents *ev)
{
    struct pollfd p = { .fd = ev->stdout_fd, .events = POLLOUT };
    ssize_t n;

    if (qemu_chr_fe_backend_connected(&ev->chr)) {
        n = qemu_chr_fe_write(&ev->chr, (uint8_t *)ev->out->str, ev->out->len);
        return n < 0 && errno == EAGAIN ? 0 : n;
    }
    if (poll(&p, 1, 0) <= 0 || !(p.revents & POLLOUT)) {
        return p.revents & (POLLERR | POLLHUP | POLLNVAL) ? -1 : 0;
    }
    n = write(ev->stdout_fd, ev->out->str, MIN(ev->out->len, PIPE_BYTES));
    return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : n;
}

static void wait_writable(AerostatEvents *ev)
{
    if (qemu_chr_fe_backend_connected(&ev->chr)) {
        if (!ev->watch) {
            ev->watch = qemu_chr_fe_add_watch(&ev->chr, G_IO_OUT | G_IO_HUP,
                                              chr_writable, ev);
        }
    } else if (!ev->stdout_watch) {
        ev->stdout_watch = true;
        qemu_set_fd_handler(ev->stdout_fd, NULL, stdout_writable, ev);
    }
}

static void flush(AerostatEvents *ev)
{
    while (ev->out->len) {
        ssize_t n = write_some(ev);

        if (n < 0) {
            g_string_truncate(ev->out, 0);  /* nobody reads any more */
            return;
        }
        if (n == 0) {
            wait_writable(ev);
            return;
        }
        g_string_erase(ev->out, 0, n);
    }
}

static QDict *line_new(AerostatEvents *ev, const char *event)
{
    QDict *line = qdict_new();

    qdict_put_str(line, "event", event);
    qdict_put_int(line, "time_ms", g_get_real_time() / 1000);
    qdict_put_str(line, "device", ev->device);
    return line;
}

static void put_u64(QDict *line, const char *key, uint64_t value)
{
    qdict_put_obj(line, key, QOBJECT(qnum_from_uint(value)));
}

/* Is there room for a line that the guest causes?  With trace=on all are wanted. */
static bool within_budget(AerostatEvents *ev)
{
    int64_t now_ms = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    int64_t spent_ms = now_ms - ev->budget_ms;

    if (spent_ms >= BURST_BYTES / RATE_BYTES_PER_MS) {
        ev->budget = BURST_BYTES;
    } else {
        ev->budget = MIN(ev->budget + spent_ms * RATE_BYTES_PER_MS,
                         BURST_BYTES);
    }
    ev->budget_ms = now_ms;
    return ev->trace || ev->budget > 0;
}

/* Takes the line over; the bytes that it has. */
static size_t append(AerostatEvents *ev, QDict *line)
{
    g_autoptr(GString) json = qobject_to_json(QOBJECT(line));

    g_string_append_printf(ev->out, "%s\n", json->str);
    qobject_unref(line);
    return json->len + 1;
}

/* Takes the line over; the bytes that came of it. */
static size_t emit(AerostatEvents *ev, QDict *line)
{
    size_t bytes = 0;

    if (ev->out->len > OUT_BYTES) {
        ev->lost++;
        qobject_unref(line);
    } else {
        if (ev->lost) {
            QDict *lost = line_new(ev, "lost");

            put_u64(lost, "lines", ev->lost);
            ev->lost = 0;
            bytes += append(ev, lost);
        }
        bytes += append(ev, line);
    }
    flush(ev);
    return bytes;
}

/* The same for a line that the guest causes. */
static void emit_guests(AerostatEvents *ev, QDict *line)
{
    if (within_budget(ev)) {
        ev->budget -= emit(ev, line);
    } else {
        ev->lost++;
        qobject_unref(line);
    }
}

void aerostat_event_stats(VirtIOAerostat *s)
{
    trace_aerostat_stats(s->events.device, s->stats.count);
    if (s->events.on) {
        QDict *line = line_new(&s->events, "stats");

        aerostat_stats_put(&s->stats, line);
        emit_guests(&s->events, line);
    }
}

void aerostat_event_held(VirtIOAerostat *s)
{
    trace_aerostat_held(s->events.device, s->host.held_pages);
    if (s->events.on) {
        QDict *line = line_new(&s->events, "held");

        put_u64(line, "pages", s->host.held_pages);
        emit_guests(&s->events, line);
    }
}

void aerostat_event_state(VirtIOAerostat *s)
{
    trace_aerostat_state(s->events.device,
                         aerostat_host_state_name(s->host.state));
    if (s->events.on) {
        QDict *line = line_new(&s->events, "state");

        qdict_put_str(line, "state", aerostat_host_state_name(s->host.state));
        if (s->watch.now.has_available) {
            put_u64(line, "available_bytes", s->watch.now.available_bytes);
        }
        if (s->watch.now.has_stall) {
            put_u64(line, "stall_percent",
                    s->watch.now.stall_centipercent / 100);
        }
        emit(&s->events, line);
    }
}

void aerostat_event_target(VirtIOAerostat *s)
{
    trace_aerostat_target(s->events.device, s->target_pages);
    if (s->events.on) {
        QDict *line = line_new(&s->events, "target");

        if (s->target_pages != TARGET_NONE) {
            put_u64(line, "pages", s->target_pages);
        }
        emit(&s->events, line);
    }
}

void aerostat_event_reuse(VirtIOAerostat *s, uint64_t first_page)
{
    trace_aerostat_reuse(s->events.device, s->reuse.pages,
                         first_page * PAGE_BYTES);
    if (s->events.on) {
        QDict *line = line_new(&s->events, "reuse");

        put_u64(line, "pages", s->reuse.pages);
        put_u64(line, "first_addr", first_page * PAGE_BYTES);
        emit(&s->events, line);
    }
}

void aerostat_event_bad(VirtIOAerostat *s, const char *what, const char *cause)
{
    trace_aerostat_bad(s->events.device, what, cause);
    if (s->events.on) {
        QDict *line = line_new(&s->events, "bad");

        qdict_put_str(line, "what", what);
        qdict_put_str(line, "cause", cause);
        emit_guests(&s->events, line);
    }
}

static bool trace_is_on(const VirtIOAerostat *s)
{
    return s->events.on && s->events.trace;
}

bool trace_wanted(void *ctx)
{
    return trace_is_on(ctx) ||
           trace_event_get_state_backends(TRACE_AEROSTAT_TRACE);
}

void trace_line(void *ctx, const char *text)
{
    VirtIOAerostat *s = ctx;

    trace_aerostat_trace(s->events.device, text);
    if (trace_is_on(s)) {
        QDict *line = line_new(&s->events, "trace");

        qdict_put_str(line, "line", text);
        emit(&s->events, line);
    }
}

/*
 * A terminal that nobody reads takes less than poll() has said, and then waits.
 * Opened anew it does not, and whoever else writes to it is not concerned.
 */
static int stdout_open(void)
{
    int fd = -1;

    if (isatty(STDOUT_FILENO)) {
        fd = open("/proc/self/fd/1",
                  O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    }
    return fd < 0 ? STDOUT_FILENO : fd;
}

/* Without a chardev nothing is written, unless stdout is asked for by its name. */
static bool choose_place(AerostatEvents *ev, Error **errp)
{
    bool to_chardev = qemu_chr_fe_backend_connected(&ev->chr);
    const char *where = ev->where ?: "on";

    if (!g_str_equal(where, "stdout")) {
        bool wanted;

        if (!qapi_bool_parse("events", where, &wanted, errp)) {
            return false;
        }
        ev->on = wanted && to_chardev;
        return true;
    }
    if (to_chardev) {
        error_setg(errp, "virtio-aerostat: events=stdout and chardev name two "
                   "places for events: leave one of them out");
        return false;
    }
    ev->on = true;
    return true;
}

bool aerostat_events_init(AerostatEvents *ev, DeviceState *vdev, Error **errp)
{
    DeviceState *outer = vdev->parent_bus ? vdev->parent_bus->parent : NULL;

    if (!choose_place(ev, errp)) {
        return false;
    }

    /* The id stands on the device that the user made, the one on the PCI bus. */
    if (outer && outer->id) {
        ev->device = g_strdup(outer->id);
    } else {
        ev->device = object_get_canonical_path(OBJECT(outer ? outer : vdev));
    }
    ev->out = g_string_new(NULL);
    ev->stdout_fd = stdout_open();
    ev->budget = BURST_BYTES;
    ev->budget_ms = qemu_clock_get_ms(QEMU_CLOCK_REALTIME);
    return true;
}

void aerostat_events_cleanup(AerostatEvents *ev)
{
    if (ev->watch) {
        g_source_remove(ev->watch);
        ev->watch = 0;
    }
    if (ev->stdout_watch) {
        qemu_set_fd_handler(ev->stdout_fd, NULL, NULL, NULL);
        ev->stdout_watch = false;
    }
    if (ev->stdout_fd != STDOUT_FILENO) {
        close(ev->stdout_fd);
    }
    g_string_free(ev->out, true);
    g_clear_pointer(&ev->device, g_free);
}
