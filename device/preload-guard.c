/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * In the shared object only, linked first: lets no QEMU go on but the one that
 * it was built for, since the layout of QEMU's structures changes even between
 * two builds of one version.  AEROSTAT_QEMU_PACKAGE is what that QEMU calls its
 * package, build-so.sh asks it.
 */
#include "qemu/osdep.h"
#include "hw/virtio/virtio-pci.h"
#include "qapi/qapi-commands-control.h"
#include "qapi/qapi-commands-machine.h"
#include "qemu/module.h"

#pragma weak qmp_query_version
#pragma weak qmp_query_target
#pragma weak virtio_pci_types_register

#define BUILT_FOR QEMU_VERSION " (" AEROSTAT_QEMU_PACKAGE ")"

static G_NORETURN void refuse(const char *what)
{
    fprintf(stderr, "virtio-aerostat.so: built for qemu-system-x86_64 %s; "
            "this is %s\n"
            "  next step: install that QEMU, or run device/build-so.sh to build "
            "for the one that is installed\n", BUILT_FOR, what);
    exit(1);
}

static void guard(void)
{
    g_autofree char *found = NULL;
    VersionInfo *v;

    unsetenv("LD_PRELOAD");
    if (!qmp_query_version || !qmp_query_target || !virtio_pci_types_register) {
        return; /* a tool of QEMU's; the device has no place there */
    }
    v = qmp_query_version(NULL);
    found = g_strdup_printf("qemu-system-%s %" PRId64 ".%" PRId64 ".%" PRId64
                            " (%s)",
                            SysEmuTarget_str(qmp_query_target(NULL)->arch),
                            v->qemu->major, v->qemu->minor, v->qemu->micro,
                            v->package);
    if (strcmp(found, "qemu-system-x86_64 " BUILT_FOR)) {
        refuse(found);
    }
}

type_init(guard)

/* Once the types are known: the structures that the device is built into. */
static void guard_layout(void)
{
    if (object_type_get_instance_size(TYPE_VIRTIO_DEVICE) !=
        sizeof(VirtIODevice) ||
        object_type_get_instance_size(TYPE_VIRTIO_PCI) !=
        sizeof(VirtIOPCIProxy)) {
        refuse("one of that version with other structures");
    }
}

/* A QEMU that exports nothing would say only that it knows no such device. */
static void __attribute__((constructor)) guard_name(void)
{
    g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *name = exe ? g_path_get_basename(exe) : NULL;

    if (register_module_init) {
        register_module_init(guard_layout, MODULE_INIT_MIGRATION);
    } else if (name && g_str_has_prefix(name, "qemu-system-")) {
        refuse("a QEMU built without modules, which takes no shared object");
    }
}
