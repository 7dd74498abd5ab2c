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

/* Tags of Linux 6.12; older headers end before them. */
#ifndef VIRTIO_BALLOON_S_OOM_KILL
#define VIRTIO_BALLOON_S_OOM_KILL	10
#define VIRTIO_BALLOON_S_ALLOC_STALL	11
#define VIRTIO_BALLOON_S_ASYNC_SCAN	12
#define VIRTIO_BALLOON_S_DIRECT_SCAN	13
#define VIRTIO_BALLOON_S_ASYNC_RECLAIM	14
#define VIRTIO_BALLOON_S_DIRECT_RECLAIM	15
#endif

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

#ifdef CONFIG_VM_EVENT_COUNTERS
/* How often an allocation had to reclaim by itself, in any zone that programs or the kernel allocate from. */
static u64 stalls(const unsigned long *events)
{
	u64 sum = 0;
	int zone;

	for (zone = 0; zone <= ZONE_MOVABLE; zone++)
		sum += events[ALLOCSTALL_NORMAL - ZONE_NORMAL + zone];
	return sum;
}

/* The kernel counts scanned and reclaimed pages as events; newer kernels count them for each node. */
static u64 reclaim_bytes(const unsigned long *events, int item)
{
#ifdef HAVE_PGSCAN_KSWAPD
	return bytes(events[item]);
#else
	return bytes(global_node_page_state(item));
#endif
}
#endif

static void fetch(struct report *r)
{
	struct sysinfo memory;

	BUILD_BUG_ON(VIRTIO_BALLOON_S_DIRECT_RECLAIM >= STATS_MAX);
#ifdef CONFIG_VM_EVENT_COUNTERS
	{
		unsigned long events[NR_VM_EVENT_ITEMS];

		all_vm_events(events);
		say(r, VIRTIO_BALLOON_S_SWAP_IN, bytes(events[PSWPIN]));
		say(r, VIRTIO_BALLOON_S_SWAP_OUT, bytes(events[PSWPOUT]));
		say(r, VIRTIO_BALLOON_S_MAJFLT, events[PGMAJFAULT]);
		say(r, VIRTIO_BALLOON_S_MINFLT, events[PGFAULT]);
		say(r, VIRTIO_BALLOON_S_OOM_KILL, events[OOM_KILL]);
		say(r, VIRTIO_BALLOON_S_ALLOC_STALL, stalls(events));
		say(r, VIRTIO_BALLOON_S_ASYNC_SCAN, reclaim_bytes(events, PGSCAN_KSWAPD));
		say(r, VIRTIO_BALLOON_S_DIRECT_SCAN, reclaim_bytes(events, PGSCAN_DIRECT));
		say(r, VIRTIO_BALLOON_S_ASYNC_RECLAIM, reclaim_bytes(events, PGSTEAL_KSWAPD));
		say(r, VIRTIO_BALLOON_S_DIRECT_RECLAIM, reclaim_bytes(events, PGSTEAL_DIRECT));
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
