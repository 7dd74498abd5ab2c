/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The VM moves: migration, savevm and loadvm.  What the machine knows travels
 * (host.pml says what becomes of it), what the host holds is not sent, and
 * nothing in a stream is taken on trust.
 */
#include "qemu/osdep.h"
#include "qemu/error-report.h"
#include "cpu.h"
#include "migration/misc.h"
#if QEMU_VERSION_MAJOR >= 10
#include "migration/options.h"
#else
#include "migration/migration.h"
#endif
#include "migration/qemu-file-types.h"
#include "migration/vmstate.h"
#include "compat.h"
#include "virtio-aerostat.h"
#include "ram.h"
#include "step.h"

QEMU_BUILD_BUG_ON(AEROSTAT_ANSWER_PARTS != WIRE_ACK_BYTES);

/* The commit that is being discarded: the part of its buffer that is answered. */
static void commit_save(VirtIOAerostat *s)
{
    AerostatAnswer *a = &s->moved.commit;
    const VirtQueueElement *e = s->commit;
    unsigned i, left = WIRE_ACK_BYTES;

    memset(a, 0, sizeof(*a));
    if (!e) {
        return;
    }
    a->index = e->index;
    a->ndescs = e->ndescs;
    for (i = 0; i < e->in_num && left; i++) {
        a->addr[i] = e->in_addr[i];
        a->bytes[i] = MIN(e->in_sg[i].iov_len, left);
        left -= a->bytes[i];
    }
    a->parts = i;
}

/* Is this a place where an answer fits, if it is memory?  NULL, or why not. */
static const char *commit_wrong(VirtIOAerostat *s)
{
    const AerostatAnswer *a = &s->moved.commit;
    /* Not AEROSTAT_QUEUE_SIZE: some QEMUs make all queues as large as can be. */
    unsigned size = virtio_queue_get_max_num(VIRTIO_DEVICE(s), 0);
    uint64_t room = 0;
    unsigned i;

    if (a->parts > AEROSTAT_ANSWER_PARTS) {
        return "its commit's buffer has more parts than an answer has bytes";
    }
    if (a->index >= size || a->ndescs > size) {
        return "its commit's buffer is beyond the queue";
    }
    for (i = 0; i < a->parts; i++) {
        if (!a->bytes[i] || a->bytes[i] > WIRE_ACK_BYTES ||
            a->addr[i] > UINT64_MAX - a->bytes[i]) {
            return "its commit's buffer has a part of no size";
        }
        room += a->bytes[i];
    }
    if (a->parts && room < WIRE_ACK_BYTES) {
        return "its commit's buffer has no room for an answer";
    }
    return NULL;
}

/* Not as written: no byte of it has been, and QEMU asserts that one was. */
static void unmap(VirtIODevice *vdev, void *p, hwaddr len)
{
    address_space_unmap(vdev->dma_as, p, len, false, 0);
}

/* Map these bytes as the device does: RAM that may be written, or NULL. */
static void *map_ram(VirtIODevice *vdev, uint64_t addr, uint32_t bytes)
{
    hwaddr len = bytes;
    ram_addr_t offset;
    void *p = address_space_map(vdev->dma_as, addr, &len, true,
                                MEMTXATTRS_UNSPECIFIED);

    /* What is no such RAM is mapped too, by a copy of it. */
    if (p && (len < bytes || !memory_region_from_host(p, &offset))) {
        unmap(vdev, p, len);
        p = NULL;
    }
    return p;
}

/*
 * The answer's place as an element: it is only answered, never read.  NULL if it
 * is no memory: virtqueue_map() would end QEMU there.  It may be any
 * RAM of the guest, hot-plugged too, and its addresses may be an IOMMU's, which
 * has been loaded before (MIG_PRI_IOMMU).
 */
static VirtQueueElement *commit_load(VirtIOAerostat *s)
{
    VirtIODevice *vdev = VIRTIO_DEVICE(s);
    const AerostatAnswer *a = &s->moved.commit;
    struct {
        VirtQueueElement elem;
        hwaddr addr[AEROSTAT_ANSWER_PARTS];
        struct iovec sg[AEROSTAT_ANSWER_PARTS];
    } *e = g_new0(typeof(*e), 1);
    unsigned i;

    e->elem.index = a->index;
    e->elem.ndescs = a->ndescs;
    e->elem.in_num = a->parts;
    e->elem.in_addr = e->addr;
    e->elem.in_sg = e->sg;
    e->elem.out_addr = e->addr;
    e->elem.out_sg = e->sg;
    for (i = 0; i < a->parts; i++) {
        e->addr[i] = a->addr[i];
        e->sg[i].iov_len = a->bytes[i];
        e->sg[i].iov_base = map_ram(vdev, a->addr[i], a->bytes[i]);
        if (!e->sg[i].iov_base) {
            break;
        }
    }
    if (i == a->parts) {
        return &e->elem;
    }
    while (i--) {
        unmap(vdev, e->sg[i].iov_base, e->sg[i].iov_len);
    }
    g_free(e);
    return NULL;
}

/* A set of pages: how many runs, then each run's first page and its length. */
static int runs_put(QEMUFile *f, void *pv, size_t size,
                    const VMStateField *field, JSONWriter *desc)
{
    const struct runs *set = pv;
    u32 i;

    qemu_put_be32(f, set->count);
    for (i = 0; i < set->count; i++) {
        qemu_put_be64(f, set->run[i].page);
        qemu_put_be64(f, set->run[i].pages);
    }
    return 0;
}

/*
 * What does not fit in, or is no set, fails the load.  With `most` the set's room
 * grows with what is read, up to so many runs.
 */
static int get_runs(QEMUFile *f, struct runs *set, u64 most,
                    const VMStateField *field)
{
    u32 i, count = qemu_get_be32(f);

    runs_clear(set);
    for (i = 0; i < count; i++) {
        u64 page = qemu_get_be64(f);
        u64 pages = qemu_get_be64(f);

        if (qemu_file_get_error(f)) {
            return qemu_file_get_error(f);
        }
        if (set->count == set->room && set->room < most) {
            u64 room = MIN(MAX(EXTENTS_MAX, 2 * (u64)set->room), most);
            struct run *more = g_try_renew(struct run, set->run, room);

            if (!more) {
                error_report("virtio-aerostat: no memory to load the "
                             "balloon's books");
                return -ENOMEM;
            }
            set->run = more;
            set->room = room;
        }
        if (!runs_append(set, page, pages)) {
            error_report("virtio-aerostat: the VM's state is damaged: run %"
                         PRIu32 " of %" PRIu32 " in %s, %" PRIu64 " pages from 0x%"
                         PRIx64 " on, is empty, out of order, or one too many",
                         i, count, field->name, pages, page * PAGE_BYTES);
            return -EINVAL;
        }
    }
    return 0;
}

static int message_runs_get(QEMUFile *f, void *pv, size_t size,
                            const VMStateField *field)
{
    return get_runs(f, pv, 0, field);
}

/* As many runs as the guest's memory can be cut into, and no more than there are. */
static int books_get(QEMUFile *f, void *pv, size_t size,
                     const VMStateField *field)
{
    VirtIOAerostat *s = container_of(pv, VirtIOAerostat, held);

    return get_runs(f, &s->held,
                    MIN(s->host.total_pages / 2 + 1, UINT32_MAX), field);
}

static const VMStateInfo vmstate_info_message_runs = {
    .name = "aerostat runs of pages",
    .get = message_runs_get,
    .put = runs_put,
};

static const VMStateInfo vmstate_info_books = {
    .name = "aerostat runs of pages",
    .get = books_get,
    .put = runs_put,
};

#define VMSTATE_RUNS(field_, state_, info_) {                     \
    .name = stringify(field_),                                    \
    .offset = vmstate_offset_value(state_, field_, struct runs),  \
    .size = sizeof(struct runs),                                  \
    .info = &info_,                                               \
    .flags = VMS_SINGLE,                                          \
}

static int pre_save(void *opaque)
{
    VirtIOAerostat *s = opaque;

    s->moved.resv = s->host.resv;
    /* The operator's, which the other host tells if this one could not. */
    s->moved.target_pages = s->target_pages;
    s->moved.tell_target = s->host.tell_target ||
                           s->host.target_pages != s->target_pages;
    s->moved.report = s->host.resv_report;
    commit_save(s);
    return 0;
}

static int pre_load(void *opaque)
{
    VirtIOAerostat *s = opaque;

    /* loadvm has reset the machine before; this is for whoever has not. */
    aerostat_reclaim_drop(s);
    call_host_reset(s, &s->host);
    s->moved.report = false;    /* which a stream without reports does not say */
    return 0;
}

/*
 * Can all that was loaded be true?  NULL, or what is not.  A page that is no
 * memory here is none now: a guest may map a device over a page that it gave.
 */
static const char *loaded_wrong(VirtIOAerostat *s, u64 *addr)
{
    bool reserves = s->moved.resv == RESV_HELD ||
                    s->moved.resv == RESV_DISCARDING;
    u64 page = runs_meet(&s->held, &s->reserved);

    *addr = page * PAGE_BYTES;
    if (page < PAGES_MAX) {
        return "is both held and reserved";
    }
    *addr = 0;
    if (s->held.pages > s->host.total_pages ||
        s->reserved.pages > s->host.total_pages - s->held.pages) {
        return "is one of more pages than the guest has";
    }
    if (!reserves && s->moved.resv != RESV_NONE) {
        return "goes with a reservation of no known kind";
    }
    if (reserves != (s->reserved.pages > 0)) {
        return "goes with a reservation that does not match its pages";
    }
    if ((s->moved.resv == RESV_DISCARDING) != (s->moved.commit.parts > 0)) {
        return "goes with a commit that does not match the reservation";
    }
    if (s->moved.report && s->moved.resv != RESV_DISCARDING) {
        return "goes with a report that does not match the reservation";
    }
    if (s->moved.target_pages > s->host.total_pages &&
        s->moved.target_pages != TARGET_NONE) {
        return "goes with a target beyond the guest's memory";
    }
    return commit_wrong(s);
}

static int post_load(void *opaque, int version_id)
{
    VirtIOAerostat *s = opaque;
    const char *what;
    u64 addr = 0;

    /* What is reserved will fit in, and striking off a grant may add as much. */
    s->held.room = s->held.count + 2 * EXTENTS_MAX;
    s->held.run = g_renew(struct run, s->held.run, s->held.room);
    what = loaded_wrong(s, &addr);
    if (what) {
        error_report("virtio-aerostat: the VM's state is damaged, or comes "
                     "from a machine with other memory: page 0x%" PRIx64 " %s",
                     addr, what);
        runs_clear(&s->held);
        runs_clear(&s->reserved);
        return -EINVAL;
    }
    s->host.resv = s->moved.resv;
    s->host.target_pages = s->target_pages = s->moved.target_pages;
    s->host.tell_target = s->moved.tell_target;
    s->host.resv_report = s->moved.report;
    s->host.held_pages = s->held.pages;
    s->host.reserved_pages = s->reserved.pages;
    return 0;
}

/* Only while the pages of a report are being discarded: devices without reports load all else. */
static bool report_needed(void *opaque)
{
    VirtIOAerostat *s = opaque;

    return s->moved.report;
}

static const VMStateDescription vmstate_report = {
    .name = "virtio-aerostat-device/report",
    .version_id = 1,
    .minimum_version_id = 1,
    .needed = report_needed,
    .fields = (VMStateField[]) {
        VMSTATE_BOOL(moved.report, VirtIOAerostat),
        VMSTATE_END_OF_LIST()
    },
};

const VMStateDescription vmstate_aerostat_device = {
    .name = "virtio-aerostat-device",
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_save = pre_save,
    .pre_load = pre_load,
    .post_load = post_load,
    .fields = (VMStateField[]) {
        VMSTATE_UINT32(moved.resv, VirtIOAerostat),
        VMSTATE_UINT32(host.resv_seq, VirtIOAerostat),
        VMSTATE_UINT64(moved.target_pages, VirtIOAerostat),
        VMSTATE_BOOL(moved.tell_target, VirtIOAerostat),
        VMSTATE_BOOL(host.tell_stats, VirtIOAerostat),
        VMSTATE_RUNS(held, VirtIOAerostat, vmstate_info_books),
        VMSTATE_RUNS(reserved, VirtIOAerostat, vmstate_info_message_runs),
        VMSTATE_UINT32(moved.commit.index, VirtIOAerostat),
        VMSTATE_UINT32(moved.commit.ndescs, VirtIOAerostat),
        VMSTATE_UINT32(moved.commit.parts, VirtIOAerostat),
        VMSTATE_UINT64_ARRAY(moved.commit.addr, VirtIOAerostat,
                             AEROSTAT_ANSWER_PARTS),
        VMSTATE_UINT32_ARRAY(moved.commit.bytes, VirtIOAerostat,
                             AEROSTAT_ANSWER_PARTS),
        VMSTATE_END_OF_LIST()
    },
    .subsections = (const VMStateDescription *[]) {
        &vmstate_report,
        NULL
    },
};

/*
 * The VM's state is being loaded.  A VM that was stopped before loadvm stays in
 * the state that it is in, and what reads lets the device's bottom halves run,
 * while its queues are there in part.
 */
static bool loading;

static int begin_load(void *opaque)
{
    loading = true;
    return 0;
}

/* A reclaim that waits for its pages is read again, here or at the other end. */
static int begin_save(void *opaque)
{
    VirtIOAerostat *s = opaque;

    aerostat_reclaim_put_back(s);
    /* A VM that stood still already was not told to stop: nothing is discarded any more that the other side may use. */
    aerostat_discard_settle(&s->discard);
    return 0;
}

const VMStateDescription vmstate_aerostat = {
    .name = "virtio-aerostat",
    .version_id = 1,
    .minimum_version_id = 1,
    .pre_save = begin_save,
    .pre_load = begin_load,
    .fields = (VMStateField[]) {
        VMSTATE_VIRTIO_DEVICE,
        VMSTATE_END_OF_LIST()
    },
};

/* The queues are there too: the machine goes on, on this host. */
int aerostat_post_load(VirtIODevice *vdev)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(vdev);

    if (s->moved.commit.parts) {
        s->request = commit_load(s);
        if (!s->request) {
            /* The guest has taken it away, and must not keep the VM by that. */
            call_host_reset(s, &s->host);
            s->unanswerable = true;
        }
    }
    aerostat_clock_init(s);
    call_host_load(s, &s->host, aerostat_state_wanted(s));
    aerostat_target_update(s);
    aerostat_discard_trim(&s->discard);
    aerostat_operator_held(s);
    s->tell_floor = true;       /* it is this host's, which may be another */
    timer_mod(s->loaded, qemu_clock_get_ms(QEMU_CLOCK_REALTIME));
    return 0;
}

/*
 * savevm is at work.  A VM that was stopped before stays in the state that it is
 * in, and that is not RUN_STATE_SAVE_VM.
 */
static bool saving;

/*
 * Between the last of its memory being sent and the VM going on, here or
 * elsewhere, the device writes nothing into the guest's memory.
 */
bool aerostat_is_quiet(void)
{
    return saving || loading ||
           runstate_check(RUN_STATE_FINISH_MIGRATE) ||
           runstate_check(RUN_STATE_POSTMIGRATE) ||
           runstate_check(RUN_STATE_INMIGRATE) ||
           runstate_check(RUN_STATE_RESTORE_VM) ||
           runstate_check(RUN_STATE_SAVE_VM);
}

/* What had to wait while the device was quiet. */
static void go_on(VirtIOAerostat *s)
{
    qemu_bh_schedule(s->todev_bh);
    qemu_bh_schedule(s->tell_bh);
    aerostat_discard_pause(&s->discard, s->stalled);
    aerostat_floor_tell(s);
}

/* The load has ended: the guest can be told what could not be loaded. */
static void end_load(VirtIOAerostat *s)
{
    loading = false;
    if (s->unanswerable) {
        s->unanswerable = false;
        virtio_error(VIRTIO_DEVICE(s), "virtio-aerostat: a commit's buffer is "
                     "not memory any more, and cannot be answered");
    }
}

/* While a stream is waited for the main loop comes round. */
#define LOADED_MS 10

/*
 * After loadvm, timers of the main loop run when all of the machine has been
 * loaded, its interrupt controllers too.  Amid an incoming stream they may run
 * before that.
 */
static void loaded(void *opaque)
{
    VirtIOAerostat *s = opaque;

    if (runstate_check(RUN_STATE_INMIGRATE)) {
        timer_mod(s->loaded,
                  qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + LOADED_MS);
        return;
    }
    end_load(s);
    go_on(s);
}

static void vm_state_changed(void *opaque, bool running, RunState state)
{
    VirtIOAerostat *s = opaque;

    if (!running) {
        aerostat_todev_stop(s);
        aerostat_discard_settle(&s->discard);
        return;
    }
    end_load(s);                /* or it failed, and a reset since */
    if (s->migrating && migration_is_idle()) {
        s->migrating = false;   /* it has stayed here after all */
        aerostat_state_update(s);
    }
    go_on(s);
}

/*
 * Where postcopy is possible what is held is read, and shared memory gets a page
 * for each hole that is read: just when the host is short of memory, perhaps.
 */
#define PUNCH_MS 1000

static void punch(void *opaque)
{
    VirtIOAerostat *s = opaque;

    if (!migration_is_idle()) {
        aerostat_discard_trim(&s->discard);
        timer_mod(s->punch,
                  qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + PUNCH_MS);
    }
}

/* A VM on its way wants no pages: the guest is told, and told when it stays. */
static void migration_changed(CompatMigrationNotifier *n, CompatMigration what)
{
    VirtIOAerostat *s = container_of(n, VirtIOAerostat, migration_notifier);

    s->announced = what == COMPAT_MIGRATION_SETUP;
    if (what == COMPAT_MIGRATION_SETUP) {
        s->migrating = true;
        if (migrate_postcopy_ram()) {
            timer_mod(s->punch,
                      qemu_clock_get_ms(QEMU_CLOCK_REALTIME) + PUNCH_MS);
        }
    } else if (what == COMPAT_MIGRATION_FAILED || runstate_is_running()) {
        s->migrating = false;   /* or it was a background snapshot */
    }
    if (what != COMPAT_MIGRATION_SETUP) {
        /* A background snapshot has touched all memory, to save it. */
        aerostat_discard_trim(&s->discard);
    }
    aerostat_state_update(s);
}

static void hint(const struct runs *set)
{
    u32 i;

    for (i = 0; i < set->count; i++) {
        u64 at = set->run[i].page * PAGE_BYTES;
        u64 left = set->run[i].pages * PAGE_BYTES;

        while (left) {
            struct ram_piece piece;

            /* CPR and x-ignore-shared send nothing of a block: no bitmap. */
            if (!ram_find(at, left, &piece) && piece.block->bmap) {
                uint8_t *host = qemu_ram_get_host_addr(piece.block);

                qemu_guest_free_page_hint(host + piece.offset, piece.bytes);
            }
            at += piece.bytes;
            left -= piece.bytes;
        }
    }
}

/*
 * When QEMU has just learnt which pages are dirty: what the host holds, or is
 * about to, need not be sent; what is reported the guest may use as soon as the
 * answer is there, so it is.  Postcopy's other side would wait for such pages.
 * A migration has been announced before it begins here, savevm has not, whose
 * writes let the device's bottom halves run.
 */
static int precopy_step(NotifierWithReturn *n, void *data COMPAT_ERRP)
{
    VirtIOAerostat *s = container_of(n, VirtIOAerostat, precopy_notifier);
    PrecopyNotifyData *step = data;

    if (step->reason == PRECOPY_NOTIFY_AFTER_BITMAP_SYNC &&
        !migrate_postcopy_ram() && !s->hinted) {
        /* The VM may stand still for this: once, and after each commit. */
        s->hinted = true;
        hint(&s->held);
        if (s->host.resv == RESV_DISCARDING && !s->host.resv_report) {
            hint(&s->reserved);
        }
    }
    if (step->reason == PRECOPY_NOTIFY_CLEANUP) {
        s->hinted = false;
    }
    if (step->reason == PRECOPY_NOTIFY_SETUP) {
        saving = !s->announced;
        s->announced = false;
    } else if (step->reason == PRECOPY_NOTIFY_CLEANUP && saving) {
        saving = false;
        go_on(s);
    }
    return 0;
}

/*
 * What the guest gets back is sent again, written to or not: the other side may
 * have what was there before it was given.
 */
void aerostat_migrate_granted(const struct runs *set)
{
    u32 i;

    if (migration_is_idle()) {
        return;
    }
    for (i = 0; i < set->count; i++) {
        u64 at = set->run[i].page * PAGE_BYTES;
        u64 left = set->run[i].pages * PAGE_BYTES;

        while (left) {
            struct ram_piece piece;

            if (!ram_find(at, left, &piece)) {
                cpu_physical_memory_set_dirty_range(
                    qemu_ram_get_offset(piece.block) + piece.offset,
                    piece.bytes, 1 << DIRTY_MEMORY_MIGRATION);
            }
            at += piece.bytes;
            left -= piece.bytes;
        }
    }
}

void aerostat_migrate_init(VirtIOAerostat *s)
{
    s->migration_notifier.notify = migration_changed;
    compat_migration_add(&s->migration_notifier);
    s->precopy_notifier.notify = precopy_step;
    precopy_add_notifier(&s->precopy_notifier);
    s->punch = timer_new_ms(QEMU_CLOCK_REALTIME, punch, s);
    s->loaded = timer_new_ms(QEMU_CLOCK_REALTIME, loaded, s);
    s->vm_state = qemu_add_vm_change_state_handler(vm_state_changed, s);
}

void aerostat_migrate_cleanup(VirtIOAerostat *s)
{
    qemu_del_vm_change_state_handler(s->vm_state);
    precopy_remove_notifier(&s->precopy_notifier);
    g_clear_pointer(&s->loaded, timer_free);
    g_clear_pointer(&s->punch, timer_free);
    saving = loading = false;
    compat_migration_remove(&s->migration_notifier);
}
