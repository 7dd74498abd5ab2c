// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that came after the kernel had started: a DIMM, or what virtio-mem adds.  The device takes the machine's own
 * memory alone (device/ram.c), and refuses an offer whole that has a page of any other.
 *
 * The machine's own memory is what its firmware lists.  A DIMM that is there from the start is not in that list: the
 * kernel finds it by ACPI, and adds it as if it had just been plugged in.  So the kernel's mark of an early section
 * tells the two apart.
 */
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "compat.h"
#include "plugged.h"

static bool has_any(int node, bool movable)
{
	unsigned long pfn = ALIGN(node_start_pfn(node), SECTION_PAGES);
	struct page *page;

	for (; pfn < node_end_pfn(node); pfn += SECTION_PAGES) {
		page = pfn_is_early(pfn) ? NULL : pfn_to_online_page(pfn);
		if (page && (movable || !is_zone_movable_page(page)))
			return true;
	}
	return false;
}

bool plugged_any(int node, bool movable)
{
	if (node != NUMA_NO_NODE)
		return has_any(node, movable);
	for_each_online_node(node)
		if (has_any(node, movable))
			return true;
	return false;
}
