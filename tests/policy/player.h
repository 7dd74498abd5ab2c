/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies that play against a load.
 *
 *   static        the guest keeps everything
 *   reporting     virtio-balloon's free page reporting with deflate-on-oom, never inflated: every 2 s each free block of 2 MiB
 *                 is reported if the node has more than its low watermark and 64 MiB free
 *   compacting    the same, and memory is compacted once a minute
 *   dropping      the same, and after a minute in which nothing goes on the clean page cache is dropped
 *   thresholds    driver/policy.c and driver/backoff.c, with the parameters' defaults
 *   adaptive      driver/place.c and what it stands on
 *   combined      the same, and what stays free is reported as well
 */
#ifndef PLAYER_H
#define PLAYER_H

#include "../../driver/backoff.h"
#include "../../driver/place.h"
#include "vm.h"

/* The signals and rules that an ablation takes away. */
struct without { bool refaults, swaps, stalls, sensor, line, dirty, hold, burst, cold; };

struct player {
	const char *name;
	void (*start)(struct player *p, struct vm *g);
	/* Returns when to look next.  @sensed: the kernel reclaims, and it is before its time. */
	u64 (*look)(struct player *p, struct vm *g, bool sensed);
	bool compacts, drops;

	struct place_rules rules;
	struct without without;
	struct place place[NODES];
	struct backoff backoff;
	u64 stalls, period_ms, compact_ms[NODES], quiet_ms;
	u64 looks;
};

extern const struct player players[];
extern const unsigned int players_count;

#endif
