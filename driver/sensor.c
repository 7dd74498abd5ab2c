// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The counters that the adaptive policy looks at.
 *
 * A place is what a node has outside ZONE_MOVABLE, for two reasons.  Blocks of more than a page are given from there
 * alone.  And the kernel cannot use ZONE_MOVABLE for itself; a program that fills it goes on in the other zones, where
 * the policy sees it.
 *
 * Swapping and stalls are counted for all nodes together.  They are read from each CPU's own counters:
 * all_vm_events() waits for CPU hotplug, and relief must not.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/vmstat.h>

#include "sensor.h"

#ifdef CONFIG_VM_EVENT_COUNTERS
static u64 sum(enum vm_event_item first, enum vm_event_item last)
{
	enum vm_event_item i;
	u64 events = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		for (i = first; i <= last; i++)
			events += READ_ONCE(per_cpu(vm_event_states, cpu).event[i]);
	return events;
}

struct sensor_events sensor_events(void)
{
	return (struct sensor_events){
		.swapped_in = sum(PSWPIN, PSWPIN),
		.swapped_out = sum(PSWPOUT, PSWPOUT),
		/* one for each kind of zone, ZONE_MOVABLE the last of them */
		.stalls = sum(ALLOCSTALL_NORMAL, ALLOCSTALL_MOVABLE),
	};
}
#else
struct sensor_events sensor_events(void)
{
	return (struct sensor_events){ .stalls = 0 };
}
#endif

u64 sensor_free_pages(int node)
{
	struct zone *zone = NODE_DATA(node)->node_zones, *end = zone + ZONE_MOVABLE;
	u64 pages = 0;

	for (; zone < end; zone++)
		if (populated_zone(zone))
			pages += zone_page_state(zone, NR_FREE_PAGES);
	return pages;
}

/* A node's counters as they are: each CPU has a few more of its own, which do not matter here. */
static u64 node_counter(int node, enum node_stat_item item)
{
	return max_t(long, atomic_long_read(&NODE_DATA(node)->vm_stat[item]), 0);
}

/* What the kernel knows of it; the rest is the caller's. */
void sensor_look(struct place_look *look, int node, const struct sensor_events *events)
{
	struct zone *zone = NODE_DATA(node)->node_zones, *end = zone + ZONE_MOVABLE;

	for (; zone < end; zone++) {
		if (!populated_zone(zone))
			continue;
		look->total += zone->present_pages;	/* those that are given do not leave it */
		look->free += zone_page_state(zone, NR_FREE_PAGES);
		look->low += low_wmark_pages(zone);
		look->high += high_wmark_pages(zone);
		look->active += zone_page_state(zone, NR_ZONE_ACTIVE_FILE);
		look->inactive += zone_page_state(zone, NR_ZONE_INACTIVE_FILE);
		look->dirty += zone_page_state(zone, NR_ZONE_WRITE_PENDING);
	}
	look->refault_file = node_counter(node, WORKINGSET_REFAULT_FILE);
	look->refault_anon = node_counter(node, WORKINGSET_REFAULT_ANON);
	look->swapped_in = events->swapped_in;
	look->swapped_out = events->swapped_out;
	look->stalls = events->stalls;
}
