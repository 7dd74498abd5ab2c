/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virtio-aerostat: the device's life, its config space and its properties. */
#include "qemu/osdep.h"
#include "hw/boards.h"
#include "hw/qdev-properties.h"
#include "hw/qdev-properties-system.h"
#include "migration/vmstate.h"
#include "qapi/error.h"
#include "qapi/visitor.h"
#include "qemu/guest-random.h"
#include "qemu/log.h"
#include "qemu/module.h"
#include "standard-headers/linux/virtio_config.h"
#include "standard-headers/linux/virtio_ids.h"
#include "compat.h"
#include "virtio-aerostat.h"
#include "step.h"

/* The spec's host_state, which counts from 1. */
static const char *const host_state_names[] = {
    [HOST_PLENTY - 1] = "plenty",
    [HOST_TIGHT - 1] = "tight",
    [HOST_MIGRATING - 1] = "migrating",
};

static const QEnumLookup host_state_lookup = {
    .array = host_state_names,
    .size = ARRAY_SIZE(host_state_names),
};

const char *aerostat_host_state_name(enum host_state state)
{
    return host_state_names[state - 1];
}

/* What the device is told; then what it sees for itself. */
enum host_state aerostat_state_wanted(VirtIOAerostat *s)
{
    if (s->host_state + 1 != HOST_PLENTY) {
        return s->host_state + 1;
    }
    if (s->watch.state.tight) {
        return HOST_TIGHT;
    }
    /* A host that cannot have the pages wants none, as if the VM were on its way. */
    if (s->migrating ||
        aerostat_discard_can(&s->discard) != AEROSTAT_DISCARDS_WORK) {
        return HOST_MIGRATING;
    }
    return HOST_PLENTY;
}

/* What cannot be given back to the host is the guest's: it is to take back all. */
u64 aerostat_target_wanted(VirtIOAerostat *s)
{
    return aerostat_discard_can(&s->discard) == AEROSTAT_DISCARDS_FAIL ?
           0 : s->target_pages;
}

void aerostat_target_update(VirtIOAerostat *s)
{
    u64 target = aerostat_target_wanted(s);

    if (s->host.target_pages != target) {
        call_host_set_target(s, &s->host, target);
    }
}

static int get_host_state(Object *obj, Error **errp)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(obj);

    return s->ready ? s->host.state - 1 : s->host_state;
}

void aerostat_state_update(VirtIOAerostat *s)
{
    enum host_state was = s->host.state;

    call_host_set_state(s, &s->host, aerostat_state_wanted(s));
    if (s->host.state != was) {
        aerostat_event_state(s);
    }
}

static void set_host_state(Object *obj, int value, Error **errp)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(obj);

    s->host_state = value;
    if (s->ready) {
        aerostat_state_update(s);
    }
}

static void watch_changed(void *opaque)
{
    VirtIOAerostat *s = opaque;

    if (s->ready) {
        aerostat_state_update(s);
    }
}

static void discards_changed(void *opaque)
{
    VirtIOAerostat *s = opaque;

    aerostat_state_update(s);
    aerostat_target_update(s);
}

static const char *const discards_names[] = {
    [AEROSTAT_DISCARDS_WORK] = "work",
    [AEROSTAT_DISCARDS_FAIL] = "fail",
    [AEROSTAT_DISCARDS_FORBIDDEN] = "forbidden",
};

static char *get_discards(Object *obj, Error **errp)
{
    AerostatDiscard *d = &VIRTIO_AEROSTAT(obj)->discard;

    return g_strdup(discards_names[aerostat_discard_can(d)]);
}

static bool get_stalled(Object *obj, Error **errp)
{
    return VIRTIO_AEROSTAT(obj)->stalled;
}

static void set_stalled(Object *obj, bool value, Error **errp)
{
    aerostat_stall(VIRTIO_AEROSTAT(obj), value);
}

static const char *const reuse_names[] = {
    [AEROSTAT_REUSE_IGNORE] = "ignore",
    [AEROSTAT_REUSE_REPORT] = "report",
    [AEROSTAT_REUSE_PAUSE] = "pause",
};

static const QEnumLookup reuse_lookup = {
    .array = reuse_names,
    .size = ARRAY_SIZE(reuse_names),
};

static int get_reuse(Object *obj, Error **errp)
{
    return VIRTIO_AEROSTAT(obj)->reuse.policy;
}

static void set_reuse(Object *obj, int value, Error **errp)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(obj);

    if (s->ready) {
        error_setg(errp, "virtio-aerostat: reuse is set when the device is "
                   "made, not later");
        return;
    }
    s->reuse.policy = value;
}

/* The guest has touched what it gave. */
static void reuse_seen(void *opaque, u64 first_page)
{
    VirtIOAerostat *s = opaque;

    qemu_log_mask(LOG_GUEST_ERROR, "virtio-aerostat: %" PRIu64 " pages are in "
                  "use that the guest gave and has not taken back, the first at "
                  "0x%" PRIx64 "\n", s->reuse.pages, first_page * PAGE_BYTES);
    aerostat_event_reuse(s, first_page);
    if (s->reuse.policy == AEROSTAT_REUSE_PAUSE) {
        qemu_system_vmstop_request_prepare();
        qemu_system_vmstop_request(RUN_STATE_PAUSED);
    }
}

static void want_stats(void *opaque)
{
    VirtIOAerostat *s = opaque;

    if (s->ready) {
        call_host_want_stats(s, &s->host);
    }
}

static void aerostat_get_config(VirtIODevice *vdev, uint8_t *config)
{
    struct wire_config c = {
        .version = WIRE_VERSION,
        .page_bytes = PAGE_BYTES,
        .extents_max = EXTENTS_MAX,
        .stats_max = STATS_MAX,
    };

    struct wire_floor floor = {
        .floor_bytes = VIRTIO_AEROSTAT(vdev)->floor_bytes,
    };

    wire_config_encode(&c, config);
    wire_floor_encode(&floor, config + WIRE_CONFIG_BYTES);
}

/* A driver that has not started reads it by itself. */
void aerostat_floor_tell(VirtIOAerostat *s)
{
    VirtIODevice *vdev = VIRTIO_DEVICE(s);

    if (s->tell_floor && !aerostat_is_quiet()) {
        s->tell_floor = false;
        if (virtio_vdev_has_feature(vdev, FEATURE_FLOOR)) {
            virtio_notify_config(vdev);
        }
    }
}

static void get_floor(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    visit_type_size(v, name, &VIRTIO_AEROSTAT(obj)->floor_bytes, errp);
}

static void set_floor(Object *obj, Visitor *v, const char *name, void *opaque,
                      Error **errp)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(obj);

    if (visit_type_size(v, name, &s->floor_bytes, errp) && s->ready) {
        s->tell_floor = true;
        aerostat_floor_tell(s);
    }
}

static uint64_t aerostat_get_features(VirtIODevice *vdev, uint64_t features,
                                      Error **errp)
{
    /*
     * A queue is never reset by itself: QEMU has it on by default, but a commit
     * that is being discarded would be answered into memory given back by then.
     */
    virtio_clear_feature(&features, VIRTIO_F_RING_RESET);
    /* Nor in order: a commit is answered last, and QEMU forgets it on its way. */
    virtio_clear_feature(&features, VIRTIO_F_IN_ORDER);
    if (VIRTIO_AEROSTAT(vdev)->reports) {
        virtio_add_feature(&features, FEATURE_REPORT);
    }
    if (VIRTIO_AEROSTAT(vdev)->floors) {
        virtio_add_feature(&features, FEATURE_FLOOR);
    }
    return features;
}

/* What waits in the queues for DRIVER_OK need not wait for the next kick. */
static COMPAT_STATUS aerostat_set_status(VirtIODevice *vdev, uint8_t status)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(vdev);

    qemu_bh_schedule(s->todev_bh);
    qemu_bh_schedule(s->tell_bh);
    return COMPAT_STATUS_OK;
}

static void aerostat_reset(VirtIODevice *vdev)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(vdev);

    aerostat_todev_stop(s);
    aerostat_reclaim_drop(s);
    s->unanswerable = false;
    call_host_reset(s, &s->host);
}

/*
 * Memory of an encrypted guest would come back as something that the guest has
 * to accept first.
 */
static bool memory_is_fine(Error **errp)
{
    if (current_machine->cgs) {
        error_setg(errp, "virtio-aerostat: this VM's memory is encrypted "
                   "(confidential-guest-support): none of it can be given to "
                   "the host and come back");
        return false;
    }
    return true;
}

void aerostat_clock_init(VirtIOAerostat *s)
{
    qemu_guest_getrandom_nofail(&s->clock_offset_ms,
                                sizeof(s->clock_offset_ms));
    s->clock_offset_ms %= 1ull << 40;   /* sums with times to live fit */
}

/* Room for as many runs as one message has extents. */
static void message_set_init(struct runs *set)
{
    set->run = g_new(struct run, EXTENTS_MAX);
    set->room = EXTENTS_MAX;
    runs_clear(set);
}

static void set_free(struct runs *set)
{
    g_free(set->run);
    memset(set, 0, sizeof(*set));
}

static void aerostat_realize(DeviceState *dev, Error **errp)
{
    VirtIODevice *vdev = VIRTIO_DEVICE(dev);
    VirtIOAerostat *s = VIRTIO_AEROSTAT(dev);

    if (!memory_is_fine(errp)) {
        return;
    }
    if (!aerostat_events_init(&s->events, dev, errp)) {
        return;
    }
    if (!aerostat_reuse_init(&s->reuse, &s->held, &s->discard, reuse_seen, s,
                             errp)) {
        goto err_events;
    }
    if (!aerostat_watch_init(&s->watch, watch_changed, s, errp)) {
        goto err_reuse;
    }
    if (!aerostat_operator_add(s, errp)) {
        goto err_watch;
    }

    virtio_init(vdev, VIRTIO_ID_MEMORY_BALLOON,
                WIRE_CONFIG_BYTES + WIRE_FLOOR_BYTES);
    s->todevq = virtio_add_queue(vdev, AEROSTAT_QUEUE_SIZE,
                                 aerostat_handle_todev);
    s->fromdevq = virtio_add_queue(vdev, AEROSTAT_QUEUE_SIZE,
                                   aerostat_handle_fromdev);
    aerostat_clock_init(s);
    aerostat_discard_init(&s->discard, dev, &s->held, discards_changed, s);
    aerostat_todev_init(s);
    aerostat_tell_init(s);
    message_set_init(&s->incoming);
    message_set_init(&s->reserved);
    message_set_init(&s->picked);

    /* A bound for sums; which pages there are is asked of QEMU (ram.c). */
    call_host_init(s, &s->host, MIN(current_machine->maxram_size / PAGE_BYTES,
                                    PAGES_MAX));
    s->target_pages = TARGET_NONE;
    aerostat_migrate_init(s);
    s->ready = true;
    aerostat_state_update(s);
    aerostat_target_update(s);
    return;

err_watch:
    aerostat_watch_cleanup(&s->watch);
err_reuse:
    aerostat_reuse_cleanup(&s->reuse);
err_events:
    aerostat_events_cleanup(&s->events);
}

static void aerostat_unrealize(DeviceState *dev)
{
    VirtIODevice *vdev = VIRTIO_DEVICE(dev);
    VirtIOAerostat *s = VIRTIO_AEROSTAT(dev);

    aerostat_reclaim_drop(s);
    call_host_reset(s, &s->host);
    s->ready = false;
    aerostat_watch_cleanup(&s->watch);
    aerostat_reuse_cleanup(&s->reuse);
    aerostat_migrate_cleanup(s);
    set_free(&s->held);
    set_free(&s->incoming);
    set_free(&s->reserved);
    set_free(&s->picked);
    aerostat_tell_cleanup(s);
    aerostat_todev_cleanup(s);
    aerostat_discard_cleanup(&s->discard);
    aerostat_events_cleanup(&s->events);
    virtio_delete_queue(s->fromdevq);
    virtio_delete_queue(s->todevq);
    virtio_cleanup(vdev);
    aerostat_operator_remove(s);
}

static void aerostat_instance_init(Object *obj)
{
    VirtIOAerostat *s = VIRTIO_AEROSTAT(obj);
    const struct {
        const char *name, *what;
        uint64_t *value;
    } *p, count[] = {
        { "held-pages", "pages of 4 KiB that the host holds",
          &s->host.held_pages },
        { "reserved-pages", "pages of the offer that is accepted",
          &s->host.reserved_pages },
        { "reported-pages", "pages of 4 KiB discarded for reports so far; the "
          "guest kept them", &s->reported_pages },
        { "bad-offers", "offers refused for a page that cannot be given",
          &s->bad_offers },
        { "bad-messages", "messages that could not be read",
          &s->bad_messages },
        { "discard-calls", "discards asked of the host", &s->discard.calls },
        { "discard-failures", "discards that the host refused",
          &s->discard.failures },
        { "prefault-failures", "calls to populate what is asked back that failed",
          &s->discard.grant_failures },
        { "reused-pages", "pages that are in use though the guest gave them, as "
          "the last sweep found", &s->reuse.pages },
        { "host-available", "bytes that the host could allocate when it was "
          "looked at last", &s->watch.now.available_bytes },
    };

    for (p = count; p < count + ARRAY_SIZE(count); p++) {
        object_property_add_uint64_ptr(obj, p->name, p->value,
                                       OBJ_PROP_FLAG_READ);
        object_property_set_description(obj, p->name, p->what);
    }
    object_property_add(obj, "floor", "size", get_floor, set_floor, NULL, NULL);
    object_property_set_description(obj, "floor",
                                    "bytes of memory that the guest is to keep, "
                                    "whatever it needs");
    object_property_add_enum(obj, "host-state", "AerostatHostState",
                             &host_state_lookup, get_host_state,
                             set_host_state);
    object_property_set_description(obj, "host-state",
                                    "plenty, tight or migrating");
    object_property_add_enum(obj, "reuse", "AerostatReuse", &reuse_lookup,
                             get_reuse, set_reuse);
    object_property_set_description(obj, "reuse",
                                    "ignore, report or pause: what to do when "
                                    "the guest uses what it gave");
    object_property_add_str(obj, "discards", get_discards, NULL);
    object_property_set_description(obj, "discards",
                                    "work, fail or forbidden: can memory be "
                                    "given back to the host?");
    object_property_add_bool(obj, "stalled", get_stalled, set_stalled);
    object_property_set_description(obj, "stalled",
                                    "leave the guest without answers (a drill)");
    aerostat_stats_init(&s->stats, obj, want_stats, s);
}

static void aerostat_instance_finalize(Object *obj)
{
    aerostat_stats_cleanup(&VIRTIO_AEROSTAT(obj)->stats);
}

static COMPAT_PROPERTY aerostat_properties[] = {
    DEFINE_PROP_CHR("chardev", VirtIOAerostat, events.chr),
    DEFINE_PROP_STRING("events", VirtIOAerostat, events.where),
    DEFINE_PROP_BOOL("libvirt", VirtIOAerostat, libvirt, false),
    DEFINE_PROP_BOOL("deflate-on-oom", VirtIOAerostat, deflate_on_oom, true),
    DEFINE_PROP_BOOL("free-page-reporting", VirtIOAerostat, free_page_reporting,
                     true),
    DEFINE_PROP_BOOL("prefault", VirtIOAerostat, prefault, false),
    DEFINE_PROP_BOOL("reports", VirtIOAerostat, reports, false),
    DEFINE_PROP_BOOL("floors", VirtIOAerostat, floors, true),
    DEFINE_PROP_UINT32("reuse-ms", VirtIOAerostat, reuse.interval_ms, 5000),
    DEFINE_PROP_SIZE("tight-available", VirtIOAerostat, watch.tight_available,
                     0),
    DEFINE_PROP_UINT32("tight-stall", VirtIOAerostat, watch.tight_stall, 0),
    DEFINE_PROP_UINT32("watch-ms", VirtIOAerostat, watch.interval_ms, 1000),
    DEFINE_PROP_STRING("host-root", VirtIOAerostat, watch.root),
    DEFINE_PROP_BOOL("trace", VirtIOAerostat, events.trace, false),
    COMPAT_PROPERTIES_END
};

static void aerostat_class_init(ObjectClass *klass, COMPAT_CLASS_DATA data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    VirtioDeviceClass *vdc = VIRTIO_DEVICE_CLASS(klass);

    device_class_set_props(dc, aerostat_properties);
    object_class_property_set_description(klass, "chardev",
        "where events go as JSON lines (default: nowhere)");
    object_class_property_set_description(klass, "events",
        "on, off or stdout: write events: stats, held, state, target, bad, "
        "reuse (default: on, if there is a chardev)");
    object_class_property_set_description(klass, "libvirt",
        "libvirt finds it, as a virtio-balloon-pci; all memory is no target");
    object_class_property_set_description(klass, "deflate-on-oom",
        "accepted and always so: a guest that is short takes memory back");
    object_class_property_set_description(klass, "free-page-reporting",
        "accepted and always so: what the guest does not need goes to the host");
    object_class_property_set_description(klass, "prefault",
        "populate what the guest takes back, even where that cannot fail");
    object_class_property_set_description(klass, "floors",
        "tell the guest how much it is to keep (property floor)");
    object_class_property_set_description(klass, "reports",
        "let the guest report free pages, which are discarded and stay its own");
    object_class_property_set_description(klass, "reuse-ms",
        "milliseconds between two looks for pages in use that were given");
    object_class_property_set_description(klass, "tight-available",
        "the host is tight with less memory available than this (0: no limit)");
    object_class_property_set_description(klass, "tight-stall",
        "the host is tight when so many percent of the time somebody waits for "
        "memory (0: no limit)");
    object_class_property_set_description(klass, "watch-ms",
        "milliseconds between two looks at the host");
    object_class_property_set_description(klass, "host-root",
        "a directory to find the host's /proc and /sys in (for tests)");
    object_class_property_set_description(klass, "trace",
        "write an event for each step of the protocol too");
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    dc->vmsd = &vmstate_aerostat;
    vdc->vmsd = &vmstate_aerostat_device;
    vdc->post_load = aerostat_post_load;
    vdc->realize = aerostat_realize;
    vdc->unrealize = aerostat_unrealize;
    vdc->get_config = aerostat_get_config;
    vdc->get_features = aerostat_get_features;
    vdc->set_status = aerostat_set_status;
    vdc->reset = aerostat_reset;
}

static const TypeInfo aerostat_info = {
    .name = TYPE_VIRTIO_AEROSTAT,
    .parent = TYPE_VIRTIO_DEVICE,
    .instance_size = sizeof(VirtIOAerostat),
    .instance_init = aerostat_instance_init,
    .instance_finalize = aerostat_instance_finalize,
    .class_init = aerostat_class_init,
};

static void virtio_aerostat_register(void)
{
    type_register_static(&aerostat_info);
}

type_init(virtio_aerostat_register)
