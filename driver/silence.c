// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a device that talks to an idle one: afterwards no work is queued or runs,
 * every page is the guest's, and the device keeps none.
 *
 * The pages come first, the works after them.  Two of the works may wait for memory, gather_work and stats_work.  A
 * program that has run out of memory may wait for just these pages (restart.c).  So no work is waited for before they
 * are back.  Until a work has ended it finds the link down and the queues closed (`ready`), and leaves both alone.
 * What the worker has gathered by then is released when it comes back: guest_offer() offers nothing unless asked for.
 */
#include <linux/virtio.h>
#include <linux/virtio_config.h>

#include "aerostat.h"
#include "silence.h"
#include "step.h"

void silence(struct aerostat *a)
{
	/*
	 * From here on only interrupts queue work, and a shrinker that has seen the link up: shortage_work may run once
	 * more.  It finds the link down.
	 */
	mutex_lock(&a->lock);
	call_guest_stop(a, &a->g);
	a->ready = false;
	mutex_unlock(&a->lock);
	if (device_is_gone(a->vdev))	/* a reset would wait for it to read as zero, for ever */
		virtio_break_device(a->vdev);
	else
		virtio_reset_device(a->vdev);

	mutex_lock(&a->lock);
	call_guest_reset(a, &a->g);
	mutex_unlock(&a->lock);
	cancel_work_sync(&a->reply_work);
	cancel_work_sync(&a->restart.status_work);
	cancel_work_sync(&a->floor.work);
	cancel_delayed_work_sync(&a->period_work);
	cancel_work_sync(&a->shortage_work);
	cancel_work_sync(&a->gather_work);
	cancel_work_sync(&a->room_work);
	cancel_work_sync(&a->stats_work);
	cancel_delayed_work_sync(&a->offer_tick);
	cancel_delayed_work_sync(&a->take_tick);
	/* no page is left that the kernel could ask for */
	cancel_work_sync(&a->move_work);
	movable_forget(&a->movable);
	a->moving.pages = 0;
	queue_close(a);
}
