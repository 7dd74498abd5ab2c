// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * virtio_aerostat: a memory balloon that the guest drives.  This file shows the
 * order of starting and its mirror image; the protocol is in spec/, and
 * core_gen.c is what was compiled from it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/crash_dump.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/reboot.h>
#include <linux/slab.h>
#include <linux/suspend.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_ids.h>

#include "aerostat.h"
#include "debugfs.h"
#include "give.h"
#include "offline.h"
#include "params.h"
#include "pressure.h"
#include "silence.h"
#include "stats.h"
#include "step.h"
#include "sysfs.h"

/* What the device says of itself must be what this driver was compiled for. */
static int check_device(struct virtio_device *vdev)
{
	u8 buf[WIRE_CONFIG_BYTES];
	struct wire_config c;

	if (device_is_gone(vdev)) {
		dev_err(&vdev->dev, "the device is gone: all that is read of it is ones\n");
		return -ENODEV;
	}
	if (!virtio_has_feature(vdev, VIRTIO_F_VERSION_1)) {
		dev_err(&vdev->dev, "the device lacks VIRTIO_F_VERSION_1: this driver knows no other\n");
		return -ENODEV;
	}
	virtio_cread_bytes(vdev, 0, buf, sizeof(buf));
	if (!wire_config_decode(&c, buf, sizeof(buf))) {
		dev_err(&vdev->dev, "the device's config space cannot be read\n");
		return -ENODEV;
	}
	if (c.version != WIRE_VERSION) {
		dev_err(&vdev->dev, "the device speaks version %u, this driver version %u\n",
			c.version, WIRE_VERSION);
		return -ENODEV;
	}
	if (c.page_bytes != PAGE_BYTES || PAGE_SIZE != PAGE_BYTES) {
		dev_err(&vdev->dev, "pages of %u bytes on the device, %lu in this kernel, %u in this driver\n",
			c.page_bytes, PAGE_SIZE, PAGE_BYTES);
		return -ENODEV;
	}
	if (c.extents_max != EXTENTS_MAX || c.stats_max != STATS_MAX) {
		dev_err(&vdev->dev, "at most %u extents and %u stats on the device, %u and %u in this driver\n",
			c.extents_max, c.stats_max, EXTENTS_MAX, STATS_MAX);
		return -ENODEV;
	}
	return 0;
}

/* From an idle device to a working balloon. */
static int start(struct aerostat *a)
{
	int err;

	err = check_device(a->vdev);
	if (err)
		return err;
	err = queue_open(a);
	if (err)
		return err;
	WRITE_ONCE(a->restart.wanted, RESTART_NONE);
	virtio_device_ready(a->vdev);
	floor_read(a);

	mutex_lock(&a->lock);
	backoff_reset(&a->backoff);
	a->refused_until_ms = 0;
	give_adjust_memtotal(a);
	call_guest_start(a, &a->g);
	a->ready = true;
	queue_post_notices(a);
	mutex_unlock(&a->lock);

	err = pressure_register(a);
	if (err) {
		silence(a);
		return err;
	}
	reporting_register(a);
	queue_delayed_work(a->urgent_wq, &a->period_work, 0);
	return 0;
}

/* And back. */
static void stop(struct aerostat *a)
{
	/* a restore may have failed */
	if (!a->ready)
		return;
	/* the OOM notifier may be waiting for the pages that come back now */
	silence(a);
	reporting_unregister(a);	/* waits for its worker, who waits no more for the device */
	pressure_unregister(a);
}

/*
 * Another kernel may be started by kexec in this one's place: it must find no page in the host's hands, and no
 * discard under way.
 */
static int reboot_notify(struct notifier_block *nb, unsigned long action, void *unused)
{
	struct aerostat *a = container_of(nb, struct aerostat, reboot);

	restart_stop(a);
	stop(a);
	restart_stop(a);	/* what was asked for meanwhile */
	return NOTIFY_DONE;
}

/* Called in an interrupt: the host has another floor, or the device has failed. */
static void aerostat_config_changed(struct virtio_device *vdev)
{
	floor_changed(vdev->priv);
	restart_config_changed(vdev->priv);
}

static int aerostat_probe(struct virtio_device *vdev)
{
	struct aerostat *a;
	int err;

	/* a crash kernel has little memory, and needs all of it */
	if (is_kdump_kernel()) {
		dev_info(&vdev->dev, "this kernel writes a crash dump: nothing is given\n");
		return -ENODEV;
	}
	a = kzalloc(sizeof(*a), GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	a->vdev = vdev;
	vdev->priv = a;
	mutex_init(&a->lock);
	a->advisor = params_advisor();
	pressure_init(a);
	INIT_WORK(&a->reply_work, reply_work);
	INIT_WORK(&a->gather_work, gather_work);
	INIT_WORK(&a->stats_work, stats_work);
	INIT_WORK(&a->shortage_work, shortage_work);
	INIT_WORK(&a->move_work, move_work);
	INIT_WORK(&a->room_work, room_work);
	restart_init(a);
	INIT_WORK(&a->floor.work, floor_work);
	movable_init(&a->movable, pressure_move_asked);
	INIT_DELAYED_WORK(&a->offer_tick, offer_tick_work);
	INIT_DELAYED_WORK(&a->take_tick, take_tick_work);
	call_guest_init(a, &a->g, totalram_pages(), ttl_ms, grant_ms);

	err = a->advisor->alloc(a);
	if (err)
		goto free;
	err = give_alloc(a);
	if (err)
		goto advisor;
	err = reporting_alloc(a);
	if (err)
		goto sets;
	err = queue_alloc(a);
	if (err)
		goto isolated;
	err = -ENOMEM;
	a->gather_wq = alloc_ordered_workqueue("aerostat_gather", WQ_FREEZABLE);
	if (!a->gather_wq)
		goto buffers;
	a->urgent_wq = alloc_workqueue("aerostat_urgent",
				       WQ_MEM_RECLAIM | WQ_HIGHPRI | WQ_UNBOUND, 0);
	if (!a->urgent_wq)
		goto gather_wq;
	err = sysfs_add(a);
	if (err)
		goto urgent_wq;
	err = start(a);
	if (err)
		goto attributes;
	err = offline_register(a);
	if (err)
		goto started;
	a->reboot.notifier_call = reboot_notify;
	register_reboot_notifier(&a->reboot);	/* cannot fail */
	show_add(a);
	return 0;

started:
	restart_stop(a);
	stop(a);
attributes:
	restart_stop(a);
	sysfs_remove(a);
urgent_wq:
	destroy_workqueue(a->urgent_wq);
gather_wq:
	destroy_workqueue(a->gather_wq);
buffers:
	queue_free(a);
isolated:
	reporting_free(a);
sets:
	give_free(a);
advisor:
	a->advisor->free(a);
free:
	vdev->priv = NULL;
	kfree(a);
	return err;
}

static void aerostat_remove(struct virtio_device *vdev)
{
	struct aerostat *a = vdev->priv;

	show_remove(a);
	sysfs_remove(a);
	unregister_reboot_notifier(&a->reboot);
	offline_unregister(a);
	restart_stop(a);
	stop(a);
	restart_stop(a);	/* what was asked for meanwhile */
	destroy_workqueue(a->urgent_wq);
	destroy_workqueue(a->gather_wq);
	queue_free(a);
	reporting_free(a);
	give_free(a);
	a->advisor->free(a);
	vdev->priv = NULL;
	kfree(a);
}

#ifdef CONFIG_PM_SLEEP
/* The device forgets its books when the machine sleeps, so everything comes back first. */
static int aerostat_freeze(struct virtio_device *vdev)
{
	stop(vdev->priv);
	return 0;
}

static int aerostat_restore(struct virtio_device *vdev)
{
	return start(vdev->priv);
}
#endif

static const struct virtio_device_id id_table[] = {
	{ VIRTIO_ID_MEMORY_BALLOON, VIRTIO_DEV_ANY_ID },
	{ 0 },
};
MODULE_DEVICE_TABLE(virtio, id_table);

static const unsigned int features[] = { FEATURE_REPORT, FEATURE_FLOOR };

static struct virtio_driver aerostat_driver = {
	.feature_table = features,
	.feature_table_size = ARRAY_SIZE(features),
	.driver.name = KBUILD_MODNAME,
	.driver.owner = THIS_MODULE,
	.id_table = id_table,
	.probe = aerostat_probe,
	.remove = aerostat_remove,
	.config_changed = aerostat_config_changed,
#ifdef CONFIG_PM_SLEEP
	.freeze = aerostat_freeze,
	.restore = aerostat_restore,
#endif
};

#ifdef CONFIG_PM_SLEEP
/*
 * Hibernation copies what is in use to what is free.  It does so before it freezes any device, and the OOM notifiers
 * are not called meanwhile.  So all memory comes back before that.
 */
static int hibernation_begins(struct device *dev, void *unused)
{
	struct aerostat *a;

	device_lock(dev);	/* against probe and remove */
	a = dev_to_virtio(dev)->priv;
	if (a && a->ready)
		a->hibernates = !virtio_device_freeze(a->vdev);
	device_unlock(dev);
	return 0;
}

/* The device has been woken with the others, or hibernation did not get that far. */
static int hibernation_ends(struct device *dev, void *unused)
{
	struct aerostat *a;

	device_lock(dev);
	a = dev_to_virtio(dev)->priv;
	if (a && a->hibernates && !a->ready && virtio_device_restore(a->vdev)) {
		mutex_lock(&a->lock);
		restart_failed(a, "the device did not start after hibernation");
		mutex_unlock(&a->lock);
	}
	if (a)
		a->hibernates = false;
	device_unlock(dev);
	return 0;
}

static int pm_notify(struct notifier_block *nb, unsigned long action, void *unused)
{
	int err = 0;

	switch (action) {
	case PM_HIBERNATION_PREPARE:
	case PM_RESTORE_PREPARE:
		err = driver_for_each_device(&aerostat_driver.driver, NULL, NULL, hibernation_begins);
		break;
	case PM_POST_HIBERNATION:
	case PM_POST_RESTORE:
		err = driver_for_each_device(&aerostat_driver.driver, NULL, NULL, hibernation_ends);
		break;
	}
	return notifier_from_errno(err);
}

static struct notifier_block pm = { .notifier_call = pm_notify };
#endif

static int params_reread(struct device *dev, void *unused)
{
	struct aerostat *a;

	device_lock(dev);	/* against probe and remove */
	a = dev_to_virtio(dev)->priv;
	if (a) {
		mutex_lock(&a->lock);
		a->whole_until_ms = 0;
		give_adjust_memtotal(a);
		call_guest_patience(a, &a->g, READ_ONCE(ttl_ms), READ_ONCE(grant_ms));
		queue_rearm(a);
		pressure_look_soon(a);
		mutex_unlock(&a->lock);
	}
	device_unlock(dev);
	return 0;
}

/* Parameters can be written before the driver is registered, and still when it is gone. */
static DEFINE_MUTEX(registered_lock);
static bool registered;

static void set_registered(bool value)
{
	mutex_lock(&registered_lock);
	registered = value;
	mutex_unlock(&registered_lock);
}

/* What was settled by the old values is settled anew, and at once: a shorter period must not wait for a longer one. */
int params_changed(void)
{
	int err = 0;

	mutex_lock(&registered_lock);
	if (registered)
		err = driver_for_each_device(&aerostat_driver.driver, NULL, NULL, params_reread);
	mutex_unlock(&registered_lock);
	return err;
}

static int __init aerostat_init(void)
{
	int err = params_check();

	if (err)
		return err;
	show_init();
	err = register_virtio_driver(&aerostat_driver);
	if (err) {
		show_exit();
		return err;
	}
	set_registered(true);
#ifdef CONFIG_PM_SLEEP
	register_pm_notifier(&pm);	/* cannot fail */
#endif
	return 0;
}
module_init(aerostat_init);

static void __exit aerostat_exit(void)
{
#ifdef CONFIG_PM_SLEEP
	unregister_pm_notifier(&pm);
#endif
	set_registered(false);
	unregister_virtio_driver(&aerostat_driver);
	show_exit();
}
module_exit(aerostat_exit);

MODULE_DESCRIPTION("Aerostat: a memory balloon that the guest drives");
MODULE_AUTHOR("The Aerostat authors");
MODULE_VERSION("0.1");	/* and in dkms.conf */
MODULE_LICENSE("GPL");
