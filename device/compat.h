/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs between QEMU 7.2, 10.0 and 10.2, in one place: headers that moved,
 * names and signatures that changed.  Included after qemu/osdep.h.
 */
#ifndef AEROSTAT_COMPAT_H
#define AEROSTAT_COMPAT_H

#include "hw/qdev-properties.h"
#include "migration/misc.h"
#if QEMU_VERSION_MAJOR > 10 || (QEMU_VERSION_MAJOR == 10 && QEMU_VERSION_MINOR > 0)
#include "system/address-spaces.h"
#include "system/memory.h"
#include "system/ram_addr.h"
#include "system/ramblock.h"
#else
#include "exec/address-spaces.h"
#include "exec/memory.h"
#include "exec/ram_addr.h"
#include "exec/ramblock.h"
#endif
#include "hw/virtio/virtio.h"
#include "qemu/notify.h"
#if QEMU_VERSION_MAJOR >= 10
#include "qobject/qdict.h"
#include "qobject/qjson.h"
#include "qobject/qnum.h"
#include "system/balloon.h"
#include "system/runstate.h"
#else
#include "qapi/qmp/qdict.h"
#include "qapi/qmp/qjson.h"
#include "qapi/qmp/qnum.h"
#include "sysemu/balloon.h"
#include "sysemu/runstate.h"
#endif

/* What a class is made with is const since 10.1, and a device may refuse a status. */
#if QEMU_VERSION_MAJOR > 10 || (QEMU_VERSION_MAJOR == 10 && QEMU_VERSION_MINOR > 0)
#define COMPAT_CLASS_DATA const void *
#define COMPAT_STATUS int
#define COMPAT_STATUS_OK 0
#else
#define COMPAT_CLASS_DATA void *
#define COMPAT_STATUS void
#define COMPAT_STATUS_OK
#endif

/* Names since 10.2. */
#if QEMU_VERSION_MAJOR > 10 || (QEMU_VERSION_MAJOR == 10 && QEMU_VERSION_MINOR > 1)
#define CharBackend CharFrontend
#include "system/physmem.h"
#define cpu_physical_memory_set_dirty_range physical_memory_set_dirty_range
#endif

/* An array of properties knows its length now, and is const. */
#if QEMU_VERSION_MAJOR >= 10
#define COMPAT_PROPERTY const Property
#define COMPAT_PROPERTIES_END
#else
#define COMPAT_PROPERTY Property
#define COMPAT_PROPERTIES_END DEFINE_PROP_END_OF_LIST(),
#endif

#if QEMU_VERSION_MAJOR >= 10
static inline bool migration_is_idle(void)
{
    return !migration_is_running();
}
#endif

/*
 * The last buffer popped was not, and is popped again next.  virtqueue_unpop() goes
 * back by one descriptor, but in a packed ring a buffer has as many as it has.
 * Unmapped not as written: no byte of it has been, and QEMU asserts that one was.
 */
static inline void compat_unpop(VirtIODevice *vdev, VirtQueue *vq,
                                const VirtQueueElement *elem)
{
    unsigned i;

    for (i = 0; i < elem->in_num; i++) {
        address_space_unmap(vdev->dma_as, elem->in_sg[i].iov_base,
                            elem->in_sg[i].iov_len, false, 0);
    }
    for (i = 0; i < elem->out_num; i++) {
        address_space_unmap(vdev->dma_as, elem->out_sg[i].iov_base,
                            elem->out_sg[i].iov_len, false, 0);
    }
    virtqueue_rewind(vq, elem->ndescs);
}

/* A migration begins, has failed, or has done anything else. */
typedef enum CompatMigration {
    COMPAT_MIGRATION_OTHER,
    COMPAT_MIGRATION_SETUP,
    COMPAT_MIGRATION_FAILED,
} CompatMigration;

typedef struct CompatMigrationNotifier {
#if QEMU_VERSION_MAJOR >= 10
    NotifierWithReturn notifier;
#else
    Notifier notifier;
#endif
    void (*notify)(struct CompatMigrationNotifier *n, CompatMigration what);
} CompatMigrationNotifier;

#if QEMU_VERSION_MAJOR >= 10
static inline int compat_migration_event(NotifierWithReturn *n,
                                         MigrationEvent *e, Error **errp)
{
    CompatMigrationNotifier *c = container_of(n, CompatMigrationNotifier,
                                              notifier);

    c->notify(c, e->type == MIG_EVENT_PRECOPY_SETUP ? COMPAT_MIGRATION_SETUP :
              e->type == MIG_EVENT_PRECOPY_FAILED ? COMPAT_MIGRATION_FAILED :
              COMPAT_MIGRATION_OTHER);
    return 0;
}
#else
static inline void compat_migration_event(Notifier *n, void *state)
{
    CompatMigrationNotifier *c = container_of(n, CompatMigrationNotifier,
                                              notifier);

    c->notify(c, migration_in_setup(state) ? COMPAT_MIGRATION_SETUP :
              migration_has_failed(state) ? COMPAT_MIGRATION_FAILED :
              COMPAT_MIGRATION_OTHER);
}
#endif

static inline void compat_migration_add(CompatMigrationNotifier *n)
{
#if QEMU_VERSION_MAJOR >= 10
    migration_add_notifier(&n->notifier, compat_migration_event);
#else
    n->notifier.notify = compat_migration_event;
    add_migration_state_change_notifier(&n->notifier);
#endif
}

static inline void compat_migration_remove(CompatMigrationNotifier *n)
{
#if QEMU_VERSION_MAJOR >= 10
    migration_remove_notifier(&n->notifier);
#else
    remove_migration_state_change_notifier(&n->notifier);
#endif
}

/* The last arguments of a precopy notifier; only some QEMUs want an error. */
#if QEMU_VERSION_MAJOR >= 10
#define COMPAT_ERRP , Error **errp
#else
#define COMPAT_ERRP
#endif

#endif
