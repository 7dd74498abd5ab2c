/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the guest's zones have, for all and for the kernel alone.  Takes no lock: the counts are a moment's. */
#ifndef AEROSTAT_ZONES_H
#define AEROSTAT_ZONES_H

#include <linux/mm.h>

#include "core_gen.h"

/* What lies outside ZONE_MOVABLE. */
struct zones_kernel {
	u64 total_pages;
	u64 available_pages;	/* without swapping, as si_mem_available() tells of all */
	bool apart;		/* there is a ZONE_MOVABLE; else what holds for all holds for the kernel */
};

struct zones_kernel zones_kernel(void);
bool zones_below_watermarks(bool kernel);

#endif
