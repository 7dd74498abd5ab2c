/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's parameters, common to all devices. */
#ifndef AEROSTAT_PARAMS_H
#define AEROSTAT_PARAMS_H

#include <linux/types.h>

#include "advice.h"

extern unsigned int period_ms;
extern unsigned int pause_max_ms;
extern unsigned int floor_mib;
extern unsigned int low_pct;
extern unsigned int high_pct;
extern unsigned int step_mib;
extern unsigned int take_factor;
extern unsigned int ttl_ms;
extern unsigned int grant_ms;
extern unsigned int min_order;
extern unsigned int adjust_memtotal;
extern unsigned int report_free_pages;

int params_check(void);
const struct advisor *params_advisor(void);

/* main.c: tells every device. */
int params_changed(void);

#endif
