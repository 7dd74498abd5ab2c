/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * todevq: pop a buffer, copy it out of guest memory once, and hand it on
 * (message.c).  What is legal but wrong is answered (ST_BAD); a buffer that cannot
 * even be answered breaks the device until its driver resets it.
 */
#include "qemu/osdep.h"
#include "qemu/iov.h"
#include "qemu/log.h"
#include "hw/boards.h"
#include "hw/qdev-core.h"
#include "standard-headers/linux/virtio_config.h"
#include "virtio-aerostat.h"
#include "message.h"
#include "ram.h"

/*
 * So many messages at a time: a guest that refills the queue as fast as it is
 * read must not hold the main loop.  A reclaim looks at all runs of the books: so
 * many of them cost as much as a message.
 */
#define BUDGET 32
#define BUDGET_RUNS 2048

static void complain(VirtIOAerostat *s, const char *what, const char *cause)
{
    qemu_log_mask(LOG_GUEST_ERROR, "virtio-aerostat: bad %s: %s\n",
                  what, cause);
    aerostat_event_bad(s, what, cause);
}

void message_bad_offer(void *ctx, const char *cause)
{
    VirtIOAerostat *s = ctx;

    s->bad_offers++;
    complain(s, "offer", cause);
}

void message_bad(void *ctx, const char *cause)
{
    VirtIOAerostat *s = ctx;

    s->bad_messages++;
    complain(s, "message", cause);
}

void message_stats(void *ctx, const u8 *buf, u32 count)
{
    VirtIOAerostat *s = ctx;

    aerostat_stats_read(&s->stats, buf, count);
}

/*
 * The most runs in the books, 16 bytes each: 1 MiB, or 4 KiB for each GiB of
 * guest memory, whichever is more.
 */
static u64 held_max(void)
{
    return MAX(65536, current_machine->maxram_size / PAGE_BYTES / 1024);
}

bool message_grow_held(void *ctx, u64 room)
{
    VirtIOAerostat *s = ctx;
    struct run *run = g_try_realloc_n(s->held.run, room, sizeof(*run));

    if (!run) {
        return false;
    }
    s->held.run = run;
    s->held.room = room;
    return true;
}

static void take(VirtIOAerostat *s, const u8 *buf, size_t len, size_t room)
{
    struct message_world w = {
        .ctx = s,
        .host = &s->host,
        .held = &s->held,
        .incoming = &s->incoming,
        .picked = &s->picked,
        .reserved = &s->reserved,
        .held_max = held_max(),
        .agreed = virtio_vdev_has_feature(VIRTIO_DEVICE(s), FEATURE_REPORT),
        .check = ram_check,
    };

    message_take(&w, buf, len, room, aerostat_now_ms(s));
}

/* Before DRIVER_OK nothing is read, nor while the VM is between two hosts. */
static bool may_read(VirtIOAerostat *s)
{
    return !s->stalled && !aerostat_is_quiet() &&
           (VIRTIO_DEVICE(s)->status & VIRTIO_CONFIG_S_DRIVER_OK);
}

static void drain(void *opaque)
{
    VirtIOAerostat *s = opaque;
    VirtIODevice *vdev = VIRTIO_DEVICE(s);
    VirtQueue *vq = s->todevq;
    g_autofree u8 *buf = g_malloc(MESSAGE_MAX);
    unsigned n;

    for (n = 0; n < BUDGET && may_read(s);
         n += 1 + s->held.count / BUDGET_RUNS) {
        VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
        const char *why;
        size_t len, room;

        if (!elem) {
            return;
        }
        len = iov_size(elem->out_sg, elem->out_num);
        room = iov_size(elem->in_sg, elem->in_num);
        /* Once: from here on the guest cannot change what is looked at. */
        iov_to_buf(elem->out_sg, elem->out_num, 0, buf, MIN(len, MESSAGE_MAX));
        why = message_unanswerable(buf, len, room);
        if (why) {
            virtqueue_detach_element(vq, elem, 0);
            g_free(elem);
            virtio_error(vdev, "virtio-aerostat: %s", why);
            return;
        }
        s->request = elem;
        take(s, buf, len, room);
        /* Answered and gone, or kept until its pages are discarded: effects.c. */
        g_assert(!s->request);
    }
    if (may_read(s)) {
        qemu_bh_schedule(s->todev_bh);
    }
}

void aerostat_handle_todev(VirtIODevice *vdev, VirtQueue *vq)
{
    drain(VIRTIO_AEROSTAT(vdev));
}

void aerostat_stall(VirtIOAerostat *s, bool stalled)
{
    s->stalled = stalled;
    aerostat_discard_pause(&s->discard, stalled);
    if (!stalled && s->ready) {
        qemu_bh_schedule(s->todev_bh);
    }
}

void aerostat_todev_init(VirtIOAerostat *s)
{
    s->todev_bh = qemu_bh_new_guarded(drain, s,
                                      &DEVICE(s)->mem_reentrancy_guard);
}

void aerostat_todev_cleanup(VirtIOAerostat *s)
{
    g_clear_pointer(&s->todev_bh, qemu_bh_delete);
}

void aerostat_todev_stop(VirtIOAerostat *s)
{
    qemu_bh_cancel(s->todev_bh);
}
