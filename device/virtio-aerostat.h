/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device: what it keeps, and who has which part of it. */
#ifndef VIRTIO_AEROSTAT_H
#define VIRTIO_AEROSTAT_H

#include "hw/virtio/virtio.h"
#include "discard.h"
#include "events.h"
#include "stats.h"
#include "offer.h"

#define TYPE_VIRTIO_AEROSTAT "virtio-aerostat-device"
OBJECT_DECLARE_SIMPLE_TYPE(VirtIOAerostat, VIRTIO_AEROSTAT)

struct VirtIOAerostat {
    VirtIODevice parent_obj;
    VirtQueue *todevq;
    VirtQueue *fromdevq;

    struct host host;           /* the spec's machine */
    /*
     * The sets of pages.pml.  `held` grows with an offer, before it is read as
     * good: what is reserved always fits in.  The others are one message's.
     */
    struct runs held;
    struct runs incoming;
    struct runs reserved;
    struct runs picked;

    QEMUBH *todev_bh;           /* reads on where a call stopped */
    VirtQueueElement *request;  /* on todevq, being handled */
    VirtQueueElement *commit;   /* on todevq, answered when discarded */
    VirtQueueElement *notice;   /* on fromdevq, being filled */
    bool tell;                  /* fx_tell asked for a buffer on fromdevq */
    QEMUBH *tell_bh;

    AerostatDiscard discard;
    AerostatStats stats;
    AerostatEvents events;
    Error *migration_blocker;

    int host_state;             /* property host-state, from 0 */
    bool stalled;               /* property: todevq is left alone */
    bool ready;                 /* realized: host is initialized */
    uint64_t bad_offers;        /* with a page that cannot be given */
    uint64_t bad_messages;      /* that could not be read */
};

/* virtio-aerostat.c: the value of property host-state */
const char *aerostat_host_state_name(enum host_state state);

/*
 * message.c: a buffer on todevq, copied once, to the spec's handlers.  What waits
 * there is read at the next kick after stop, and at the end of a stall.
 */
void aerostat_handle_todev(VirtIODevice *vdev, VirtQueue *vq);
void aerostat_todev_init(VirtIOAerostat *s);
void aerostat_todev_cleanup(VirtIOAerostat *s);
void aerostat_todev_stop(VirtIOAerostat *s);
void aerostat_stall(VirtIOAerostat *s, bool stalled);

/* notice.c: fromdevq */
void aerostat_handle_fromdev(VirtIODevice *vdev, VirtQueue *vq);
void aerostat_tell_init(VirtIOAerostat *s);
void aerostat_tell_cleanup(VirtIOAerostat *s);

/* operator.c: balloon, query-balloon, BALLOON_CHANGE */
bool aerostat_operator_add(VirtIOAerostat *s, Error **errp);
void aerostat_operator_remove(VirtIOAerostat *s);
void aerostat_operator_held(VirtIOAerostat *s);

#endif
