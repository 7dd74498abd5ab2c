/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virtio-aerostat-pci: the device on a PCI bus, modern only. */
#include "qemu/osdep.h"
#include "hw/qdev-properties.h"
#include "hw/virtio/virtio-pci.h"
#include "qapi/error.h"
#include "qemu/module.h"
#include "compat.h"
#include "virtio-aerostat.h"

#define TYPE_VIRTIO_AEROSTAT_PCI "virtio-aerostat-pci-base"
OBJECT_DECLARE_SIMPLE_TYPE(VirtIOAerostatPCI, VIRTIO_AEROSTAT_PCI)

struct VirtIOAerostatPCI {
    VirtIOPCIProxy parent_obj;
    VirtIOAerostat vdev;
};

static COMPAT_PROPERTY aerostat_pci_properties[] = {
    DEFINE_PROP_BIT("ioeventfd", VirtIOPCIProxy, flags,
                    VIRTIO_PCI_FLAG_USE_IOEVENTFD_BIT, true),
    /* One for each queue and one for the config space. */
    DEFINE_PROP_UINT32("vectors", VirtIOPCIProxy, nvectors, 3),
    COMPAT_PROPERTIES_END
};

/*
 * libvirt asks no balloon for stats but the child of /machine/peripheral that
 * qom-list calls a virtio-balloon-pci.  No more is changed than that word.
 */
static void be_found_by_libvirt(Object *obj)
{
    ObjectProperty *child = object_property_find(obj->parent,
        object_get_canonical_path_component(obj));

    g_free(child->type);
    child->type = g_strdup("child<virtio-balloon-pci>");
}

static void aerostat_pci_realize(VirtIOPCIProxy *proxy, Error **errp)
{
    VirtIOAerostatPCI *dev = VIRTIO_AEROSTAT_PCI(proxy);

    virtio_pci_force_virtio_1(proxy);
    if (qdev_realize(DEVICE(&dev->vdev), BUS(&proxy->bus), errp) &&
        dev->vdev.libvirt) {
        be_found_by_libvirt(OBJECT(dev));
    }
}

static void aerostat_pci_class_init(ObjectClass *klass, COMPAT_CLASS_DATA data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    VirtioPCIClass *k = VIRTIO_PCI_CLASS(klass);
    PCIDeviceClass *pci = PCI_DEVICE_CLASS(klass);

    device_class_set_props(dc, aerostat_pci_properties);
    dc->desc = "memory balloon that the guest drives";
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    k->realize = aerostat_pci_realize;
    pci->revision = VIRTIO_PCI_ABI_VERSION;
    pci->class_id = PCI_CLASS_OTHERS;
}

static void aerostat_pci_instance_init(Object *obj)
{
    static const char *const alias[] = {
        "floor", "guest-stats", "guest-stats-polling-interval", "host-state",
        "held-pages", "reserved-pages", "reported-pages", "bad-offers",
        "bad-messages",
        "discard-calls", "discard-failures", "prefault-failures",
        "discards", "host-available", "reuse", "reused-pages", "stalled",
    };
    VirtIOAerostatPCI *dev = VIRTIO_AEROSTAT_PCI(obj);
    int i;

    virtio_instance_init_common(obj, &dev->vdev, sizeof(dev->vdev),
                                TYPE_VIRTIO_AEROSTAT);
    for (i = 0; i < ARRAY_SIZE(alias); i++) {
        object_property_add_alias(obj, alias[i], OBJECT(&dev->vdev), alias[i]);
    }
}

static const VirtioPCIDeviceTypeInfo aerostat_pci_info = {
    .base_name = TYPE_VIRTIO_AEROSTAT_PCI,
    .generic_name = "virtio-aerostat-pci",
    .instance_size = sizeof(VirtIOAerostatPCI),
    .instance_init = aerostat_pci_instance_init,
    .class_init = aerostat_pci_class_init,
};

static void virtio_aerostat_pci_register(void)
{
    virtio_pci_types_register(&aerostat_pci_info);
}

type_init(virtio_aerostat_pci_register)
