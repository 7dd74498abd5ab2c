/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that came after the kernel had started.  Takes no lock: memory may come and go meanwhile. */
#ifndef AEROSTAT_PLUGGED_H
#define AEROSTAT_PLUGGED_H

#include <linux/types.h>

/* Has that node any, online?  NUMA_NO_NODE: has the guest?  What is in ZONE_MOVABLE counts only if @movable. */
bool plugged_any(int node, bool movable);

#endif
