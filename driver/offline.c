// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory goes offline, to be unplugged or to be left alone.  The kernel moves what is in use there, but it cannot move
 * blocks that the host has.  So before it begins the driver takes these back: the kernel has isolated the range by
 * then, and nothing of it is given again.
 *
 * Single pages that are movable get out of the way when the kernel comes by (movable.c).
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/notifier.h>
#include <linux/virtio.h>

#include "aerostat.h"
#include "compat.h"
#include "give.h"
#include "offline.h"
#include "step.h"

/* How many of the range's pages stay where they are, and which is the first. */
static u64 in_the_way(struct aerostat *a, const struct run *range, u64 *first)
{
	struct run whole = *range, run;
	struct runs wanted = { .run = &whole, .count = 1, .pages = whole.pages };
	struct runs_walk walk = { 0, 0 };
	u64 pages = 0, i;

	while ((run = runs_next_common(&a->given, &wanted, &walk)).pages)
		for (i = run.page; i < run.page + run.pages; i++) {
			if (page_is_movable(pfn_to_page(i)))
				continue;
			if (!pages++)
				*first = i;
		}
	return pages;
}

/*
 * Asks until the host has nothing more of the range, for as long as a request may take.  A host that gives nothing
 * of it ends that.  Returns how many pages are left.
 */
static u64 take_back(struct aerostat *a, const struct run *range)
{
	u64 collections, pages = range->pages, first, asked = 0;
	unsigned long deadline;
	bool settled, ends;

	mutex_lock(&a->lock);
	deadline = jiffies + msecs_to_jiffies(a->g.grant_ms);
	/* what was taken out of use before the range was isolated comes back, or is given by now */
	collections = a->counters.collections;
	call_guest_pressure(a, &a->g, 0, ADDR_NONE, 0, now_ms());
	mutex_unlock(&a->lock);

	do {
		mutex_lock(&a->lock);
		if (a->ready)
			queue_drain(a);
		settled = a->g.give == GIVE_IDLE || a->g.give == GIVE_ABANDONED ||
			  a->counters.collections != collections;
		ends = time_after(jiffies, deadline);
		if (a->g.take == TAKE_NONE) {
			pages = in_the_way(a, range, &first);
			ends |= pages ? asked && pages >= asked : settled;
			if (pages && !ends)
				call_guest_pressure(a, &a->g, pages, first * PAGE_BYTES, give_fits(a, true), now_ms());
			/* without room in the books nothing is asked, until room_work() has made some */
			asked = a->g.take == TAKE_NONE ? 0 : pages;
		}
		mutex_unlock(&a->lock);
		if (!ends)
			usleep_range(100, 500);
	} while (!ends);
	return pages;
}

static int offline_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct aerostat *a = container_of(nb, struct aerostat, memory);
	const struct memory_notify *going = data;
	struct run range;
	u64 pages;

	if (action != MEM_GOING_OFFLINE)
		return NOTIFY_OK;
	range = (struct run){ .page = going->start_pfn, .pages = going->nr_pages };
	pages = take_back(a, &range);
	if (!pages)
		return NOTIFY_OK;
	dev_warn_ratelimited(&a->vdev->dev,
			     "memory of %lu pages from %#llx on stays online, since the host keeps %llu of them; see whether it is stopped or short of memory itself, and try again\n",
			     going->nr_pages, range.page * PAGE_BYTES, pages);
	return notifier_from_errno(-EBUSY);
}

int offline_register(struct aerostat *a)
{
	a->memory.notifier_call = offline_notify;
	return register_memory_notifier(&a->memory);
}

void offline_unregister(struct aerostat *a)
{
	unregister_memory_notifier(&a->memory);
}
