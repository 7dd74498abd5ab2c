/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fromdevq: what the device says by itself.  fx_tell asks for a buffer; host_tell
 * is called as soon as there is one, and says what it holds.
 */
#include "qemu/osdep.h"
#include "qemu/iov.h"
#include "qemu/main-loop.h"
#include "standard-headers/linux/virtio_config.h"
#include "virtio-aerostat.h"
#include "step.h"

void fx_tell(void *ctx)
{
    VirtIOAerostat *s = ctx;

    s->tell = true;
    qemu_bh_schedule(s->tell_bh);
}

void fx_notice(void *ctx, enum notice notice, enum host_state state,
               u64 target_pages, u64 now_ms)
{
    VirtIOAerostat *s = ctx;
    VirtQueueElement *e = g_steal_pointer(&s->notice);
    struct wire_notice m = {
        .notice = notice,
        .state = state,
        .target_pages = target_pages,
        .host_time_ms = now_ms,
    };
    u8 buf[WIRE_NOTICE_BYTES];

    wire_notice_encode(&m, buf);
    virtqueue_push(s->fromdevq, e, iov_from_buf(e->in_sg, e->in_num, 0,
                                                buf, sizeof(buf)));
    virtio_notify(VIRTIO_DEVICE(s), s->fromdevq);
    g_free(e);
}

static void tell(void *opaque)
{
    VirtIOAerostat *s = opaque;
    VirtIODevice *vdev = VIRTIO_DEVICE(s);
    VirtQueueElement *elem;

    while (s->tell && !aerostat_is_quiet() &&
           (vdev->status & VIRTIO_CONFIG_S_DRIVER_OK)) {
        elem = virtqueue_pop(s->fromdevq, sizeof(*elem));
        if (!elem) {
            return;
        }
        if (iov_size(elem->in_sg, elem->in_num) < WIRE_NOTICE_BYTES) {
            virtqueue_detach_element(s->fromdevq, elem, 0);
            g_free(elem);
            virtio_error(vdev, "virtio-aerostat: "
                         "a buffer on fromdevq without room for a notice");
            return;
        }
        s->tell = false;
        s->notice = elem;
        call_host_tell(s, &s->host, aerostat_now_ms(s));
        if (s->notice) {
            /* Nothing was due after all: the buffer stays the driver's. */
            compat_unpop(vdev, s->fromdevq, s->notice);
            g_clear_pointer(&s->notice, g_free);
        }
    }
}

void aerostat_handle_fromdev(VirtIODevice *vdev, VirtQueue *vq)
{
    tell(VIRTIO_AEROSTAT(vdev));
}

void aerostat_tell_init(VirtIOAerostat *s)
{
    s->tell_bh = qemu_bh_new_guarded(tell, s, &DEVICE(s)->mem_reentrancy_guard);
}

void aerostat_tell_cleanup(VirtIOAerostat *s)
{
    qemu_bh_delete(s->tell_bh);
}
