// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The floor: what the guest keeps, whatever it needs.  The parameter floor_mib says, and the device's config space
 * where FEATURE_FLOOR is agreed on.  The larger one counts.
 */
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/workqueue.h>

#include "aerostat.h"
#include "arith.h"
#include "floor.h"
#include "params.h"
#include "pressure.h"

/* Any number may stand there: it is compared with what the guest has, and nothing is reserved for it. */
void floor_read(struct aerostat *a)
{
	struct wire_floor floor = { 0 };
	u8 buf[WIRE_FLOOR_BYTES];

	if (virtio_has_feature(a->vdev, FEATURE_FLOOR)) {
		virtio_cread_bytes(a->vdev, WIRE_CONFIG_BYTES, buf, sizeof(buf));
		wire_floor_decode(&floor, buf, sizeof(buf));
	}
	WRITE_ONCE(a->floor.host_pages, floor.floor_bytes / PAGE_BYTES);
}

/* A config space is read by whoever may sleep. */
void floor_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, floor.work);

	floor_read(a);
	mutex_lock(&a->lock);
	pressure_look_soon(a);
	mutex_unlock(&a->lock);
}

void floor_changed(struct aerostat *a)
{
	if (link_up(a) && virtio_has_feature(a->vdev, FEATURE_FLOOR))
		queue_work(a->urgent_wq, &a->floor.work);
}

u64 floor_pages(const struct aerostat *a)
{
	return greater((u64)READ_ONCE(floor_mib) * MIB_PAGES, READ_ONCE(a->floor.host_pages));
}
