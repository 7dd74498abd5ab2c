/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The policy that follows the guest's own bursts and refaults, node by node. */
#ifndef AEROSTAT_ADAPTIVE_H
#define AEROSTAT_ADAPTIVE_H

#include <linux/nodemask.h>

#include "advice.h"
#include "place.h"

struct adaptive_node {
	struct place place;
	struct place_look look;
	struct place_move move;	/* what was decided on it */
	u64 asked_pages;	/* of the host, the last time */
	u64 asked_given;	/* that it had then */
};

struct adaptive {
	struct adaptive_node *node;	/* nr_node_ids of them */
	nodemask_t is_short;		/* the shrinker was called for it */
	int giving;			/* the node that gives, or NUMA_NO_NODE */
};

#endif
