// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's memory in numbers, with the tags of virtio-balloon (VIRTIO 1.2,
 * 5.5.6.4).  Fetched without the driver's lock: reading event counters waits
 * for CPU hotplug, which allocates.
 */
#include <linux/mm.h>
#include <linux/swap.h>
#include <linux/virtio_balloon.h>
#include <linux/vmstat.h>

#include "aerostat.h"
#include "stats.h"

struct report {
	struct wire_stat stats[STATS_MAX];
	u32 count;
};

static void say(struct report *r, u16 tag, u64 value)
{
	r->stats[r->count++] = (struct wire_stat){ .tag = tag, .value = value };
}

static u64 bytes(u64 pages)
{
	return pages << PAGE_SHIFT;
}

static void fetch(struct report *r)
{
	struct sysinfo memory;

	BUILD_BUG_ON(VIRTIO_BALLOON_S_NR > STATS_MAX);
#ifdef CONFIG_VM_EVENT_COUNTERS
	{
		unsigned long events[NR_VM_EVENT_ITEMS];

		all_vm_events(events);
		say(r, VIRTIO_BALLOON_S_SWAP_IN, bytes(events[PSWPIN]));
		say(r, VIRTIO_BALLOON_S_SWAP_OUT, bytes(events[PSWPOUT]));
		say(r, VIRTIO_BALLOON_S_MAJFLT, events[PGMAJFAULT]);
		say(r, VIRTIO_BALLOON_S_MINFLT, events[PGFAULT]);
#ifdef CONFIG_HUGETLB_PAGE
		say(r, VIRTIO_BALLOON_S_HTLB_PGALLOC, events[HTLB_BUDDY_PGALLOC]);
		say(r, VIRTIO_BALLOON_S_HTLB_PGFAIL, events[HTLB_BUDDY_PGALLOC_FAIL]);
#endif
	}
#endif
	si_meminfo(&memory);
	say(r, VIRTIO_BALLOON_S_MEMFREE, bytes(memory.freeram));
	say(r, VIRTIO_BALLOON_S_MEMTOT, bytes(memory.totalram));
	say(r, VIRTIO_BALLOON_S_AVAIL, bytes(max_t(long, si_mem_available(), 0)));
	say(r, VIRTIO_BALLOON_S_CACHES, bytes(global_node_page_state(NR_FILE_PAGES)));
}

/* fx_send_stats has asked for it. */
void stats_work(struct work_struct *work)
{
	struct aerostat *a = container_of(work, struct aerostat, stats_work);
	struct report report = { .count = 0 };

	fetch(&report);
	mutex_lock(&a->lock);
	if (a->ready)
		queue_send_stats(a, report.stats, report.count);
	mutex_unlock(&a->lock);
}
