/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Free page reporting: the kernel hands free blocks over to have them discarded,
 * and gets them back when the protocol has no more to do with them.
 */
#ifndef AEROSTAT_REPORTING_H
#define AEROSTAT_REPORTING_H

#include <linux/page_reporting.h>
#include <linux/wait.h>

#include "runs_gen.h"

struct aerostat;

struct reporting {
	struct page_reporting_dev_info info;
	struct runs isolated;		/* what the kernel has at hand, while guest_report() is called */
	wait_queue_head_t ended;
	bool under_way;			/* `offered` has pages that the kernel waits for */
	bool done;			/* the host has discarded them */
	bool registered;
};

int reporting_alloc(struct aerostat *a);
void reporting_free(struct aerostat *a);

/* From a device that talks, to one that is silent: nothing else wakes the kernel's worker. */
void reporting_register(struct aerostat *a);
void reporting_unregister(struct aerostat *a);

/*
 * What the kernel has isolated for a report under way, on that node or (NUMA_NO_NODE) on all.  The kernel counts it as
 * used meanwhile.
 */
u64 reporting_pages(const struct aerostat *a, int node);

/* The pages of the report are the kernel's again. */
void reporting_end(struct aerostat *a);

#endif
