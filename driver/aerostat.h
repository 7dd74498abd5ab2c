/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One balloon device: the protocol's state, what it keeps, and who works on it.
 *
 * `lock` protects the state, the sets `offered` and `given`, both queues and
 * the counters.  Nobody allocates under it in a way that may wait or reclaim:
 * whoever is out of memory must be able to take it.  So gathering and counting
 * statistics are done by works of their own, outside.
 *
 *   gather_wq  ordered; gathers.  May be slow.
 *   urgent_wq  all else: period, replies, ticks, pressure.  Waits for nothing but
 *              the lock.
 */
#ifndef AEROSTAT_H
#define AEROSTAT_H

#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/virtio_config.h>
#include <linux/workqueue.h>

#include "adaptive.h"
#include "advice.h"
#include "backoff.h"
#include "core_gen.h"
#include "compat.h"
#include "floor.h"
#include "movable.h"
#include "pages.h"
#include "pressure.h"
#include "queue.h"
#include "reporting.h"
#include "restart.h"

struct dentry;
struct task_struct;

/* What debugfs shows besides the state; each only ever grows. */
struct counters {
	u64 collections;		/* gatherings begun */
	u64 offers;
	u64 acks[ST_GRANTED + 1];	/* answers, by status */
	u64 commits;
	u64 abandoned;			/* offers given up */
	u64 reclaims;
	u64 grants;			/* answers with pages in them */
	u64 back_pages;			/* that came back by grants */
	u64 not_ours_pages;		/* in grants, and not given: ignored */
	u64 bad_replies;		/* that could not be read */
	u64 overdue;			/* reclaims not answered in time */
	u64 stats;			/* reports sent */
	u64 reported_pages;		/* discarded for the kernel's page reporting, and kept */
	u64 notices;
	u64 oom_calls;
	u64 oom_pages;			/* that came back for them */
	u64 shortages;			/* seen between two periods */
	u64 stalls;			/* of those, with memory available that was not at hand (thresholds) */
	u64 cached_pages;		/* of clean page cache, that made room for the host */
	u64 refusals;			/* requests that nothing came of */
	u64 pauses;			/* giving came to nothing, and backed off */
	u64 restarts;			/* the device had failed */
	u64 moves;			/* reclaims for a block that the kernel wants */
	u64 moved_pages;		/* of such blocks, that came back */
};

struct aerostat {
	struct virtio_device *vdev;
	struct mutex lock;		/* see above */
	struct guest g;
	struct queues queues;
	struct runs gathered;		/* the gather work's alone */
	struct runs offered;		/* fits into the room of `given`, see give.c */
	struct runs given;
	struct runs back;		/* what the grant being read lists */
	enum status back_status;	/* ... and what it says */
	struct counters counters;
	u64 freed_pages;		/* returned to use since the start, by any road */
	u64 gather_pages;		/* the gather work's order */
	u64 cached_pfn;			/* where it looks for page cache next */
	struct backoff backoff;		/* of giving */
	struct restart restart;
	struct oom_wait oom_wait;
	struct floor floor;		/* what the guest keeps */
	u64 refused_until_ms;		/* nothing is asked of the host before */
	u64 stats_ms;			/* when the next are due */
	u64 look_ms;			/* when the next look is */
	const struct advisor *advisor;	/* the policy */
	struct adaptive adaptive;	/* its memory, if that is the policy */
	struct reporting reporting;		/* free pages that stay the guest's */
	struct movable movable;		/* has a lock of its own */
	struct run moving;		/* the block that the kernel is to have, without pages: none */
	u64 whole_until_ms;		/* no single pages are given before */
	bool uncounted;			/* what is given is not in MemTotal */
	bool stalled;			/* for thresholds.c: seen by the shrinker, and not told yet */
	struct task_struct *gatherer;	/* whose own search for pages is nobody's shortage */
	bool gathered_little;		/* the last gathering did: its success does not end a pause */
	bool ready;			/* the device's queues are in use */
	bool hibernates;		/* it was put to sleep before the others; under the device's lock */

	struct workqueue_struct *gather_wq;
	struct workqueue_struct *urgent_wq;
	struct delayed_work period_work;
	struct work_struct reply_work;
	struct work_struct gather_work;
	struct work_struct stats_work;
	struct work_struct shortage_work;
	struct work_struct move_work;
	struct work_struct room_work;
	struct delayed_work offer_tick;
	struct delayed_work take_tick;
	struct notifier_block oom;
	struct notifier_block reboot;
	struct notifier_block memory;
	struct owned_shrinker shrinker;
	struct dentry *dir;
};

/* May work be queued?  Not once the driver lets go of the device (guest_stop). */
static inline bool link_up(const struct aerostat *a)
{
	return READ_ONCE(a->g.link) == LINK_UP;
}

/* Taken away without a word, a device reads as all ones, a status that none has. */
static inline bool device_is_gone(struct virtio_device *vdev)
{
	return vdev->config->get_status(vdev) == 0xff;
}

/* The guest's clock, as the protocol wants it. */
static inline u64 now_ms(void)
{
	return ktime_to_ms(ktime_get());
}

#endif
