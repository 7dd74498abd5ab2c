// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A device that has failed answers no more, and neither does one with a broken
 * queue.  It is reset at once, which gives every page back, and started anew as if
 * the machine had slept: the kernel has no other way that also negotiates features.
 * One that fails again soon is started later each time.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "aerostat.h"

/* The device has pages, and owes an answer. */
bool restart_helps(struct aerostat *a)
{
	lockdep_assert_held(&a->lock);
	return (a->g.given_pages || a->g.offered_pages) &&
	       (a->g.take != TAKE_NONE || a->g.give == GIVE_WAIT_DONE || a->g.give == GIVE_WAIT_REPORTED);
}

#ifdef CONFIG_PM_SLEEP
#define WAIT_MS		1000u
#define WAIT_MOST_MS	(5u * 60 * 1000)
#define BUSY_MS		100u	/* somebody else binds or unbinds the device */

/* What lasted ten times as long as the last wait is forgotten. */
static u32 next_wait_ms(const struct restart *r)
{
	if (!r->at_ms || now_ms() - r->at_ms > 10ull * max(r->wait_ms, WAIT_MS))
		return 0;
	return clamp(2 * r->wait_ms, WAIT_MS, WAIT_MOST_MS);
}

static void run_in(struct restart *r, u64 ms)
{
	mod_delayed_work(system_freezable_wq, &r->work, msecs_to_jiffies(ms));
}

/* Asked for once until it is done.  A failure outweighs silence, which may pass. */
static void restart_ask(struct aerostat *a, enum restart_wanted wanted, const char *why)
{
	struct restart *r = &a->restart;
	enum restart_wanted before;

	lockdep_assert_held(&a->lock);
	/* one that was taken away is not there to be reset: see warn_gone() */
	if (READ_ONCE(r->wanted) >= wanted || READ_ONCE(r->over) || device_is_gone(a->vdev))
		return;
	r->why = why;
	before = wanted == RESTART_FAILED ? xchg(&r->wanted, wanted) :
					    cmpxchg(&r->wanted, RESTART_NONE, wanted);
	if (before != RESTART_NONE)
		return;
	r->wait_before_ms = r->wait_ms;
	r->at_before_ms = r->at_ms;
	r->wait_ms = next_wait_ms(r);
	r->at_ms = now_ms();
	run_in(r, 0);
}

/*
 * A device that did not answer has answered meanwhile, and has not failed either.  Such a restart never was: the next
 * one waits no longer for it.
 */
static bool is_needless(struct aerostat *a)
{
	struct restart *r = &a->restart;
	bool helps, needless;

	mutex_lock(&a->lock);
	helps = restart_helps(a);
	needless = a->ready && !helps && cmpxchg(&r->wanted, RESTART_SILENT, RESTART_NONE) == RESTART_SILENT;
	if (needless) {
		r->wait_ms = r->wait_before_ms;
		r->at_ms = r->at_before_ms;
	}
	mutex_unlock(&a->lock);
	return needless;
}

/* One line for those that follow soon on each other. */
static void tell(struct aerostat *a)
{
	struct restart *r = &a->restart;

	mutex_lock(&a->lock);
	a->counters.restarts++;
	if (!r->wait_ms)
		dev_err(&a->vdev->dev, "%s: the device is reset, and the %llu pages that it has come back\n",
			r->why, pressure_given_pages(a));
	mutex_unlock(&a->lock);
}

/* Under the device's lock: nobody binds or unbinds it. */
static void start_anew(struct aerostat *a)
{
	struct restart *r = &a->restart;
	u64 due_ms;
	int err;

	if (!READ_ONCE(r->wanted) || READ_ONCE(r->over))
		return;
	if (device_is_gone(a->vdev)) {
		WRITE_ONCE(r->wanted, RESTART_NONE);
		return;
	}
	if (is_needless(a))
		return;
	due_ms = r->at_ms + r->wait_ms;
	if (a->ready)
		tell(a);
	err = a->ready ? virtio_device_freeze(a->vdev) : 0;
	if (!err && now_ms() < due_ms) {
		run_in(r, due_ms - now_ms());
		return;
	}
	err = err ?: virtio_device_restore(a->vdev);
	if (!err)
		return;
	if (!r->wait_ms)
		dev_err(&a->vdev->dev, "the device cannot be started anew (%d); it is tried again, later each time\n",
			err);
	if (!device_is_gone(a->vdev))
		virtio_reset_device(a->vdev);	/* or a mark would stay that it has failed */
	r->wait_ms = next_wait_ms(r);
	r->at_ms = now_ms();
	WRITE_ONCE(r->wanted, RESTART_FAILED);
	run_in(r, r->wait_ms);
}

static void restart_work(struct work_struct *work)
{
	struct restart *r = container_of(to_delayed_work(work), struct restart, work);
	struct aerostat *a = container_of(r, struct aerostat, restart);

	/* whoever has the lock may be waiting for this work to end */
	if (!device_trylock(&a->vdev->dev)) {
		if (!READ_ONCE(r->over))
			run_in(r, BUSY_MS);
		return;
	}
	start_anew(a);
	device_unlock(&a->vdev->dev);
}

#else
/* Such a kernel has no way to start a device anew. */
static void restart_ask(struct aerostat *a, enum restart_wanted wanted, const char *why)
{
	if (wanted == RESTART_FAILED && !device_is_gone(a->vdev) && !xchg(&a->restart.wanted, wanted))
		dev_err(&a->vdev->dev, "%s; to have its pages back, unbind and bind it: cd /sys/bus/virtio/drivers/virtio_aerostat; echo %s >unbind; echo %s >bind\n",
			why, dev_name(&a->vdev->dev), dev_name(&a->vdev->dev));
}

static void restart_work(struct work_struct *work)
{
}
#endif

void restart_failed(struct aerostat *a, const char *why)
{
	restart_ask(a, RESTART_FAILED, why);
}

void restart_silent(struct aerostat *a)
{
	restart_ask(a, RESTART_SILENT, "memory has run out, and the device does not answer");
}

/* A device that has found something wrong and given up says so as if its config space had changed. */
static void status_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, restart.status_work);

	if (!(a->vdev->config->get_status(a->vdev) & VIRTIO_CONFIG_S_NEEDS_RESET))
		return;
	mutex_lock(&a->lock);
	restart_failed(a, "the device has failed and answers no more");
	mutex_unlock(&a->lock);
}

/* Reading the status sleeps on some transports (virtio-ccw): a work does it. */
void restart_config_changed(struct aerostat *a)
{
	queue_work(a->urgent_wq, &a->restart.status_work);
}

void restart_init(struct aerostat *a)
{
	INIT_WORK(&a->restart.status_work, status_work);
	INIT_DELAYED_WORK(&a->restart.work, restart_work);
}

bool restart_is_new(struct aerostat *a, u32 ms)
{
	return READ_ONCE(a->restart.wanted) && now_ms() - READ_ONCE(a->restart.at_ms) < ms;
}

void restart_stop(struct aerostat *a)
{
	WRITE_ONCE(a->restart.over, true);
	cancel_delayed_work_sync(&a->restart.work);
}
