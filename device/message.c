/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * todevq: pop a buffer, check its sizes, copy it out of guest memory once,
 * decode, step.  What is legal but wrong is answered (ST_BAD); a buffer that
 * cannot even be answered breaks the device until its driver resets it.
 */
#include "qemu/osdep.h"
#include "qemu/iov.h"
#include "qemu/log.h"
#include "hw/boards.h"
#include "hw/qdev-core.h"
#include "standard-headers/linux/virtio_config.h"
#include "virtio-aerostat.h"
#include "ram.h"
#include "step.h"

/* The largest message: a full offer. */
#define MESSAGE_MAX (WIRE_OFFER_BYTES + EXTENTS_MAX * WIRE_EXTENT_BYTES)

QEMU_BUILD_BUG_ON(MESSAGE_MAX < WIRE_STATS_BYTES +
                                STATS_MAX * WIRE_STAT_BYTES);

/*
 * So many messages at a time: a guest that refills the queue as fast as it is
 * read must not hold the main loop.
 */
#define BUDGET 32

static void complain(VirtIOAerostat *s, const char *what, const char *cause)
{
    qemu_log_mask(LOG_GUEST_ERROR, "virtio-aerostat: bad %s: %s\n",
                  what, cause);
    aerostat_event_bad(s, what, cause);
}

/*
 * The most runs in the books, 16 bytes each: 1 MiB, or 4 KiB for each GiB of
 * guest memory, whichever is more.
 */
static u64 held_max(void)
{
    return MAX(65536, current_machine->maxram_size / PAGE_BYTES / 1024);
}

/*
 * Make room for an offer in the books; false, and the books are as they were, if
 * there is none.  The room of one message more is for the next grant: striking
 * runs off may make as many more.
 */
static bool held_grow(VirtIOAerostat *s)
{
    u64 need = (u64)s->held.count + s->incoming.count + EXTENTS_MAX;
    u64 max = held_max(), room = MIN(2 * need, max);
    struct run *run;

    if (need <= s->held.room) {
        return true;
    }
    run = need <= max ? g_try_realloc_n(s->held.run, room, sizeof(*run)) : NULL;
    if (!run) {
        return false;
    }
    s->held.run = run;
    s->held.room = room;
    return true;
}

static void take_offer(VirtIOAerostat *s, const struct wire_offer *m,
                       const u8 *extents)
{
    char cause[200] = "it has no pages";
    bool valid = offer_read(&s->incoming, extents, m->count, &s->held,
                            ram_check, cause, sizeof(cause));

    if (valid && !held_grow(s)) {
        snprintf(cause, sizeof(cause), "no room in the books: %" PRIu32 " runs "
                 "of pages are held, and there is memory for %" PRIu64
                 "; give larger blocks", s->held.count, held_max());
        valid = false;
    }
    if (!valid || !m->count) {
        s->bad_offers++;
        complain(s, "offer", cause);
    }
    call_host_offer(s, &s->host, m->seq, m->sent_at_ms, m->ttl_ms,
                    s->incoming.pages, valid, aerostat_now_ms());
}

static void take_reclaim(VirtIOAerostat *s, const struct wire_reclaim *m)
{
    size_t room = iov_size(s->request->in_sg, s->request->in_num);
    u32 spare = s->held.room - s->held.count - s->reserved.count;

    room = MIN((room - WIRE_GRANT_BYTES) / WIRE_EXTENT_BYTES, EXTENTS_MAX);
    /* What is reserved will still fit into the books. */
    runs_pick(&s->held, m->want_pages, MIN(room, spare), &s->picked);
    call_host_reclaim(s, &s->host, m->seq, m->want_pages, s->picked.pages,
                      aerostat_now_ms());
}

/* Step on a message; false if it cannot be read. */
static bool take_message(VirtIOAerostat *s, enum msg type,
                         const u8 *buf, size_t len)
{
    switch (type) {
    case MSG_QUERY: {
        struct wire_query m;

        if (!wire_query_decode(&m, buf, len)) {
            return false;
        }
        call_host_query(s, &s->host, m.seq, aerostat_now_ms());
        return true;
    }
    case MSG_OFFER: {
        struct wire_offer m;

        if (!wire_offer_decode(&m, buf, len)) {
            return false;
        }
        take_offer(s, &m, buf + WIRE_OFFER_BYTES);
        return true;
    }
    case MSG_COMMIT: {
        struct wire_commit m;

        if (!wire_commit_decode(&m, buf, len)) {
            return false;
        }
        call_host_commit(s, &s->host, m.seq, aerostat_now_ms());
        return true;
    }
    case MSG_RECLAIM: {
        struct wire_reclaim m;

        if (!wire_reclaim_decode(&m, buf, len)) {
            return false;
        }
        take_reclaim(s, &m);
        return true;
    }
    case MSG_STATS: {
        struct wire_stats m;

        if (!wire_stats_decode(&m, buf, len)) {
            return false;
        }
        aerostat_stats_read(&s->stats, buf + WIRE_STATS_BYTES, m.count);
        call_host_stats(s, &s->host, m.seq, aerostat_now_ms());
        return true;
    }
    }
    return false;
}

/* How long each message has to be, for those who look for a mistake in theirs. */
static const struct {
    const char *name;
    unsigned bytes, each, max;
} kind[] = {
    [MSG_QUERY] = { "a query", WIRE_QUERY_BYTES },
    [MSG_OFFER] = { "an offer", WIRE_OFFER_BYTES,
                    WIRE_EXTENT_BYTES, EXTENTS_MAX },
    [MSG_COMMIT] = { "a commit", WIRE_COMMIT_BYTES },
    [MSG_RECLAIM] = { "a reclaim", WIRE_RECLAIM_BYTES },
    [MSG_STATS] = { "stats", WIRE_STATS_BYTES, WIRE_STAT_BYTES, STATS_MAX },
};

static void take(VirtIOAerostat *s, const u8 *buf, size_t len)
{
    g_autofree char *cause = NULL;
    enum msg type;

    if (len > MESSAGE_MAX) {
        cause = g_strdup_printf("%zu bytes; the largest message is an offer of "
                                "%u extents, %u bytes",
                                len, EXTENTS_MAX, MESSAGE_MAX);
    } else if (!wire_msg_peek(&type, buf, len)) {
        cause = g_strdup_printf("%zu bytes of no known kind", len);
    } else if (!take_message(s, type, buf, len)) {
        cause = g_strdup_printf("%zu bytes do not make %s: %u, and %u for each "
                                "of its count, which is at most %u",
                                len, kind[type].name, kind[type].bytes,
                                kind[type].each, kind[type].max);
    }
    if (cause) {
        s->bad_messages++;
        complain(s, "message", cause);
        call_host_bad(s, &s->host, aerostat_now_ms());
    }
}

/* What makes this buffer impossible to answer?  NULL if nothing. */
static const char *unanswerable(const VirtQueueElement *elem, const u8 *buf,
                                size_t len)
{
    size_t room = iov_size(elem->in_sg, elem->in_num);
    struct wire_reclaim m;

    if (!len) {
        return "a buffer on todevq with nothing to read";
    }
    if (room < WIRE_ACK_BYTES) {
        return "a buffer on todevq without room for an ack";
    }
    if (room < WIRE_GRANT_BYTES && len <= MESSAGE_MAX &&
        wire_reclaim_decode(&m, buf, len)) {
        return "a reclaim without room for a grant";
    }
    return NULL;
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

    for (n = 0; n < BUDGET && may_read(s); n++) {
        VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
        const char *why;
        size_t len;

        if (!elem) {
            return;
        }
        len = iov_size(elem->out_sg, elem->out_num);
        /* Once: from here on the guest cannot change what is looked at. */
        iov_to_buf(elem->out_sg, elem->out_num, 0, buf, MIN(len, MESSAGE_MAX));
        why = unanswerable(elem, buf, len);
        if (why) {
            virtqueue_detach_element(vq, elem, 0);
            g_free(elem);
            virtio_error(vdev, "virtio-aerostat: %s", why);
            return;
        }
        s->request = elem;
        take(s, buf, len);
        /* Answered and gone, or kept as the commit: see effects.c. */
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
