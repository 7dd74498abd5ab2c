/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What operators type already: balloon N, info balloon, query-balloon, and the
 * event BALLOON_CHANGE, with the arithmetic of virtio-balloon.
 */
#include "qemu/osdep.h"
#include "hw/boards.h"
#include "hw/mem/pc-dimm.h"
#include "qapi/error.h"
#include "qapi/qapi-events-machine.h"
#include "qapi/qapi-types-machine.h"
#include "compat.h"
#include "virtio-aerostat.h"
#include "step.h"

static int add_dimm(Object *obj, void *opaque)
{
    uint64_t *bytes = opaque;

    if (!strcmp(object_get_typename(obj), TYPE_PC_DIMM) &&
        DEVICE(obj)->realized) {
        *bytes += object_property_get_uint(obj, PC_DIMM_SIZE_PROP, NULL);
    }
    return 0;
}

/*
 * The guest's memory, with what was plugged in.  Each commit asks for it: only
 * the devices that users add are looked at, not all objects of the machine.
 */
static uint64_t ram_bytes(void)
{
    static const char *const parent[] = {
        "/machine/peripheral", "/machine/peripheral-anon"
    };
    unsigned i;
    uint64_t bytes = current_machine->ram_size;

    for (i = 0; i < ARRAY_SIZE(parent); i++) {
        Object *devices = object_resolve_path(parent[i], NULL);

        if (devices) {
            object_child_foreach(devices, add_dimm, &bytes);
        }
    }
    return bytes;
}

/* The guest's memory without what the host holds. */
static uint64_t actual_bytes(VirtIOAerostat *s)
{
    uint64_t ram = ram_bytes(), held = s->host.held_pages * PAGE_BYTES;

    return ram > held ? ram - held : 0;
}

/* libvirt says all of the memory when it starts a VM, which nobody has asked for. */
static uint64_t target_pages(VirtIOAerostat *s, uint64_t bytes)
{
    uint64_t ram = ram_bytes();

    if (bytes >= ram) {
        return s->libvirt ? TARGET_NONE : 0;
    }
    return (ram - bytes) / PAGE_BYTES;
}

static void balloon_to(void *opaque, ram_addr_t bytes)
{
    VirtIOAerostat *s = opaque;

    s->target_pages = target_pages(s, bytes);
    call_host_set_target(s, &s->host, aerostat_target_wanted(s));
    aerostat_event_target(s);
}

static void balloon_info(void *opaque, BalloonInfo *info)
{
    info->actual = actual_bytes(opaque);
}

void aerostat_operator_held(VirtIOAerostat *s)
{
    qapi_event_send_balloon_change(actual_bytes(s));
    aerostat_event_held(s);
}

bool aerostat_operator_add(VirtIOAerostat *s, Error **errp)
{
    if (qemu_add_balloon_handler(balloon_to, balloon_info, s)) {
        error_setg(errp, "virtio-aerostat: this VM has a balloon already; "
                   "only one of virtio-balloon and virtio-aerostat, and only "
                   "once, can be in a VM");
        return false;
    }
    return true;
}

void aerostat_operator_remove(VirtIOAerostat *s)
{
    qemu_remove_balloon_handler(s);
}
