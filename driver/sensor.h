/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a module can read of a NUMA node's memory.  Takes no lock: the counts are a moment's. */
#ifndef AEROSTAT_SENSOR_H
#define AEROSTAT_SENSOR_H

#include "place.h"

/* Events of all nodes together; each only ever grows. */
struct sensor_events {
	u64 swapped_in, swapped_out;	/* pages */
	u64 stalls;
};

struct sensor_events sensor_events(void);
u64 sensor_free_pages(int node);
void sensor_look(struct place_look *look, int node, const struct sensor_events *events);

#endif
