/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The effects of spec/host.pml, as the device performs them. */
#include "qemu/osdep.h"
#include "qemu/iov.h"
#include "virtio-aerostat.h"
#include "message.h"
#include "step.h"

/* Forget the reservation; nothing more of it is discarded. */
void fx_drop_reserved(void *ctx)
{
    VirtIOAerostat *s = ctx;

    aerostat_discard_stop(&s->discard);
    runs_clear(&s->reserved);
    if (s->commit) {
        virtqueue_detach_element(s->todevq, s->commit, 0);
        g_clear_pointer(&s->commit, g_free);
    }
}

void fx_reserve(void *ctx)
{
    VirtIOAerostat *s = ctx;

    struct runs free = s->reserved;

    s->reserved = s->incoming;
    s->incoming = free;
}

static void discarded(void *opaque)
{
    VirtIOAerostat *s = opaque;

    call_host_discarded(s, &s->host, aerostat_now_ms(s));
}

void fx_discard(void *ctx)
{
    VirtIOAerostat *s = ctx;

    s->commit = g_steal_pointer(&s->request);
    s->hinted = false;
    aerostat_discard_start(&s->discard, &s->reserved, discarded, s);
}

void fx_hold(void *ctx)
{
    VirtIOAerostat *s = ctx;

    runs_add(&s->held, &s->reserved);
    runs_clear(&s->reserved);
    aerostat_operator_held(s);
}

/* That these pages are there has been seen to: see message_ready(). */
void fx_grant(void *ctx)
{
    VirtIOAerostat *s = ctx;

    runs_strike(&s->held, &s->picked);
    aerostat_migrate_granted(&s->picked);
    aerostat_operator_held(s);
}

void fx_drop_held(void *ctx)
{
    VirtIOAerostat *s = ctx;

    if (s->held.pages) {
        aerostat_discard_settle(&s->discard);
        runs_clear(&s->held);
        aerostat_reuse_reset(&s->reuse);
        aerostat_operator_held(s);
    }
}

void fx_publish_stats(void *ctx)
{
    VirtIOAerostat *s = ctx;

    aerostat_event_stats(s);
}

static void answer(VirtIOAerostat *s, VirtQueueElement **elem,
                   const u8 *buf, size_t len)
{
    VirtQueueElement *e = g_steal_pointer(elem);

    len = iov_from_buf(e->in_sg, e->in_num, 0, buf, len);
    virtqueue_push(s->todevq, e, len);
    virtio_notify(VIRTIO_DEVICE(s), s->todevq);
    g_free(e);
}

static void ack(VirtIOAerostat *s, VirtQueueElement **elem, enum status status,
                u32 seq, enum host_state state, u64 now_ms)
{
    u8 buf[WIRE_ACK_BYTES];

    answer(s, elem, buf, message_ack(buf, status, seq, state, now_ms));
}

void fx_reply(void *ctx, enum status status, u32 seq, enum host_state state,
              u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    ack(s, &s->request, status, seq, state, now_ms);
}

void fx_reply_commit(void *ctx, enum status status, u32 seq,
                     enum host_state state, u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    ack(s, &s->commit, status, seq, state, now_ms);
}

/*
 * No book keeps these pages: they are the guest's with this answer, discarded or
 * not.
 */
void fx_reply_report(void *ctx, enum status status, u32 seq,
                     enum host_state state, u64 now_ms)
{
    VirtIOAerostat *s = ctx;

    s->reported_pages += s->discard.discarded / PAGE_BYTES;
    runs_clear(&s->reserved);
    ack(s, &s->commit, status, seq, state, now_ms);
}

void fx_reply_grant(void *ctx, enum status status, u32 seq,
                    enum host_state state, u64 pick_pages, u64 now_ms)
{
    VirtIOAerostat *s = ctx;
    g_autofree u8 *buf = g_malloc(ANSWER_MAX);

    answer(s, &s->request, buf, message_grant(buf, status, seq, state,
                                              pick_pages ? &s->picked : NULL,
                                              now_ms));
}
