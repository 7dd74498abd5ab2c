/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the guest's memory is doing: MSG_STATS. */
#ifndef AEROSTAT_STATS_H
#define AEROSTAT_STATS_H

struct work_struct;

void stats_work(struct work_struct *work);

#endif
