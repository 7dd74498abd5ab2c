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
 * guest memory, whichever is more; but a reclaim looks at all of them, and takes
 * 5 ms for so many.
 */
#define HELD_MAX 131072

static u64 held_max(void)
{
    return MIN(MAX(65536, current_machine->maxram_size / PAGE_BYTES / 1024),
               HELD_MAX);
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

static struct message_world world(VirtIOAerostat *s)
{
    return (struct message_world) {
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
}

static void granted(void *opaque)
{
    VirtIOAerostat *s = opaque;
    struct message_world w = world(s);
    u64 held = s->host.held_pages;

    s->waiting = false;
    message_granted(&w, &s->reclaim, aerostat_now_ms(s));
    if (s->host.held_pages == held) {
        aerostat_discard_trim(&s->discard);     /* refused, and yet there */
    }
    qemu_bh_schedule(s->todev_bh);
}

bool message_ready(void *ctx, const struct todevq_message *m)
{
    VirtIOAerostat *s = ctx;

    if (aerostat_discard_grant(&s->discard, &s->picked, s->prefault,
                               s->watch.root ?: "", granted, s)) {
        return true;
    }
    s->reclaim = *m;
    s->waiting = true;
    return false;
}

static void forget_waiting(VirtIOAerostat *s)
{
    aerostat_discard_grant_stop(&s->discard);
    s->waiting = false;
    g_clear_pointer(&s->request, g_free);
}

void aerostat_reclaim_drop(VirtIOAerostat *s)
{
    if (s->waiting) {
        virtqueue_detach_element(s->todevq, s->request, 0);
        forget_waiting(s);
    }
}

/* Nothing has been read after it. */
void aerostat_reclaim_put_back(VirtIOAerostat *s)
{
    if (s->waiting) {
        compat_unpop(VIRTIO_DEVICE(s), s->todevq, s->request);
        forget_waiting(s);
        /* What it has populated is still held; read again, it may be refused. */
        aerostat_discard_trim(&s->discard);
        qemu_bh_schedule(s->todev_bh);
    }
}

/* Before DRIVER_OK nothing is read, nor while the VM is between two hosts. */
static bool may_read(VirtIOAerostat *s)
{
    return !s->waiting && !s->stalled && !aerostat_is_quiet() &&
           (VIRTIO_DEVICE(s)->status & VIRTIO_CONFIG_S_DRIVER_OK);
}

/*
 * Is all of the answer's room RAM?  QEMU maps a device's registers too, by a copy
 * of them; but an answer that is owed travels with the VM, and would not load.
 */
static bool is_in_ram(const VirtQueueElement *elem)
{
    ram_addr_t offset;
    unsigned i;

    for (i = 0; i < elem->in_num; i++) {
        if (!memory_region_from_host(elem->in_sg[i].iov_base, &offset)) {
            return false;
        }
    }
    return true;
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
        struct message_world w;
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
        if (!why && !is_in_ram(elem)) {
            why = "a buffer on todevq whose answer would not go to memory";
        }
        if (why) {
            virtqueue_detach_element(vq, elem, 0);
            g_free(elem);
            virtio_error(vdev, "virtio-aerostat: %s", why);
            return;
        }
        s->request = elem;
        aerostat_discard_look(&s->discard);
        w = world(s);
        message_take(&w, buf, len, room, aerostat_now_ms(s));
        /* Answered and gone, kept until its pages are discarded (effects.c), or waiting. */
        g_assert(!s->request || s->waiting);
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
