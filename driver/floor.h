/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory the guest keeps, whatever it needs: the guest's administrator says, and the host's. */
#ifndef AEROSTAT_FLOOR_H
#define AEROSTAT_FLOOR_H

#include <linux/workqueue.h>

#include "core_gen.h"

struct aerostat;

struct floor {
	struct work_struct work;
	u64 host_pages;		/* the host's, as the config space had it last */
};

void floor_read(struct aerostat *a);		/* once the device is ready: it tells of changes from then on */
void floor_changed(struct aerostat *a);		/* in any context: the config space has changed */
void floor_work(struct work_struct *work);
u64 floor_pages(const struct aerostat *a);	/* the larger of both */

#endif
