/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device: what it keeps, and who has which part of it. */
#ifndef VIRTIO_AEROSTAT_H
#define VIRTIO_AEROSTAT_H

#include "hw/virtio/virtio.h"
#include "qemu/timer.h"
#include "compat.h"
#include "discard.h"
#include "events.h"
#include "stats.h"
#include "offer.h"
#include "reuse.h"
#include "step.h"
#include "watch.h"

#define TYPE_VIRTIO_AEROSTAT "virtio-aerostat-device"
OBJECT_DECLARE_SIMPLE_TYPE(VirtIOAerostat, VIRTIO_AEROSTAT)

/*
 * The driver has three buffers on todevq and some on fromdevq; an offer may come
 * in as many descriptors as its buffer has pages.
 */
#define AEROSTAT_QUEUE_SIZE 128

/* Where a message is answered, as it travels with the VM. */
#define AEROSTAT_ANSWER_PARTS WIRE_ACK_BYTES    /* a byte each, at worst */

typedef struct AerostatAnswer {
    uint32_t index;             /* of the buffer, in todevq */
    uint32_t ndescs;
    uint32_t parts;             /* 0: there is none */
    uint64_t addr[AEROSTAT_ANSWER_PARTS];
    uint32_t bytes[AEROSTAT_ANSWER_PARTS];
} AerostatAnswer;

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
    struct todevq_message reclaim; /* the request, if it waits for its pages */
    bool waiting;               /* until then nothing more is read */
    VirtQueueElement *commit;   /* or report on todevq, answered when discarded */
    VirtQueueElement *notice;   /* on fromdevq, being filled */
    bool tell;                  /* fx_tell asked for a buffer on fromdevq */
    QEMUBH *tell_bh;

    AerostatDiscard discard;
    AerostatStats stats;
    AerostatEvents events;
    AerostatWatch watch;
    AerostatReuse reuse;

    struct {                    /* what travels in another form */
        uint32_t resv;
        uint64_t target_pages;
        bool tell_target;
        bool report;
        AerostatAnswer commit;
    } moved;
    CompatMigrationNotifier migration_notifier;
    NotifierWithReturn precopy_notifier;
    VMChangeStateEntry *vm_state;
    bool unanswerable;          /* the commit that was loaded */
    QEMUTimer *punch;           /* holes again, which a migration has read */
    QEMUTimer *loaded;          /* when the load of the VM's state has ended */
    bool migrating;             /* to another host */
    bool hinted;                /* all that is held or being discarded */
    bool announced;             /* a migration, which will begin next */

    int host_state;             /* property host-state, from 0 */
    u64 target_pages;           /* the operator's, or TARGET_NONE */
    uint64_t floor_bytes;       /* property floor: what the guest is to keep */
    bool tell_floor;            /* the driver may know another */
    bool prefault;              /* property: what is granted is populated */
    bool reports;               /* property: offer FEATURE_REPORT */
    bool floors;                /* property: offer FEATURE_FLOOR */
    bool libvirt;               /* property: libvirt is to find it */
    bool deflate_on_oom;        /* properties of virtio-balloon's that say what */
    bool free_page_reporting;   /* this balloon does anyway: nobody reads them */
    u64 clock_offset_ms;        /* from the host's clock to what the guest sees */
    bool stalled;               /* property: todevq is left alone */
    bool ready;                 /* realized: host is initialized */
    uint64_t reported_pages;    /* discarded for reports, ever */
    uint64_t bad_offers;        /* with a page that cannot be given */
    uint64_t bad_messages;      /* that could not be read */
};

/*
 * The clock that the guest is told: milliseconds that a jump of the wall clock
 * does not move.  It begins anywhere, since the host's uptime would tell a guest
 * which other guests run on the same host.
 */
static inline u64 aerostat_now_ms(VirtIOAerostat *s)
{
    return qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + s->clock_offset_ms;
}

/* virtio-aerostat.c: draw another beginning.  To the guest it is a jump. */
void aerostat_clock_init(VirtIOAerostat *s);

/* virtio-aerostat.c: the host's state: its name, what it should be, and make it so */
const char *aerostat_host_state_name(enum host_state state);
enum host_state aerostat_state_wanted(VirtIOAerostat *s);
void aerostat_state_update(VirtIOAerostat *s);

/* virtio-aerostat.c: the target that the guest should know, and make it so */
u64 aerostat_target_wanted(VirtIOAerostat *s);
void aerostat_target_update(VirtIOAerostat *s);

/* virtio-aerostat.c: have the driver read the floor again, if it need be and may */
void aerostat_floor_tell(VirtIOAerostat *s);

/*
 * todev.c: a buffer on todevq, copied once, to message.c.  What waits
 * there is read at the next kick after stop, and at the end of a stall.
 */
void aerostat_handle_todev(VirtIODevice *vdev, VirtQueue *vq);
void aerostat_todev_init(VirtIOAerostat *s);
void aerostat_todev_cleanup(VirtIOAerostat *s);
void aerostat_todev_stop(VirtIOAerostat *s);

/* todev.c: a reclaim that waits for its pages is forgotten, or put back to be read again */
void aerostat_reclaim_drop(VirtIOAerostat *s);
void aerostat_reclaim_put_back(VirtIOAerostat *s);
void aerostat_stall(VirtIOAerostat *s, bool stalled);

/* notice.c: fromdevq */
void aerostat_handle_fromdev(VirtIODevice *vdev, VirtQueue *vq);
void aerostat_tell_init(VirtIOAerostat *s);
void aerostat_tell_cleanup(VirtIOAerostat *s);

/* migrate.c: migration, savevm and loadvm */
extern const VMStateDescription vmstate_aerostat;
extern const VMStateDescription vmstate_aerostat_device;
void aerostat_migrate_init(VirtIOAerostat *s);
void aerostat_migrate_cleanup(VirtIOAerostat *s);
int aerostat_post_load(VirtIODevice *vdev);
void aerostat_migrate_granted(const struct runs *set);
bool aerostat_is_quiet(void);

/* operator.c: balloon, query-balloon, BALLOON_CHANGE */
bool aerostat_operator_add(VirtIOAerostat *s, Error **errp);
void aerostat_operator_remove(VirtIOAerostat *s);
void aerostat_operator_held(VirtIOAerostat *s);

#endif
