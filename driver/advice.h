/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the driver asks a policy.  There are two, adaptive.c and thresholds.c: each looks at the guest, has the
 * arithmetic done by files that know no kernel, and answers.  pressure.c and give.c do what it says.
 */
#ifndef AEROSTAT_ADVICE_H
#define AEROSTAT_ADVICE_H

#include "core_gen.h"

struct aerostat;
struct seq_file;

/* Taking excludes giving. */
struct advice {
	u64 take_pages;
	u64 near_addr;		/* best of all those from here on, or ADDR_NONE */
	u64 give_pages;
	bool is_low;		/* an offer that is not committed comes back, whatever is taken */
	u32 next_ms;		/* the next look */
};

/* How to gather what was advised last. */
struct give_order {
	int node;		/* or NUMA_NO_NODE: any */
	u64 give_pages;
	u64 let_go_pages;	/* of the node's page cache, beyond that */
	u64 leave_free;		/* of the node: gathering ends there */
	u64 leave_available;	/* of the guest: the same */
	u64 kernel_floor_pages;	/* see struct gather */
	bool reclaim;		/* the same */
};

struct advisor {
	const char *name;
	bool sleeps;		/* an idle CPU is not woken for a look */
	int (*alloc)(struct aerostat *a);
	void (*free)(struct aerostat *a);
	/* Under the driver's lock. */
	struct advice (*look)(struct aerostat *a);
	struct give_order (*order)(struct aerostat *a);
	/* So much of the cache that was to go has gone. */
	void (*let_go)(struct aerostat *a, const struct give_order *order, u64 pages);
	/* From the shrinker, with no lock: the kernel reclaims on that node.  Is it short of memory? */
	bool (*is_short)(struct aerostat *a, int node);
	void (*show)(struct aerostat *a, struct seq_file *m);
};

extern const struct advisor thresholds, adaptive;

#endif
