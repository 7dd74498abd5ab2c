/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device that has failed is reset and started anew, and every page comes back. */
#ifndef AEROSTAT_RESTART_H
#define AEROSTAT_RESTART_H

#include <linux/types.h>
#include <linux/workqueue.h>

struct aerostat;

/* Since the device was started. */
enum restart_wanted {
	RESTART_NONE,
	RESTART_SILENT,		/* it only does not answer: that may pass */
	RESTART_FAILED
};

struct restart {
	struct delayed_work work;
	struct work_struct status_work;
	enum restart_wanted wanted;
	bool over;		/* the driver lets go of the device and does not come back */
	u32 wait_ms;		/* from the reset to the new start */
	u64 at_ms;		/* when the last one was asked for; 0: never */
	u32 wait_before_ms;	/* both as they were before that, which may turn out needless */
	u64 at_before_ms;
	const char *why;
};

void restart_init(struct aerostat *a);
void restart_config_changed(struct aerostat *a);	/* in any context */
/* These four are called with the balloon's lock held. */
void restart_failed(struct aerostat *a, const char *why);
void restart_silent(struct aerostat *a);	/* memory has run out, and no answer comes */
bool restart_helps(struct aerostat *a);		/* is a reset the way to have pages back? */
bool restart_is_new(struct aerostat *a, u32 ms);	/* one was asked for, less than so long ago, and is not over */
void restart_stop(struct aerostat *a);		/* no restart comes after it; before and after the device is stopped */

#endif
