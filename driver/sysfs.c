// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /sys/bus/virtio/devices/<device>/aerostat/: few attributes, one value each, that
 * stay as they are, while the driver is bound.  States have the names of spec/.
 * All else is in debugfs, and may change.
 *
 * Not the driver core's dev_groups: where it has no memory to make them, Linux 6.1
 * warns of taking away what is not there.
 */
#include <linux/device.h>
#include <linux/sysfs.h>
#include <linux/virtio.h>

#include "aerostat.h"
#include "guest_text_gen.h"
#include "sysfs.h"

#define PAGE_KIB	(PAGE_BYTES / 1024)

/*
 * Without the lock: anybody may read these, and a reader that the scheduler throttles would hold up the OOM notifier.
 * A value is of its own moment.
 */
static const struct guest *machine(struct device *dev)
{
	struct aerostat *a = dev_to_virtio(dev)->priv;

	return &a->g;
}

static ssize_t given_kib_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(machine(dev)->given_pages) * PAGE_KIB);
}
static DEVICE_ATTR_RO(given_kib);

static ssize_t offered_kib_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%llu\n", READ_ONCE(machine(dev)->offered_pages) * PAGE_KIB);
}
static DEVICE_ATTR_RO(offered_kib);

static ssize_t target_kib_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	u64 target_pages = READ_ONCE(machine(dev)->target_pages);

	/* the host's word: pages beyond any guest's would not fit in KiB */
	if (target_pages == TARGET_NONE)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "%llu\n", min_t(u64, target_pages, PAGES_MAX) * PAGE_KIB);
}
static DEVICE_ATTR_RO(target_kib);

static ssize_t host_state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", guest_text_host_state(READ_ONCE(machine(dev)->state)));
}
static DEVICE_ATTR_RO(host_state);

static ssize_t take_state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", guest_text_take_state(READ_ONCE(machine(dev)->take)));
}
static DEVICE_ATTR_RO(take_state);

static struct attribute *attributes[] = {
	&dev_attr_given_kib.attr,
	&dev_attr_offered_kib.attr,
	&dev_attr_target_kib.attr,
	&dev_attr_host_state.attr,
	&dev_attr_take_state.attr,
	NULL
};

static const struct attribute_group group = {
	.name = "aerostat",
	.attrs = attributes,
};

int sysfs_add(struct aerostat *a)
{
	return sysfs_create_group(&a->vdev->dev.kobj, &group);
}

void sysfs_remove(struct aerostat *a)
{
	sysfs_remove_group(&a->vdev->dev.kobj, &group);
}
